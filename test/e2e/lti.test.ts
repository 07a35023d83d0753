import { decodeJwt } from 'jose'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { makeExam } from '#test/setup/exam.ts'
import { expectAccessible, openFromFrame } from '#test/setup/lti-pages.ts'
import { type LtiPlatform, ltiPlatform } from '#test/setup/lti-platform.ts'
import { launchOf, ltiClaims } from '#test/setup/lti-platform-launches.ts'
import { instructor, learner } from '#test/setup/lti-platform-members.ts'
import { registerBothWays } from '#test/setup/lti-tool.ts'
import { openSite, type Site } from '#test/setup/site.ts'
import { goTo, handIn, letter, saved, start } from '#test/setup/sitting-page.ts'
import type { Someone } from '#test/setup/world.ts'

/** A platform at 127.0.0.1, Barème at localhost: two sites, so that the frame is one of another site. */
let site: Site
let platform: LtiPlatform
let owner: Someone
let course: { id: string; title: string }
let target: string
const context = { id: '4', title: 'Réseaux, groupe 2' }

beforeAll(async () => {
  site = await openSite()
  Object.assign(site.world.deps.settings, { lmsOnThisMachine: true, publicUrl: site.origin })
  platform = await ltiPlatform({ now: site.world.now })
  course = await site.world.course('Réseaux')
  owner = await site.world.staff('Odile', { course, role: 'owner' })
  target = (await registerBothWays(site.world, { platform, owner })).tool.launchUrl
}, 120_000)
afterAll(async () => {
  await platform?.close()
  await site?.close()
})

type Person = { sub: string; given?: string; family?: string; email?: string }
const begin = (person: Person, role: string, more: Record<string, unknown> = {}) =>
  platform.launches.begin({
    ...{ clientId: 'bareme', target },
    payload: { ...launchOf(platform.issuer, { person, roles: [role], context }), ...more },
  })
const choice = {
  [ltiClaims.message]: 'LtiDeepLinkingRequest',
  [ltiClaims.link]: undefined,
}
const heading = (page: Page, name: RegExp | string) => page.getByRole('heading', { level: 1, name })

const openFrom = (page: Page, begun: Record<string, string>) => openFromFrame(page, platform, begun)

it('a trainer adds an exam to the course of the platform, a student opens it there and sits it', async () => {
  const exam = await makeExam(site.world, { course, keys: ['a', 'b'] })
  const returned: string[] = []
  const trainer = await site.visitor(owner)
  // What the platform receives when content was chosen.
  await trainer.context().route('**/content-return', async (route) => {
    returned.push(new URLSearchParams(route.request().postData() ?? '').get('JWT') ?? '')
    await route.fulfill({ status: 200, contentType: 'text/html', body: '<title>Ajouté</title><p>Ajouté au cours</p>' })
  })
  const deepLinking = {
    deep_link_return_url: `${platform.issuer}/content-return`,
    accept_types: ['ltiResourceLink'],
    accept_presentation_document_targets: ['iframe'],
    data: 'd-1',
  }
  const { tab, frame } = await openFrom(
    trainer,
    begin({ sub: 'prof' }, instructor, { ...choice, [ltiClaims.deepLinking]: deepLinking }),
  )
  await heading(tab, 'Depuis Réseaux, groupe 2').waitFor()
  await tab.setViewportSize({ width: 320, height: 800 })
  await tab.getByRole('button', { name: 'Continuer en tant que Odile' }).waitFor()
  await expectAccessible(tab)
  await tab.getByRole('button', { name: 'Continuer en tant que Odile' }).click()
  await tab.getByRole('checkbox', { name: 'Ajouter à la classe les étudiants qui n’y sont pas' }).check()
  await expectAccessible(tab)
  await tab.getByRole('button', { name: 'Relier' }).click()
  await tab.getByRole('radio', { name: exam.title }).check()
  await expectAccessible(tab)
  await tab.getByRole('button', { name: 'Ajouter au cours' }).click()
  await tab.getByText('retournez à l’onglet de la plateforme').waitFor()
  // The frame of the platform goes on by itself.
  await frame.getByText('Ajouté au cours').waitFor()
  const [item] = decodeJwt(returned[0] ?? '')['https://purl.imsglobal.org/spec/lti-dl/claim/content_items'] as [
    { custom: Record<string, string>; title: string },
  ]
  expect(item).toMatchObject({ title: exam.title, custom: { bareme_exam: exam.id } })

  const phone = await site.visitor()
  const student = { sub: 'e-1', given: 'Léa', family: 'Martin', email: 'lea@exemple.fr' }
  const { tab: copy } = await openFrom(phone, begin(student, learner, { [ltiClaims.custom]: item.custom }))
  await heading(copy, exam.title).waitFor()
  await start(copy)
  for (const position of [1, 2]) {
    if (position > 1) await goTo(copy, position)
    await letter(copy, 'A').click()
    await saved(copy)
  }
  await handIn(copy)
  const attempt = await site.world.db.attempt.findFirstOrThrow({ where: { student: { familyName: 'Martin' } } })
  expect(attempt).toMatchObject({ examId: exam.id, status: 'submitted' })
  // The frame of the platform holds no session: what it showed says that the tab is open.
  expect(await phone.context().cookies(site.origin)).not.toEqual([])
  await phone.frameLocator('iframe').getByText('Barème est ouvert dans un autre onglet').waitFor()
})

it('a launch that is refused says why in a tab, with no session', async () => {
  const page = await site.visitor()
  const { tab } = await openFrom(
    page,
    platform.launches.begin({
      ...{ clientId: 'bareme', target },
      payload: launchOf(platform.issuer, {
        person: { sub: 'e-2' },
        roles: [learner],
        context: { id: '9', title: 'Autre' },
      }),
    }),
  )
  await heading(tab, 'L’ouverture a été refusée').waitFor()
  await tab.getByText('Ce cours n’est pas encore relié à Barème').waitFor()
  expect((await page.context().cookies(site.origin)).filter(({ name }) => name === 'bareme')).toEqual([])
})

it('any other page of ours refuses the frame', async () => {
  const page = await site.visitor()
  await page.goto(`${platform.issuer}/course`)
  await page.evaluate((src) => {
    const frame = document.createElement('iframe')
    frame.src = src
    document.body.append(frame)
  }, `${site.origin}/connexion`)
  await expect.poll(() => page.frames().map((frame) => frame.url())).toContain('chrome-error://chromewebdata/')
})

it('the page in the frame has a name, a contrast and a size that everybody can use', async () => {
  for (const colorScheme of ['light', 'dark'] as const) {
    const page = await site.visitor(undefined, { viewport: { width: 320, height: 640 }, colorScheme })
    const { iss, login_hint, target_link_uri } = begin({ sub: 'e-3' }, learner)
    const asked = new URLSearchParams({ iss, login_hint, target_link_uri }).toString()
    // As a browser that does not say whether it is in a frame: the page is then the same, alone.
    const answer = await site.world.app.inject({
      ...{ method: 'GET', url: `/api/lti/login?${asked}`, headers: { host: new URL(site.origin).host } },
    })
    await page.goto(String(answer.headers.location))
    await page.getByRole('link', { name: 'Ouvrir dans un nouvel onglet' }).waitFor()
    await expectAccessible(page)
  }
})

import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import * as life from '#contract/exams/life.ts'
import { sendDueMarks } from '#server/lms/send-marks.ts'
import { makeExam } from '#test/setup/exam.ts'
import { bindCourse } from '#test/setup/lti-course.ts'
import { expectAccessible, openFromFrame } from '#test/setup/lti-pages.ts'
import { type LtiPlatform, ltiPlatform } from '#test/setup/lti-platform.ts'
import { launchOf, ltiClaims, type Person } from '#test/setup/lti-platform-launches.ts'
import { learner } from '#test/setup/lti-platform-members.ts'
import { registerBothWays } from '#test/setup/lti-tool.ts'
import { take } from '#test/setup/marked-exam.ts'
import { openSite, type Site } from '#test/setup/site.ts'
import { attemptOf, goTo, handIn, saved, start } from '#test/setup/sitting-page.ts'
import type { Someone } from '#test/setup/world.ts'

/** A platform at 127.0.0.1, Barème at localhost: two sites, so that the frame is one of another site. */
let site: Site
let platform: LtiPlatform
let course: { id: string; title: string }
let owner: Someone
/** Of the class, and never seen by the platform. */
let zoe: Someone
let target: string

const context = { id: '4', title: 'Réseaux, groupe 2' }
const lea = { sub: 'u-lea', given: 'Léa', family: 'Martin', email: 'lea@exemple.fr' }
const noe = { sub: 'u-noe', given: 'Noé', family: 'Perrin', email: 'noe@exemple.fr' }

beforeAll(async () => {
  site = await openSite({ lmsOnThisMachine: true })
  Object.assign(site.world.deps.settings, { publicUrl: site.origin })
  const { world } = site
  platform = await ltiPlatform({
    now: world.now,
    members: [lea, noe].map(({ sub }) => ({ user_id: sub, roles: [learner] })),
  })
  course = await world.course('Réseaux')
  owner = await world.staff('Odile', { course, role: 'owner' })
  const { platformId, tool } = await registerBothWays(world, { platform, owner })
  target = tool.launchUrl
  await bindCourse(world, platform, { platformId, course, title: context.title, contextId: context.id })
  zoe = await world.student({ course, name: 'Zoé Blanc' })
  for (const { given, family, email } of [lea, noe])
    await world.db.student.create({ data: { courseId: course.id, givenName: given, familyName: family, email } })
}, 120_000)
afterAll(async () => {
  await platform?.close()
  await site?.close()
})

type Activity = { link: { id: string; title: string }; lineItem: string; examId: string }

/** A click of this student on the activity, in the page of the platform; the tab that opens. */
async function launch(page: Page, person: Person, { examId, ...activity }: Activity) {
  const described = launchOf(platform.issuer, { person, roles: [learner], context, ...activity })
  const payload = { ...described, [ltiClaims.custom]: { bareme_exam: examId } }
  const begun = platform.launches.begin({ clientId: 'bareme', target, payload })
  return (await openFromFrame(page, platform, begun)).tab
}

/** Right to the question that is first for the author, nothing to the other. */
async function sitHalf(copy: Page) {
  await start(copy)
  for (const position of [1, 2]) {
    if (position > 1) await goTo(copy, position)
    if ((await copy.getByText('Question 1 ?', { exact: true }).count()) === 0) continue
    await copy.locator('.answer-row').filter({ hasText: 'Choix a' }).click()
    await saved(copy)
  }
}

const heading = (page: Page, name: RegExp | string) => page.getByRole('heading', { level: 1, name })
const statusesOf = async (page: Page, attemptId: string) => {
  const answers = ['', '/receipt', '/review'].map((part) => page.request.get(`/api/attempts/${attemptId}${part}`))
  return (await Promise.all(answers)).map((answer) => answer.status())
}

it('an exam goes from the course of the platform to its gradebook: opened, sat, handed in, given back, sent', {
  timeout: 180_000,
}, async () => {
  const { world } = site
  const exam = await makeExam(world, { course, keys: ['a', 'b'] })
  const link = { id: 'lien-1', title: exam.title }
  // The platform makes a column for an activity that gives marks, and says so in each launch.
  const { id: lineItem } = platform.gradebook.addItem(
    { label: exam.title, scoreMaximum: 100, resourceLinkId: link.id },
    context.id,
  )
  const activity = { link, lineItem, examId: exam.id }

  // Léa opens it in the frame, then in its own tab, and hands in.
  const room = await site.visitor()
  const copy = await launch(room, lea, activity)
  await heading(copy, exam.title).waitFor()
  await sitHalf(copy)
  const attemptId = attemptOf(copy)
  await handIn(copy)
  expect(await statusesOf(copy, attemptId)).toEqual([200, 200, 404])

  // Noé comes next at the same machine: the exam is his own, and the copy of Léa is nowhere.
  const his = await launch(room, noe, activity)
  await heading(his, exam.title).waitFor()
  await his.getByRole('button', { name: 'Commencer l’examen' }).waitFor()
  expect(await his.getByText('Martin').count()).toBe(0)
  expect(await statusesOf(his, attemptId)).toEqual([404, 404, 404])
  await copy.reload()
  await copy.getByText('Cet élément n’existe pas, ou n’est plus accessible.').waitFor()
  expect(await copy.getByText('Martin').count()).toBe(0)

  await take(world, { who: zoe, exam, ticked: ['a', 'b'] })

  // Nothing has left before the marks are given back.
  await world.ask(owner, life.closeExam, { params: { courseId: course.id, examId: exam.id } })
  await sendDueMarks(world.deps)
  expect(platform.gradebook.scores).toEqual([])
  const trainer = await site.visitor(owner)
  await trainer.goto(`/cours/${course.id}/examens/${exam.id}/resultats`)
  await trainer.getByRole('button', { name: 'Rendre les notes' }).click()
  await trainer
    .getByRole('dialog')
    .getByRole('button', { name: /Rendre les notes/ })
    .click()
  await trainer.getByRole('button', { name: 'Retirer' }).waitFor()
  await trainer.getByRole('link', { name: 'Notes envoyées à la plateforme' }).click()
  await heading(trainer, 'Notes envoyées à la plateforme').waitFor()
  const place = trainer.getByRole('region', { name: context.title })
  const row = (name: RegExp) => place.getByRole('row', { name })
  await row(/Martin Léa.*10\/20.*À envoyer/).waitFor()
  await place.getByRole('button', { name: 'Envoyer maintenant 1 note' }).click()
  await trainer.getByText('L’envoi est en cours.').waitFor()
  expect(await sendDueMarks(world.deps)).toBe(1)
  await row(/Martin Léa.*10\/20.*10\/20.*Envoyée le/).waitFor()
  await row(/Perrin Noé.*Pas de note/).waitFor()
  await row(/Blanc Zoé.*20\/20.*Inconnu de la plateforme/).waitFor()
  await place.getByText('Pour un étudiant inconnu de la plateforme').waitFor()
  await trainer.getByText('La plateforme a déjà tout.').waitFor()
  expect(platform.gradebook.scores).toMatchObject([
    { itemId: lineItem, score: { userId: lea.sub, scoreGiven: 10, scoreMaximum: 20, gradingProgress: 'FullyGraded' } },
  ])
  expect([...platform.gradebook.items.keys()]).toEqual([lineItem])
  for (const colorScheme of ['light', 'dark'] as const) {
    await trainer.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    await trainer.setViewportSize({ width: 320, height: 800 })
    await expectAccessible(trainer)
  }

  // The marks are out: the corrected copy of Léa opens for her alone.
  expect(await statusesOf(his, attemptId)).toEqual([404, 404, 404])
  const again = await launch(await site.visitor(), lea, activity)
  await heading(again, exam.title).waitFor()
  expect(await statusesOf(again, attemptId)).toEqual([200, 200, 200])
  await again.goto(`/copies/${attemptId}/correction`)
  await again
    .getByText(/10(,00)?\s*\/\s*20/)
    .first()
    .waitFor()
})

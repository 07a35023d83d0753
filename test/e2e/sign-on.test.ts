import { AxeBuilder } from '@axe-core/playwright'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type CasServer, startCasServer } from '#test/setup/cas-server.ts'
import { makeExam } from '#test/setup/exam.ts'
import { clientSecret, type OidcServer, startOidcServer } from '#test/setup/oidc-server.ts'
import { casProvider, oidcProvider } from '#test/setup/sign-on.ts'
import { openSite, type Site } from '#test/setup/site.ts'
import { handIn } from '#test/setup/sitting-page.ts'

/** People come in by their school, in a real browser: a student by OpenID Connect, staff by CAS. */
let site: Site
let idp: OidcServer
let cas: CasServer

beforeAll(async () => {
  ;[idp, cas] = await Promise.all([startOidcServer(), startCasServer()])
  site = await openSite({
    signOn: [
      oidcProvider({ issuer: idp.issuer, clientSecret }),
      casProvider({ url: cas.url, label: { fr: 'ENT de l’établissement', en: 'School portal' }, serves: ['staff'] }),
    ],
  })
  idp.serve({ callback: `${site.origin}/api/sso/universite/callback` })
}, 120_000)
afterAll(async () => {
  await site?.close()
  await Promise.all([idp.stop(), cas.stop()])
})

it('a student signs in by OpenID Connect, without a code, and sits an exam of their second course to its end', {
  timeout: 120_000,
}, async () => {
  const { world } = site
  const [docker, networks] = [await world.course(), await world.course('Réseaux')]
  const data = { givenName: 'Zoé', familyName: 'Petit', email: 'zoe@univ.fr' }
  for (const { id: courseId } of [docker, networks]) await world.db.student.create({ data: { ...data, courseId } })
  await makeExam(world, { course: docker })
  const exam = await makeExam(world, { course: networks })
  const [first, second] = [docker, networks].map(({ id }) => id)
  expect(first).not.toBe(second)
  idp.signsInAs('zoe', { email: 'zoe@univ.fr', email_verified: true })
  const page = await site.visitor()
  await page.goto('/')
  expect(await page.getByRole('link', { name: 'ENT de l’établissement' }).count()).toBe(0)
  await page.getByRole('link', { name: 'Compte de l’université' }).click()
  await page.getByRole('heading', { level: 1, name: 'Mes examens' }).waitFor()
  await page
    .getByRole('heading', { level: 2, name: docker.title })
    .or(page.getByRole('heading', { level: 2, name: 'Réseaux' }))
    .first()
    .waitFor()
  await page
    .getByRole('link', { name: new RegExp(exam.title) })
    .or(page.getByRole('button', { name: new RegExp(exam.title) }))
    .click()
  await page.getByRole('heading', { level: 1, name: exam.title }).waitFor()
  await page.getByRole('checkbox').check()
  await page.getByRole('button', { name: 'Commencer l’examen' }).click()
  await page.waitForURL(/questions\/1$/)
  await page.locator('fieldset input').first().check({ force: true })
  await page
    .getByText(/Enregistré à/)
    .first()
    .waitFor()
  await handIn(page)
  const attempt = await world.db.attempt.findFirstOrThrow({ where: { examId: exam.id }, include: { student: true } })
  expect(attempt).toMatchObject({ status: 'submitted', student: { email: 'zoe@univ.fr' } })
})

it('a session that ended in the middle of an exam: the school opens it again, and nothing is lost', {
  timeout: 120_000,
}, async () => {
  const { world } = site
  const course = await world.course('Systèmes')
  await world.db.student.create({
    data: { courseId: course.id, givenName: 'Ugo', familyName: 'Rey', email: 'ugo@univ.fr' },
  })
  const exam = await makeExam(world, { course })
  idp.signsInAs('ugo', { email: 'ugo@univ.fr', email_verified: true })
  const page = await site.visitor()
  await page.goto('/')
  await page.getByRole('link', { name: 'Compte de l’université' }).click()
  await page
    .getByRole('link', { name: new RegExp(exam.title) })
    .or(page.getByRole('button', { name: new RegExp(exam.title) }))
    .click()
  await page.getByRole('checkbox').check()
  await page.getByRole('button', { name: 'Commencer l’examen' }).click()
  await page.waitForURL(/questions\/1$/)
  await world.db.session.deleteMany({ where: { student: { courseId: course.id } } })
  await page.evaluate(() => fetch('/api/session', { method: 'DELETE' }))
  await page.locator('fieldset input').first().check({ force: true })
  const dialog = page.getByRole('dialog', { name: 'Reconnectez-vous pour continuer' })
  await dialog.getByRole('link', { name: 'Compte de l’université' }).waitFor()
  const { violations } = await new AxeBuilder({ page }).include('dialog').analyze()
  expect(violations.map(({ id }) => id)).toEqual([])
  await dialog.getByRole('link', { name: 'Compte de l’université' }).click()
  await page.waitForURL(/questions\/1$/)
  await page
    .getByText(/Enregistré à/)
    .first()
    .waitFor()
  expect(await page.locator('fieldset input').first().isChecked()).toBe(true)
  const kept = await world.db.answer.count({ where: { attempt: { examId: exam.id } } })
  expect(kept).toBe(1)
  await page.context().close()
})

it('staff come in by CAS, wait for an owner, and are in the team', { timeout: 120_000 }, async () => {
  const { world } = site
  const course = await world.course('Bases de données')
  const odile = await world.staff('Odile', { course, role: 'owner' })
  cas.signsInAs('iconnue', { mail: 'ines@univ.fr', displayName: 'Inès Connue' })
  const page = await site.visitor()
  await page.goto('/compte')
  await page.getByRole('link', { name: 'ENT de l’établissement' }).click()
  await page.getByText('Un responsable de cours peut maintenant vous accueillir').waitFor()

  const owner = await site.visitor(odile)
  await owner.goto(`/cours/${course.id}/equipe`)
  await owner.getByRole('heading', { level: 2, name: 'Demandes d’accès' }).waitFor()
  const { violations } = await new AxeBuilder({ page: owner }).include('.requests').analyze()
  expect(violations.map(({ id }) => id)).toEqual([])
  await owner.getByLabel('Rôle de Inès Connue').selectOption({ label: 'Formation' })
  await owner.getByRole('button', { name: 'Accueillir Inès Connue' }).click()
  await owner.getByText('Inès Connue fait partie de l’équipe pédagogique.').waitFor()

  await page.getByRole('link', { name: 'ENT de l’établissement' }).click()
  await page.getByRole('heading', { level: 1, name: 'Bases de données' }).waitFor()
  const [member] = await world.db.membership.findMany({
    where: { courseId: course.id, role: 'trainer' },
    include: { person: true },
  })
  expect(member?.person.email).toBe('ines@univ.fr')
})

it('the door of the school fits a telephone, says why somebody is not in, and axe finds nothing in it', async () => {
  const page = await site.visitor(undefined, { viewport: { width: 360, height: 780 } })
  await page.goto('/?sso=student_unknown')
  await page.getByRole('alert').getByText('Aucun cours ne vous connaît').waitFor()
  const width = await page.evaluate(() => document.documentElement.scrollWidth)
  expect(width).toBeLessThanOrEqual(360)
  for (const address of ['/?sso=student_unknown', '/connexion?sso=staff_waiting', '/connexion?sso=second_factor']) {
    await page.goto(address)
    await page.getByRole('heading', { level: 1 }).waitFor()
    const { violations } = await new AxeBuilder({ page })
      .withTags(['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'])
      .analyze()
    expect([address, violations.map(({ id }) => id)]).toEqual([address, []])
  }
})

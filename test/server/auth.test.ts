import { afterAll, beforeAll, expect, it } from 'vitest'
import * as auth from '#contract/auth/auth.ts'
import { firstTrainerLink } from '#server/auth/first-trainer.ts'
import { createWorld, nobody, type Someone, type World } from '#test/setup/world.ts'
import { asColumn } from '../setup/as-column.ts'

let world: World
beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world.close())

const passphrase = 'quatre chevaux dans la neige'
const tokenOf = (link: string) => link.split('#')[1] ?? ''
const cookieOf = (answer: { headers: Record<string, unknown> }) =>
  /bareme=([^;]+)/.exec(String(answer.headers['set-cookie']))?.[1] ?? ''

it('lets the first trainer in once, with a name, an e-mail and a password of their own', async () => {
  const course = await world.course()
  const link = (await firstTrainerLink(world.deps, 'http://localhost')) ?? ''
  const token = tokenOf(link)
  const body = { token, name: 'Nadia Berthelot', email: 'Nadia@Exemple.fr', password: passphrase }

  expect((await world.ask(nobody, auth.readLink, { body: { token } })).body).toMatchObject({ purpose: 'first_trainer' })
  const short = await world.ask(nobody, auth.useLink, { body: { ...body, password: 'court' } })
  expect({ status: short.status, code: short.body.code }).toEqual({ status: 422, code: 'password_too_short' })
  const common = await world.ask(nobody, auth.useLink, { body: { ...body, password: 'Motdepasse123' } })
  expect(common.body.code).toBe('password_too_common')

  const answer = await world.ask(nobody, auth.useLink, { body })
  expect(answer.body).toMatchObject({ kind: 'staff', name: 'Nadia Berthelot', email: 'nadia@exemple.fr' })
  const nadia: Someone = { token: cookieOf(answer), id: '', name: 'Nadia' }
  expect((await world.ask(nadia, auth.listCourses, {})).body.courses).toMatchObject([{ id: course.id, role: 'owner' }])

  expect((await world.ask(nobody, auth.useLink, { body })).body.code).toBe('link_unusable')
  expect(await firstTrainerLink(world.deps, 'http://localhost')).toBeNull()
})

it('gives the cookie to nobody else: HttpOnly, SameSite, a new token at each sign-in', async () => {
  const body = { email: 'nadia@exemple.fr', password: passphrase }
  const first = await world.ask(nobody, auth.signIn, { body })
  const again = await world.ask({ ...nobody, token: cookieOf(first) }, auth.signIn, { body })
  expect(String(first.headers['set-cookie'])).toMatch(/HttpOnly/i)
  expect(String(first.headers['set-cookie'])).toMatch(/SameSite=Lax/i)
  expect(cookieOf(again)).not.toBe(cookieOf(first))
  expect((await world.ask({ ...nobody, token: cookieOf(first) }, auth.listCourses, {})).status).toBe(401)
})

it('answers the same to a wrong password and to a person who does not exist', async () => {
  const wrong = await world.ask(nobody, auth.signIn, {
    body: { email: 'nadia@exemple.fr', password: 'pas le bon du tout' },
  })
  const unknown = await world.ask(nobody, auth.signIn, {
    body: { email: 'personne@exemple.fr', password: 'pas le bon du tout' },
  })
  expect({ status: wrong.status, body: wrong.body }).toEqual({ status: unknown.status, body: unknown.body })
  expect(wrong.body.code).toBe('wrong_credentials')
})

it('ends every session at once, the others too', async () => {
  const course = await world.course()
  const marc = await world.staff('Marc', { course, role: 'trainer' })
  expect((await world.ask(marc, auth.listCourses, {})).status).toBe(200)
  await world.ask(marc, auth.signOutEverywhere, {})
  expect((await world.ask(marc, auth.listCourses, {})).body.code).toBe('not_signed_in')
})

it('refuses writes that come from another site', async () => {
  const marc = await world.staff('Marc')
  const body = { title: 'Piège', year: '' }
  const foreign = { origin: 'https://ailleurs.example' }
  expect((await world.ask(marc, auth.createCourse, { body }, foreign)).body.code).toBe('cross_site')
  expect((await world.ask(marc, auth.createCourse, { body }, { 'sec-fetch-site': 'cross-site' })).body.code).toBe(
    'cross_site',
  )
  expect(await world.db.course.count({ where: { title: 'Piège' } })).toBe(0)
})

it('refuses a body with a field it does not know, and changes nothing', async () => {
  const marc = await world.staff('Marc')
  const body = { title: 'Réseaux', year: '', ownerId: 'x' } as never
  const answer = await world.ask(marc, auth.createCourse, { body })
  expect({ status: answer.status, code: answer.body.code }).toEqual({ status: 400, code: 'invalid_request' })
  expect(await world.db.course.count({ where: { title: 'Réseaux' } })).toBe(0)
})

it('invites by a link used once, which never takes over an account that exists', async () => {
  const course = await world.course()
  const owner = await world.staff('Nadia', { course, role: 'owner' })
  const params = { courseId: course.id }
  const invite = async (email: string) =>
    tokenOf((await world.ask(owner, auth.inviteMember, { params, body: { email, role: 'trainer' } })).body.link)

  const token = await invite('lea@exemple.fr')
  const joined = await world.ask(nobody, auth.useLink, { body: { token, name: 'Léa', password: passphrase } })
  expect(joined.body).toMatchObject({ kind: 'staff', name: 'Léa' })
  expect((await world.ask(owner, auth.listMembers, { params })).body.members.map((m) => m.role).sort()).toEqual([
    'owner',
    'trainer',
  ])

  const other = await world.course('Réseaux')
  await world.db.membership.create({ data: { courseId: other.id, personId: owner.id, role: 'owner' } })
  const again = tokenOf(
    (
      await world.ask(owner, auth.inviteMember, {
        params: { courseId: other.id },
        body: { email: 'lea@exemple.fr', role: 'owner' },
      })
    ).body.link,
  )
  const taken = await world.ask(nobody, auth.useLink, {
    body: { token: again, name: 'Voleur', password: 'un autre mot de passe' },
  })
  expect(taken.body.code).toBe('wrong_credentials')
  const proven = await world.ask(nobody, auth.useLink, { body: { token: again, password: passphrase } })
  expect(proven.body).toMatchObject({ name: 'Léa' })
})

it('refuses an expired link and a cancelled invitation alike', async () => {
  const course = await world.course()
  const owner = await world.staff('Nadia', { course, role: 'owner' })
  const params = { courseId: course.id }
  const link = await world.ask(owner, auth.inviteMember, { params, body: { email: 'tom@exemple.fr', role: 'trainer' } })
  const [invitation] = (await world.ask(owner, auth.listMembers, { params })).body.invitations
  await world.ask(owner, auth.cancelInvitation, { params: { ...params, invitationId: invitation?.id ?? '' } })
  const answer = await world.ask(nobody, auth.readLink, { body: { token: tokenOf(link.body.link) } })
  expect({ status: answer.status, code: answer.body.code }).toEqual({ status: 410, code: 'link_unusable' })
})

it('shows nothing of a course to staff of another one', async () => {
  const course = await world.course()
  const stranger = await world.staff('Zoé', { course: await world.course('Réseaux'), role: 'owner' })
  const answer = await world.ask(stranger, auth.getCourse, { params: { courseId: course.id } })
  expect({ status: answer.status, code: answer.body.code }).toEqual({ status: 404, code: 'not_found' })
})

it('keeps at least one owner, even when two leave at the same moment', async () => {
  const course = await world.course()
  const [ana, bob] = [
    await world.staff('Ana', { course, role: 'owner' }),
    await world.staff('Bob', { course, role: 'owner' }),
  ]
  const leave = (who: Someone) =>
    world.ask(who, auth.removeMember, { params: { courseId: course.id, personId: who.id } })
  const answers = await Promise.all([leave(ana), leave(bob)])
  expect(answers.map((answer) => answer.body.code ?? 'done').sort()).toEqual(['done', 'last_owner'])
})

it('signs a student in with the two codes, and says nothing when either is wrong', async () => {
  const course = await world.course()
  await world.student({ course, name: 'Élise Gautier', code: 'K7QF2M8X' })
  const { id: examId } = await world.db.exam.create({
    data: {
      courseId: course.id,
      title: 'QCM',
      status: 'published',
      joinCode: 'ABC234',
      limitMinutes: 40,
      blueprint: asColumn({}),
      seed: 's',
      scale: asColumn({}),
      markRule: asColumn({}),
      release: asColumn({}),
    },
  })
  const body = { joinCode: 'abc 234', personalCode: 'k7qf-2m8x' }
  expect((await world.ask(nobody, auth.signInStudent, { body })).body).toEqual({
    examId,
    session: { kind: 'student', studentId: expect.any(String), name: 'Élise Gautier', courseTitle: expect.any(String) },
  })
  const wrongPerson = await world.ask(nobody, auth.signInStudent, { body: { ...body, personalCode: 'AAAA-AAAA' } })
  const wrongExam = await world.ask(nobody, auth.signInStudent, { body: { ...body, joinCode: 'ZZZ999' } })
  expect(wrongPerson.body).toEqual(wrongExam.body)
  expect(wrongPerson.body.code).toBe('wrong_code')
})

it('changes a password after proof of the old one, and ends the other sessions', async () => {
  const first = await world.ask(nobody, auth.signIn, { body: { email: 'nadia@exemple.fr', password: passphrase } })
  const second = await world.ask(nobody, auth.signIn, { body: { email: 'nadia@exemple.fr', password: passphrase } })
  const nadia = { ...nobody, token: cookieOf(first) }
  const next = 'cinq chevaux dans la brume'
  expect(
    (await world.ask(nadia, auth.changePassword, { body: { current: 'faux mot de passe', next } })).body.code,
  ).toBe('wrong_credentials')
  expect((await world.ask(nadia, auth.changePassword, { body: { current: passphrase, next } })).status).toBe(200)
  expect((await world.ask({ ...nobody, token: cookieOf(second) }, auth.listCourses, {})).status).toBe(401)
})

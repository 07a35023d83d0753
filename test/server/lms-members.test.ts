import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import * as lms from '#contract/lms/members.ts'
import { undoImport } from '#contract/students/roster-import.ts'
import { bindCourse, nameThere, registerWith } from '#test/setup/lti-course.ts'
import { type LtiPlatform, ltiPlatform } from '#test/setup/lti-platform.ts'
import { instructor, learner, type Member } from '#test/setup/lti-platform-members.ts'
import { createWorld, type Someone, type World } from '#test/setup/world.ts'

let world: World
let platform: LtiPlatform
let platformId: string
let trainer: Someone
let course: { id: string }
let contextId: string

const person = (user_id: string, given_name: string, family_name: string, more: Partial<Member> = {}): Member => ({
  ...{ user_id, given_name, family_name, roles: [learner], status: 'Active' },
  email: `${given_name}.${family_name}@exemple.fr`.toLowerCase(),
  ...more,
})

beforeAll(async () => {
  world = await createWorld({ settings: { lmsOnThisMachine: true } })
})
beforeEach(async () => {
  world.wait(600)
  await world.db.ltiPlatform.deleteMany()
  platform = await ltiPlatform({ now: world.now })
  platformId = (await registerWith(world, platform)).id
  course = await world.course()
  trainer = await world.staff('Nadia', { course, role: 'trainer' })
  contextId = (await bindCourse(world, platform, { platformId, course })).id
  return () => platform.close()
})
afterAll(() => world.close())

const params = () => ({ courseId: course.id, contextId })
const preview = (body: { takesNumbers?: boolean } = {}) =>
  world.ask(trainer, lms.previewMembers, { params: params(), body })
async function take(archiveIds: string[] = []) {
  const { fingerprint } = (await preview()).body
  return world.ask(trainer, lms.importMembers, { params: params(), body: { fingerprint, archiveIds } })
}
const classNow = async () => {
  const students = await world.db.student.findMany({ where: { courseId: course.id, archivedAt: null } })
  return students.map(({ givenName, familyName }) => `${givenName} ${familyName}`).toSorted()
}
const namesThere = async () => {
  const rows = await world.db.externalIdentity.findMany({ where: { source: `lti:${platformId}` } })
  return rows.map(({ subject }) => subject).toSorted()
}

describe('the class list of a platform', () => {
  it('is read page after page, previewed, and written only when it is confirmed', async () => {
    const many = Array.from({ length: 120 }, (_, at) => person(`u${at}`, 'Ana', `Nom${String(at).padStart(3, '0')}`))
    platform.people.set([...many, person('t1', 'Prof', 'Esseur', { roles: [instructor] })])
    const { status, body } = await preview()
    expect([status, body.counts.new, body.others, body.nameless]).toEqual([200, 120, 1, 0])
    expect(await classNow()).toEqual([])
    const done = await take()
    expect(done.body).toMatchObject({ added: 120, changed: 0, archived: 0, linked: 120 })
    expect((await classNow()).length).toBe(120)
    expect((await namesThere()).length).toBe(120)
    expect((await preview()).body.counts).toMatchObject({ new: 0, unchanged: 120 })
    const token = platform.asked.filter(({ path }) => path === '/token')
    expect(token).toHaveLength(1)
  })

  it('shows changes, homonyms and who is not in it; archives only those who are named', async () => {
    const ana = await world.student({ course, name: 'Ana Roy' })
    await world.db.student.update({ where: { id: ana.id }, data: { email: 'ana.roy@exemple.fr' } })
    const gone = await world.student({ course, name: 'Bob Lin' })
    for (const number of ['1', '2']) {
      const { id } = await world.student({ course, name: 'Léa Petit' })
      await world.db.student.update({ where: { id }, data: { number } })
    }
    platform.people.set([
      person('u1', 'Ana', 'Roy-Dupont', { email: 'ana.roy@exemple.fr' }),
      { user_id: 'u2', given_name: 'Léa', family_name: 'Petit', roles: [learner] },
      person('u3', 'Tom', 'Parti', { status: 'Inactive' }),
    ])
    const { body } = await preview()
    expect(body.counts).toMatchObject({ new: 0, changed: 1, unusable: 1 })
    expect(body.lines.find(({ outcome }) => outcome === 'changed')).toMatchObject({
      changes: [{ field: 'familyName', before: 'Roy', after: 'Roy-Dupont' }],
    })
    expect(body.missing.map(({ familyName }) => familyName)).toEqual(['Lin', 'Petit', 'Petit'])
    expect((await take([gone.id])).body).toMatchObject({ added: 0, changed: 1, archived: 1, linked: 1 })
    expect(await classNow()).toEqual(['Ana Roy-Dupont', 'Léa Petit', 'Léa Petit'])
    expect(await namesThere()).toEqual(['u1'])
    expect(await world.db.auditLine.count({ where: { courseId: course.id, action: 'student.archive' } })).toBe(1)
  })

  it('finds a student by the name the platform gave before, whatever it calls them now', async () => {
    const ana = await world.student({ course, name: 'Ana Roy' })
    await world.db.student.update({ where: { id: ana.id }, data: { number: '0012' } })
    await nameThere(world, { platformId, who: ana, subject: 'u1' })
    platform.people.set([person('u1', 'Anna', 'Roy', { email: 'nouvelle@exemple.fr' })])
    expect((await preview()).body.counts).toMatchObject({ new: 0, changed: 1 })
    await take()
    expect(await world.db.student.findUniqueOrThrow({ where: { id: ana.id } })).toMatchObject({
      ...{ givenName: 'Anna', email: 'nouvelle@exemple.fr', number: '0012' },
    })
  })

  it('takes its identifiers for student numbers only when it is told to', async () => {
    platform.people.set([person('u1', 'Ana', 'Roy', { lis_person_sourcedid: '00121' })])
    const numbers = async (takesNumbers: boolean) =>
      (await preview({ takesNumbers })).body.lines.map(({ cells }) => cells.number)
    expect([await numbers(false), await numbers(true)]).toEqual([[''], ['00121']])
  })

  it('without names nor addresses is told, and adds nobody', async () => {
    platform.people.set([
      { user_id: 'u1', roles: [learner] },
      { user_id: 'u2', roles: [learner] },
    ])
    const { body } = await preview()
    expect([body.nameless, body.lines, body.counts.new]).toEqual([2, [], 0])
    expect((await take()).body).toMatchObject({ importId: null, added: 0, linked: 0 })
    expect(await classNow()).toEqual([])
  })

  it('can be undone like any import', async () => {
    platform.people.set([person('u1', 'Ana', 'Roy')])
    const { importId } = (await take()).body
    const undone = await world.ask(trainer, undoImport, { params: { courseId: course.id, importId: importId ?? '' } })
    expect(undone.status).toBe(200)
    expect([await classNow(), await namesThere()]).toEqual([[], []])
  })

  it('that changed since it was previewed is previewed again', async () => {
    platform.people.set([person('u1', 'Ana', 'Roy')])
    const { fingerprint } = (await preview()).body
    platform.people.set([person('u1', 'Ana', 'Roy'), person('u2', 'Bob', 'Lin')])
    const answer = await world.ask(trainer, lms.importMembers, {
      params: params(),
      body: { fingerprint, archiveIds: [] },
    })
    expect([answer.status, answer.body.code]).toEqual([409, 'preview_outdated'])
    const stranger = await world.student({ course: await world.course(), name: 'Zoé Ailleurs' })
    const other = (await preview()).body.fingerprint
    const crossed = { fingerprint: other, archiveIds: [stranger.id] }
    expect((await world.ask(trainer, lms.importMembers, { params: params(), body: crossed })).status).toBe(409)
    expect((await world.db.student.findUniqueOrThrow({ where: { id: stranger.id } })).archivedAt).toBeNull()
  })
})

describe('a platform that gives no list', () => {
  it.each([
    [{ kind: 'broken' } as const, 'broken'],
    [{ kind: 'garbled' } as const, 'unreadable'],
    [{ kind: 'huge' } as const, 'unreadable'],
    [{ kind: 'limited', seconds: 5 } as const, 'limited'],
    [{ kind: 'redirect', to: 'http://127.0.0.1:1/' } as const, 'host_refused'],
    [{ kind: 'says', body: { members: 'personne' } } as const, 'unreadable'],
  ])('says why, and changes nothing: %o', async (fault, reason) => {
    platform.fail('members', fault)
    const { status, body } = await preview()
    expect([status, body.code, body.details]).toMatchObject([502, 'lms_unavailable', { reason }])
  })

  it('whose pages never end is left, and whose next page is elsewhere is not followed', async () => {
    const away = await ltiPlatform({ now: world.now })
    const link = `<${away.issuer}/contexts/1/memberships>; rel="next"`
    platform.fail('members', { kind: 'says', body: { members: [] }, headers: { link } })
    expect((await preview()).body).toMatchObject({ details: { reason: 'host_refused' } })
    expect(away.asked).toEqual([])
    await away.close()
    const two = [1, 2].map((page) => `<${platform.people.membershipsUrl()}?p=${page}>; rel="next"`)
    for (let at = 0; at < 250; at += 1)
      platform.fail('members', { kind: 'says', body: { members: [] }, headers: { link: two[at % 2] ?? '' } })
    expect((await preview()).body).toMatchObject({ details: { reason: 'unreadable', answer: 'pages' } })
  })

  it('of another course is out of reach', async () => {
    const other = await world.course()
    const stranger = await world.staff('Zoé', { course: other, role: 'owner' })
    const theirs = { params: { courseId: other.id, contextId }, body: {} }
    expect((await world.ask(stranger, lms.previewMembers, theirs)).status).toBe(404)
    expect(platform.asked).toEqual([])
  })
})

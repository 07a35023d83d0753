import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import * as tokens from '#contract/auth/api-tokens.ts'
import * as auth from '#contract/auth/auth.ts'
import { contract } from '#contract/contract.ts'
import type { ApiScope, Endpoint } from '#contract/endpoint.ts'
import { exportResults } from '#contract/exports/exports.ts'
import { listStudents } from '#contract/students/students.ts'
import { hashPassword } from '#server/auth/password.ts'
import { resetPassword } from '#server/auth/reset-password.ts'
import { makeExam } from '#test/setup/exam.ts'
import { createWorld, nobody, type Someone, type World } from '#test/setup/world.ts'

let world: World
beforeAll(async () => {
  world = await createWorld()
})
beforeEach(() => world.wait(60))
afterAll(() => world.close())

const password = 'quatre chevaux dans la neige'

async function trainer(where?: Parameters<World['staff']>[1]) {
  const someone = await world.staff('Nadia', where)
  await world.db.person.update({ where: { id: someone.id }, data: { passwordHash: await hashPassword(password) } })
  return someone
}
type Wanted = { scopes?: ApiScope[]; courseId?: string | null; days?: number; name?: string }
const body = ({ scopes = ['read_results'], courseId = null, days = 30, name = 'Scolarité' }: Wanted = {}) => ({
  ...{ scopes, courseId, days, name, password },
})
const make = async (who: Someone, wanted: Wanted = {}) =>
  (await world.ask(who, tokens.createToken, { body: body(wanted) })).body.token
/** As a script: no cookie, no origin. */
const script = (token: string) => ({ authorization: `Bearer ${token}`, origin: '' })
const courses = (token: string, headers: Record<string, string> = {}) =>
  world.ask(nobody, auth.listCourses, {}, { ...script(token), ...headers })

/** Runs what /api/docs prints, its placeholders replaced, as curl would send it. */
async function runCurl(curl: string, values: Record<string, string>) {
  const typed = curl
    .replace(/\\\n\s*/g, '')
    .replace(/\$(\w+)|FINGERPRINT/g, (found, name: string | undefined) => values[name ?? found] ?? found)
  const url = new URL(/curl "([^"]+)"/.exec(typed)?.[1] ?? '')
  const headers = Object.fromEntries(
    [...typed.matchAll(/--header "([^:]+): ([^"]+)"/g)].map(([, name = '', value = '']) => [name.toLowerCase(), value]),
  )
  const payload = /--data '([^']+)'/.exec(typed)?.[1]
  const method = payload === undefined ? 'GET' : 'POST'
  return world.app.inject({
    ...{ method, url: url.pathname + url.search },
    headers: { host: url.host, ...headers },
    ...(payload === undefined ? {} : { payload }),
  })
}

it('does what /api/docs prints: marks as CSV, a class list previewed then written, its journal naming the token', async () => {
  const course = await world.course()
  const exam = await makeExam(world, { course })
  const nadia = await trainer({ course, role: 'trainer' })
  const token = await make(nadia, { scopes: ['read_results', 'import_class'], courseId: course.id })
  expect(token).toMatch(/^bareme_[\w-]{43}$/)
  const page = (await world.app.inject({ url: '/api/docs' })).body
  const examples = [...page.matchAll(/<code class="curl">([^<]+)<\/code>/g)].map(([, text = '']) =>
    text
      .replace(/&quot;/g, '"')
      .replace(/&gt;/g, '>')
      .replace(/&amp;/g, '&'),
  )
  const values = { SITE: 'https://examens.exemple.fr', TOKEN: token, COURSE_ID: course.id, EXAM_ID: exam.id }
  const answers = []
  let fingerprint = ''
  for (const example of examples) {
    const answer = await runCurl(example, { ...values, FINGERPRINT: fingerprint })
    expect(answer.statusCode, `${example}\n${answer.body.slice(0, 300)}`).toBe(200)
    if (example.includes('import-previews')) fingerprint = answer.json().fingerprint
    answers.push(answer)
  }
  expect(answers).toHaveLength(5)
  expect(answers[0]?.json().courses).toMatchObject([{ id: course.id }])
  expect(answers[1]?.json().exams).toMatchObject([{ id: exam.id }])
  expect(answers[2]?.headers['content-type']).toContain('text/csv')
  expect(answers[3]?.json().counts).toMatchObject({ new: 1 })
  expect(answers[4]?.json()).toMatchObject({ added: 1 })
  expect(await world.db.student.count({ where: { courseId: course.id, familyName: 'Roy' } })).toBe(1)
  const line = await world.db.auditLine.findFirstOrThrow({ where: { action: 'students.import', courseId: course.id } })
  expect(line).toMatchObject({ actorId: nadia.id, actorName: 'Nadia (API, Scolarité)' })
  const { body: listed } = await world.ask(nadia, tokens.listTokens, {})
  expect(listed.tokens).toMatchObject([{ hint: token.slice(0, 11), lastUsedAt: world.now().toISOString() }])
  expect(JSON.stringify(listed)).not.toContain(token)
  expect(JSON.stringify(await world.db.apiToken.findMany())).not.toContain(token.slice(12))
})

describe('a token', () => {
  it('opens only what its scope names: no account, no student’s page, no exam', async () => {
    const course = await world.course()
    const nadia = await trainer({ course, role: 'owner' })
    const token = await make(nadia, { scopes: ['read_results'] })
    const all = Object.values(contract).flatMap((one) => Object.values(one) as Endpoint[])
    const accepted = all.filter(({ scopes }) => scopes)
    expect(accepted.every(({ access, method }) => method === 'GET' || access === 'trainer')).toBe(true)
    for (const { method, path, scopes = [] } of all) {
      const url = path
        .replace(':courseId', course.id)
        .replace(/:(number|position)/g, '2')
        .replace(':hash', 'a'.repeat(64))
        .replace(':provider', 'ecole')
        .replace(/:\w+/g, '00000000-0000-4000-8000-000000000000')
      // As slowly as a token may be used.
      world.wait(0.01)
      const answer = await world.app.inject({ method, url, headers: script(token) })
      const { code } = (answer.headers['content-type']?.includes('json') ? answer.json() : {}) as { code?: string }
      if (scopes.length === 0) expect([code, `${method} ${path}`]).toEqual(['token_not_accepted', `${method} ${path}`])
      else if (!scopes.includes('read_results')) expect(code, path).toBe('token_scope')
      else expect(['token_not_accepted', 'token_scope', 'not_signed_in'], path).not.toContain(code)
    }
  })

  it('ends with its date, its revocation, a new password by a link, and when guessed', async () => {
    const course = await world.course()
    const nadia = await trainer({ course, role: 'trainer' })
    const [short, revoked, lost] = [
      await make(nadia, { days: 1 }),
      await make(nadia, { name: 'Deux' }),
      await make(nadia, { name: 'Trois', days: 366 }),
    ]
    const { tokens: listed } = (await world.ask(nadia, tokens.listTokens, {})).body
    const other = await trainer()
    const tokenId = listed.find(({ name }) => name === 'Deux')?.id ?? ''
    expect((await world.ask(other, tokens.revokeToken, { params: { tokenId } })).body.code).toBe('not_found')
    expect((await courses(revoked)).status).toBe(200)
    await world.ask(nadia, tokens.revokeToken, { params: { tokenId } })
    world.wait(24 * 60)
    const guessed = `bareme_${'x'.repeat(43)}`
    for (const token of [short, revoked, guessed]) expect((await courses(token)).body.code).toBe('token_unusable')
    // A cookie beside it changes nothing; another kind of token is a proxy's.
    const later = await trainer()
    const fresh = await world.ask(later, auth.listCourses, {}, script(guessed))
    expect(fresh.body.code).toBe('token_unusable')
    expect((await world.ask(later, auth.listCourses, {}, { authorization: 'Bearer eyJhbGciOi' })).status).toBe(200)
    expect((await courses(lost)).status).toBe(200)
    const link = await world.db.person.findUniqueOrThrow({ where: { id: nadia.id } })
    const made = await resetPassword(world.deps, { email: link.email ?? '', publicUrl: undefined, here: 'http://x' })
    await world.ask(nobody, auth.useLink, { body: { token: made?.split('#')[1] ?? '', password: 'cinq mulets gris' } })
    expect((await courses(lost)).body.code).toBe('token_unusable')
  })

  it('never gives more than its holder has: other course, role lost, removed, archived', async () => {
    const [course, other] = [await world.course(), await world.course('Réseaux')]
    const exam = await makeExam(world, { course })
    const nadia = await trainer({ course, role: 'trainer' })
    await world.db.membership.create({ data: { courseId: other.id, personId: nadia.id, role: 'trainer' } })
    const token = await make(nadia, { scopes: ['read_results', 'import_class'], courseId: course.id })
    const foreign = (
      await world.ask(nadia, tokens.createToken, { body: body({ courseId: (await world.course()).id }) })
    ).body
    expect(foreign.code).toBe('not_found')
    expect((await courses(token)).body.courses.map(({ id }) => id)).toEqual([course.id])
    const csv = () =>
      world.ask(
        nobody,
        exportResults,
        { params: { courseId: course.id, examId: exam.id }, query: { profile: 'rfc4180' } },
        script(token),
      )
    const students = (courseId: string) =>
      world.ask(nobody, listStudents, { params: { courseId }, query: {} }, script(token))
    expect((await csv()).status).toBe(200)
    expect((await students(other.id)).body.code).toBe('not_found')
    const where = { courseId_personId: { courseId: course.id, personId: nadia.id } }
    await world.db.course.update({ where: { id: course.id }, data: { archivedAt: world.now() } })
    const imported = await world.app.inject({
      ...{ method: 'POST', url: `/api/courses/${course.id}/students/imports` },
      ...{ headers: { ...script(token), host: 'localhost' }, payload: { text: 'Roy Ana', fingerprint: 'x' } },
    })
    expect(imported.json()).toMatchObject({ code: 'course_archived' })
    expect((await csv()).status).toBe(200)
    await world.db.course.update({ where: { id: course.id }, data: { archivedAt: null } })
    await world.db.membership.update({ where, data: { role: 'invigilator' } })
    expect((await csv()).body.code).toBe('not_allowed')
    await world.db.membership.delete({ where })
    expect((await csv()).body.code).toBe('not_found')
  })

  it('is made after proof of the password, is waited for, and each answer says when to come back', async () => {
    const nadia = await trainer({ course: await world.course(), role: 'trainer' })
    const wrong = { ...body(), password: 'cinq mulets' }
    expect((await world.ask(nadia, tokens.createToken, { body: wrong })).body.code).toBe('wrong_credentials')
    const token = await make(nadia)
    expect((await world.ask(nadia, tokens.createToken, { body: body() })).body.code).toBe('name_taken')
    const answers = await Promise.all(Array.from({ length: 140 }, () => courses(token)))
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(120)
    expect(answers.find(({ status }) => status === 429)?.headers['retry-after']).toBe('1')
    world.wait(1)
    expect((await courses(token)).status).toBe(200)
  })
})

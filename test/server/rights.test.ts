import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { contract } from '#contract/contract.ts'
import type { Access, Endpoint } from '#contract/endpoint.ts'
import { makeExam } from '#test/setup/exam.ts'
import { createWorld, nobody, type Someone, type World } from '#test/setup/world.ts'

/** Who may call what: made from the contract, so that a new endpoint is in it without anybody thinking of it. */
const endpoints = Object.values(contract).flatMap((all) => Object.entries(all))
const everybody = ['visitor', 'student', 'invigilator', 'trainer', 'owner', 'stranger'] as const
type Kind = (typeof everybody)[number]

/** What the door answers; null is « come in », whatever happens inside. `stranger` is the owner of another course. */
const doorOf: Record<Access, Record<Kind, string | null>> = {
  anyone: { visitor: null, student: null, invigilator: null, trainer: null, owner: null, stranger: null },
  student: row({ student: null, staff: 'not_allowed', stranger: 'not_allowed' }),
  staff: row({ student: 'not_allowed', staff: null, stranger: null }),
  invigilator: row({ student: 'not_allowed', staff: null, stranger: 'not_found' }),
  trainer: { ...row({ student: 'not_allowed', staff: null, stranger: 'not_found' }), invigilator: 'not_allowed' },
  owner: {
    ...row({ student: 'not_allowed', staff: null, stranger: 'not_found' }),
    invigilator: 'not_allowed',
    trainer: 'not_allowed',
  },
}

function row({ student, staff, stranger }: { student: string | null; staff: string | null; stranger: string | null }) {
  return { visitor: 'not_signed_in', student, invigilator: staff, trainer: staff, owner: staff, stranger }
}

let world: World
let course: { id: string }
let real: Record<string, string>

beforeAll(async () => {
  world = await createWorld()
  course = await world.course()
  const student = await world.student({ course, name: 'Ana Owner' })
  const exam = await makeExam(world, { course })
  const attempt = await world.db.attempt.findFirstOrThrow({ where: { studentId: student.id } })
  real = { number: '2', courseId: course.id, examId: exam.id, attemptId: attempt.id, studentId: student.id }
})
afterAll(() => world.close())

/** A read leaves its caller as they were: the next read may be theirs too. */
const readers = new Map<Kind, Promise<Someone>>()
function callerOf(kind: Kind, { method }: Endpoint): Promise<Someone> {
  if (method !== 'GET') return caller(kind)
  const known = readers.get(kind) ?? caller(kind)
  readers.set(kind, known)
  return known
}

/** A fresh caller each time: some endpoints end sessions or remove people. */
async function caller(kind: Kind): Promise<Someone> {
  // Archiving and reopening have no body, so they do what they are asked.
  await world.db.course.update({ where: { id: course.id }, data: { archivedAt: null } })
  if (kind === 'visitor') return nobody
  if (kind === 'student') return world.student({ course, name: 'Bob Other' })
  if (kind === 'stranger') return world.staff('Zoé', { course: await world.course('Réseaux'), role: 'owner' })
  return world.staff('Marc', { course, role: kind })
}

/** Real ids where there are some; what does not exist elsewhere. The body is one nobody accepts: nothing is changed. */
function inputOf(endpoint: Endpoint) {
  const names = [...endpoint.path.matchAll(/:(\w+)/g)].map((match) => match[1] ?? '')
  const params = Object.fromEntries(names.map((name) => [name, real[name] ?? '00000000-0000-4000-8000-000000000000']))
  return { params, ...(endpoint.body ? { body: { 'a field nobody knows': true } } : {}) }
}

describe.each(endpoints)('%s', (_name, endpoint) => {
  it.each(everybody)('and a caller who is: %s', async (kind) => {
    const answer = await world.ask(await callerOf(kind, endpoint), endpoint, inputOf(endpoint) as never)
    const expected = doorOf[endpoint.access][kind]
    if (expected) expect(answer.body.code).toBe(expected)
    else expect(['not_signed_in', 'not_allowed', 'cross_site', 'internal_error']).not.toContain(answer.body.code)
  })
})

const ofOneStudent = endpoints.filter(([, { access, path }]) => access === 'student' && path.includes(':attemptId'))

it.each(ofOneStudent)('%s: the attempt of another student does not exist', async (_name, endpoint) => {
  const eve = await world.student({ course, name: 'Eve Other' })
  const answer = await world.ask(eve, endpoint, inputOf(endpoint) as never)
  // With a body, the body is refused first: nothing is learnt either way.
  expect(answer.body.code).toBe(endpoint.body ? 'invalid_request' : 'not_found')
})

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { contract } from '#contract/contract.ts'
import type { Endpoint } from '#contract/endpoint.ts'
import { makeExam } from '#test/setup/exam.ts'
import { sampleOf, withEachLeaf } from '#test/setup/sample-of.ts'
import { createWorld, nobody, type Someone, type World } from '#test/setup/world.ts'

// No content is our fault: whatever is written in an address, a body or a header, by whom, the answer is never a 5xx.
const endpoints = Object.values(contract).flatMap((all) => Object.entries(all))

let world: World
let course: { id: string }
let real: Record<string, string>
let callers: Someone[]

beforeAll(async () => {
  world = await createWorld()
  course = await world.course()
  const student = await world.student({ course, name: 'Ana Owner' })
  const exam = await makeExam(world, { course })
  const attempt = await world.db.attempt.findFirstOrThrow({ where: { studentId: student.id } })
  real = { number: '2', courseId: course.id, examId: exam.id, attemptId: attempt.id, studentId: student.id }
  callers = [
    nobody,
    student,
    await world.staff('Ines', { course, role: 'invigilator' }),
    await world.staff('Tom', { course, role: 'trainer' }),
    await world.staff('Olga', { course, role: 'owner' }),
  ]
})
afterAll(() => world.close())

const half = '\ud83d'
const oddWords = [
  '\0',
  `a\0b`,
  half,
  `${half}x`,
  '%00',
  '\u202e\ufeff',
  '0000-01-01T00:00:00Z',
  '9999-12-31T23:59:59Z',
  '-1',
  '1e400',
  'NaN',
]
const oddNumbers = [2_147_483_648, -2_147_483_649, Number.MAX_SAFE_INTEGER, 1e308, -1, 0.5]
const oddities = (leaf: unknown) =>
  typeof leaf === 'number' ? oddNumbers : typeof leaf === 'string' ? oddWords : leaf === null ? [half, 2 ** 40] : [null]

const namesIn = (path: string) => [...path.matchAll(/:(\w+)/g)].map((match) => match[1] ?? '')
const paramsOf = ({ path }: Endpoint) =>
  Object.fromEntries(namesIn(path).map((name) => [name, real[name] ?? '00000000-0000-4000-8000-000000000000']))
const urlOf = ({ path }: Endpoint, params: Record<string, string>) =>
  path.replace(/:(\w+)/g, (_, name: string) => params[name] ?? '')

type Asked = { who: Someone; endpoint: Endpoint; url: string; body?: unknown; headers?: Record<string, string> }

async function statusOf({ who, endpoint, url, body, headers = {} }: Asked) {
  const answer = await world.app.inject({
    method: endpoint.method,
    url,
    headers: { host: 'localhost', origin: 'http://localhost', ...headers },
    cookies: who.token ? { bareme: who.token } : {},
    ...(body === undefined ? {} : { payload: body as object }),
  })
  return answer.statusCode
}

describe.each(endpoints.filter(([, { kind }]) => kind !== 'events'))('%s', (_name, given) => {
  const endpoint: Endpoint = given
  it('answers odd values with a refusal, never with a fault', async () => {
    const faults: unknown[] = []
    const ask = async (asked: Omit<Asked, 'endpoint'>) => {
      const status = await statusOf({ endpoint, ...asked })
      if (status >= 500)
        faults.push({ status, who: asked.who.name, url: asked.url, body: asked.body, headers: asked.headers })
    }
    const body = endpoint.body && sampleOf(endpoint.body)
    const query = endpoint.query && (sampleOf(endpoint.query) as Record<string, unknown>)
    const params = paramsOf(endpoint)
    const plain = urlOf(endpoint, params)
    for (const who of callers) {
      await ask({ who, url: plain, body })
      for (const name of namesIn(endpoint.path))
        for (const odd of ['%00', '%ED%A0%80', '0', '99999999999', '%', 'é'])
          await ask({ who, url: urlOf(endpoint, { ...params, [name]: odd }), body })
      for (const name of Object.keys(query ?? {}))
        for (const odd of [
          '%00',
          'a%00b',
          '%ED%A0%BD',
          '99999999999',
          '-1',
          '0000-01-01T00:00:00Z',
          '%25_%5C',
          '1e400',
          '%',
        ])
          await ask({ who, url: `${plain}?${name}=${odd}`, body })
      if (endpoint.method === 'GET') for (const headers of oddHeaders) await ask({ who, url: plain, headers })
    }
    // Who may write it, each of its places in turn; the others were refused before it was read.
    const writers = callers.filter(({ name }) => endpoint.access === 'anyone' || name !== '')
    for (const changed of body === undefined ? [] : withEachLeaf(body, oddities))
      for (const who of writers.slice(-1).concat(endpoint.access === 'student' ? writers.slice(1, 2) : []))
        await ask({ who, url: plain, body: changed })
    expect(faults.slice(0, 5)).toEqual([])
  })
})

const oddHeaders: Record<string, string>[] = [
  { range: 'bytes=5-1' },
  { range: 'bytes=-0' },
  { range: 'lines=0-' },
  { 'if-match': '"' },
  { 'if-none-match': 'W/""", *' },
  { 'if-modified-since': 'yesterday' },
  { accept: ';;;' },
  { 'accept-encoding': 'gzip;q=NaN, br;q=' },
  { cookie: 'bareme=%; bareme=%00' },
]

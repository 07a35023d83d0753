import { afterAll, beforeAll, expect, it } from 'vitest'
import { startAttempt } from '#contract/attempts/sitting.ts'
import { always } from '#server/platform/headers.ts'
import { makeExam } from '#test/setup/exam.ts'
import { createWorld, type World } from '#test/setup/world.ts'

let world: World
beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world.close())

const get = (url: string, headers: Record<string, string> = {}) =>
  world.app.inject({ method: 'GET', url, headers: { host: 'localhost', ...headers } })

it.each(['/api/session', '/api/nowhere', '/health/live', '/api/openapi.json', '/api/docs'])(
  'sends the security headers with %s, whatever the reply',
  async (url) => {
    const { headers } = await get(url)
    expect(headers['content-security-policy']).toMatch(/default-src 'none'.*frame-ancestors 'none'/)
    expect(headers['content-security-policy']).not.toMatch(/unsafe-inline|unsafe-eval/)
    expect(headers['x-content-type-options']).toBe('nosniff')
    expect(headers['referrer-policy']).toBe('same-origin')
    expect(headers['x-request-id']).toMatch(/^[0-9a-f]{16}-\d+$/)
  },
)

const post = (payload: string, type: string) =>
  world.app.inject({
    method: 'POST',
    url: '/api/session',
    headers: { host: 'localhost', origin: 'http://localhost', 'content-type': type },
    payload,
  })

it.each([
  ['an address that is none', () => get('/%'), 404],
  ['an address nobody has', () => get('/api/nowhere'), 404],
  ['a parameter that is too long', () => get(`/api/images/${'a'.repeat(300)}`), 404],
  ['a body that is too large', () => post(`"${'a'.repeat(2_000_000)}"`, 'application/json'), 413],
  ['a body of another type', () => post('a=1', 'text/plain'), 400],
  ['a body cut short', () => post('{', 'application/json'), 400],
  ['a method nobody answers', () => world.app.inject({ method: 'PUT', url: '/api/session' }), 404],
] as const)('%s gets the same headers, and is kept nowhere', async (_name, ask, status) => {
  const { statusCode, headers } = await ask()
  expect(statusCode).toBe(status)
  expect(headers).toMatchObject({
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'content-security-policy': expect.stringContaining("default-src 'none'"),
    'x-frame-options': 'DENY',
  })
})

it('a fault of ours too', async () => {
  const { pool } = world.deps
  const query = pool.query
  pool.query = (() => Promise.reject(new Error('gone'))) as never
  const { statusCode, headers } = await world.app.inject({ url: '/api/session', cookies: { bareme: 'x' } })
  pool.query = query
  expect({ statusCode, cache: headers['cache-control'], frame: headers['x-frame-options'] }).toEqual({
    ...{ statusCode: 500, cache: 'no-store', frame: 'DENY' },
  })
})

it('sends an acknowledgement only what JSON needs, and a refusal everything', async () => {
  const course = await world.course()
  const exam = await makeExam(world, { course, status: 'open' })
  const student = await world.student({ course, name: 'Awa' })
  const params = { examId: exam.id }
  const { status, headers } = await world.ask(student, startAttempt, { params, body: { device: 'telephone' } })
  expect({ status, ...headers }).toEqual({
    status: 200,
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'x-bareme': '1',
    'content-type': 'application/json; charset=utf-8',
    'content-length': expect.anything(),
    vary: 'accept-encoding',
    date: expect.anything(),
    connection: 'keep-alive',
  })
  const nobody = await world.ask({ ...student, token: '' }, startAttempt, { params, body: { device: 'telephone' } })
  expect(nobody).toMatchObject({ status: 401, headers: always })
})

it('keeps no reply of the API in a cache', async () => {
  expect((await get('/api/session')).headers['cache-control']).toBe('no-store')
})

it('answers 404 with a code to an unknown address, and no word of the inside', async () => {
  const answer = await get('/api/nowhere')
  expect({ status: answer.statusCode, body: answer.json() }).toEqual({ status: 404, body: { code: 'not_found' } })
})

it('refuses a body that is no JSON, too large, or of another type', async () => {
  const post = (payload: string, type = 'application/json') =>
    world.app.inject({
      method: 'POST',
      url: '/api/session',
      headers: { host: 'localhost', origin: 'http://localhost', 'content-type': type },
      payload,
    })
  expect((await post('{')).json()).toMatchObject({ code: 'invalid_request' })
  expect((await post('{"__proto__":{"x":1}}')).json()).toMatchObject({ code: 'invalid_request' })
  expect((await post('a=1', 'text/plain')).json()).toMatchObject({ code: 'invalid_request' })
  const large = await post(`{"email":"${'a'.repeat(2_000_000)}"}`)
  expect({ status: large.statusCode, code: large.json().code }).toEqual({ status: 413, code: 'too_large' })
})

it('is ready when its database answers', async () => {
  expect((await get('/health/ready')).json()).toEqual({ ready: true })
})

it('describes itself for people too', async () => {
  const page = await get('/api/docs')
  expect(page.headers['content-type']).toContain('text/html')
  expect(page.body).toContain('/api/attempts/{attemptId}/submission')
})

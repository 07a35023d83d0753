import { createServer } from 'node:http'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createWorld, type World } from '#test/setup/world.ts'

type Value = { stringValue?: string; intValue?: number | string }
type Span = {
  name: string
  traceId: string
  parentSpanId?: string
  kind: number
  status: { code?: number }
  attributes: { key: string; value: Value }[]
}
type Export = { resourceSpans: { scopeSpans: { spans: Span[] }[] }[] }

/** What a collector was sent. */
const received: string[] = []
const collector = createServer((request, reply) => {
  const parts: Buffer[] = []
  request.on('data', (part: Buffer) => parts.push(part))
  request.on('end', () => {
    received.push(`${request.url} ${Buffer.concat(parts).toString()}`)
    reply.setHeader('content-type', 'application/json').end('{}')
  })
})

let world: World
beforeAll(async () => {
  await new Promise<void>((done) => collector.listen(0, '127.0.0.1', done))
  const { port } = collector.address() as { port: number }
  world = await createWorld({ settings: { tracesTo: `http://127.0.0.1:${port}`, trustProxy: '127.0.0.1' } })
})
afterAll(() => collector.close())

const parent = { trace: '4bf92f3577b34da6a3ce929d0e0e4736', span: '00f067aa0ba902b7' }

it('one span for each request, with its route and nothing that names anybody, continues what the proxy began', async () => {
  const traceparent = `00-${parent.trace}-${parent.span}-01`
  const { headers } = await world.app.inject({
    url: '/api/courses/8d3c9a1e-0000-4000-8000-00000000dead?name=PAROLE',
    headers: { traceparent, 'user-agent': 'PAROLE' },
  })
  await world.app.inject({ url: '/health/live', remoteAddress: '203.0.113.9', headers: { traceparent } })
  // Closing sends what is left.
  await world.close()

  const exports = received.map((one) => {
    const [path = '', ...rest] = one.split(' ')
    return { path, body: JSON.parse(rest.join(' ')) as Export }
  })
  expect(new Set(exports.map(({ path }) => path))).toEqual(new Set(['/v1/traces']))
  const spans = exports.flatMap(({ body }) =>
    body.resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap((scope) => scope.spans)),
  )
  const [course, live] = ['/api/courses/:courseId', '/health/live'].map((route) =>
    spans.find(({ name }) => name === `GET ${route}`),
  )
  const attributes = Object.fromEntries(
    (course?.attributes ?? []).map(({ key, value }) => [key, Object.values(value)[0]]),
  )
  expect(attributes).toEqual({
    'http.request.method': 'GET',
    'http.route': '/api/courses/:courseId',
    'http.response.status_code': 401,
    'bareme.request_id': headers['x-request-id'],
  })
  expect(course).toMatchObject({ traceId: parent.trace, parentSpanId: parent.span, kind: 2 })
  // Anybody may send the header: it counts from a trusted proxy only.
  expect(live?.traceId).not.toBe(parent.trace)
  expect(received.join()).not.toMatch(/PAROLE|dead/)
})

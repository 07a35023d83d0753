import { once } from 'node:events'
import { type AddressInfo, connect, type Socket } from 'node:net'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { createWorld, nobody, type Someone, type World } from '#test/setup/world.ts'

let world: World
let course: { id: string }
let port: number
let owner: Someone
const open: Socket[] = []

beforeAll(async () => {
  world = await createWorld()
  course = await world.course()
  owner = await world.staff('Olga', { course, role: 'owner' })
  await world.app.listen({ port: 0, host: '127.0.0.1' })
  port = (world.app.server.address() as AddressInfo).port
})
afterEach(() => {
  for (const socket of open.splice(0)) socket.destroy()
})
afterAll(() => world.close())

const sixtyMegabytes = 60 * 1024 * 1024

/** Says how long its body is and sends the beginning of it; what comes back before the rest was sent, or nothing yet. */
async function announce(who: Someone, bytes: number | 'chunked' = sixtyMegabytes) {
  const socket = connect(port, '127.0.0.1')
  open.push(socket)
  await once(socket, 'connect')
  const length = bytes === 'chunked' ? 'transfer-encoding: chunked' : `content-length: ${bytes}`
  socket.write(
    [
      `POST /api/courses/${course.id}/exams/archive-previews HTTP/1.1`,
      `host: localhost:${port}`,
      `origin: http://localhost:${port}`,
      'content-type: application/json',
      `cookie: bareme=${who.token}`,
      length,
      '',
      bytes === 'chunked' ? '5\r\n{"bas' : '{"bas',
    ].join('\r\n'),
  )
  return socket
}

async function answerTo(socket: Socket) {
  socket.on('error', () => undefined)
  const data = await new Promise<Buffer>((done) => socket.once('data', done))
  const text = data.toString()
  return { status: Number(text.split(' ')[1]), code: /"code":"(\w+)"/.exec(text)?.[1], text }
}

it.each([
  ['nobody', async () => nobody, 401, 'not_signed_in'],
  ['a student', () => world.student({ course, name: 'Ana Petit' }), 403, 'not_allowed'],
  ['a trainer who is not its owner', () => world.staff('Tom', { course, role: 'trainer' }), 403, 'not_allowed'],
  [
    'a stranger',
    async () => world.staff('Zoé', { course: await world.course('Réseaux'), role: 'owner' }),
    404,
    'not_found',
  ],
] as const)('%s is told no before sending', async (_name, who, status, code) => {
  expect(await answerTo(await announce(await who()))).toMatchObject({ status, code })
})

it('more than an endpoint reads is refused by its length alone', async () => {
  expect(await answerTo(await announce(owner, 80 * 1024 * 1024))).toMatchObject({ status: 413, code: 'too_large' })
})

it('what goes on coming after the refusal is not listened to for ever', async () => {
  const socket = await announce(nobody)
  expect(await answerTo(socket)).toMatchObject({ status: 401 })
  // What was on its way when the server closed may be answered by a reset.
  const closed = new Promise((done) => socket.on('error', () => undefined).once('close', done))
  const sending = setInterval(() => socket.writable && socket.write(Buffer.alloc(1024)), 20)
  await closed
  clearInterval(sending)
})

it.each([sixtyMegabytes, 'chunked'] as const)(
  'one account sends two files at once, and no third (%s)',
  async (bytes) => {
    // Which of the three the server hears last is the network's business.
    const sockets = await Promise.all([1, 2, 3].map(() => announce(owner, bytes)))
    const refused = await Promise.race(sockets.map(answerTo))
    expect(refused).toMatchObject({ status: 503, code: 'server_busy' })
    expect(refused.text.toLowerCase()).toContain('retry-after: 5')
    for (const socket of sockets) socket.destroy()
    // The room of those that left is free again.
    const next = async () => {
      const answer = answerTo(await announce(owner, bytes))
      return Promise.race([answer.then(({ code }) => code), new Promise((done) => setTimeout(done, 100, 'waits'))])
    }
    await expect.poll(next).toBe('waits')
  },
)

it('everybody together does not send more than the server can hold', async () => {
  const others = await Promise.all(['Una', 'Bob', 'Cléo'].map((name) => world.staff(name, { course, role: 'owner' })))
  const answers = (await Promise.all(others.map((other) => announce(other)))).map(answerTo)
  expect(await Promise.race(answers)).toMatchObject({ status: 503, code: 'server_busy' })
})

it('whoever is not known sends at most a page', async () => {
  const answer = await world.app.inject({
    method: 'POST',
    url: '/api/session',
    headers: { host: 'localhost', origin: 'http://localhost', 'content-type': 'application/json' },
    payload: JSON.stringify({ email: 'a'.repeat(40_000), password: 'x' }),
  })
  expect(answer.statusCode).toBe(413)
})

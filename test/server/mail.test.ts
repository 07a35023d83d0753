import { once } from 'node:events'
import { createServer, type Server, type Socket } from 'node:net'
import { SMTPServer, type SMTPServerOptions } from 'smtp-server'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import * as auth from '#contract/auth/auth.ts'
import * as mail from '#contract/auth/mail.ts'
import { setStudentAddress } from '#contract/auth/student-address.ts'
import * as life from '#contract/exams/life.ts'
import { tellReleased } from '#contract/grading/grading.ts'
import { giveAccessCodes, sendAccessCodes } from '#contract/students/access-codes.ts'
import { runJobs } from '#server/jobs.ts'
import type { MailServer } from '#server/platform/deps.ts'
import { removeOldMail, sendDueMail } from '#server/platform/mail/send-mail.ts'
import { makeExam } from '#test/setup/exam.ts'
import { take } from '#test/setup/marked-exam.ts'
import { createWorld, type Someone, type World } from '#test/setup/world.ts'

type Taken = { to: string[]; from: string; raw: string; isTls: boolean }

/** A real SMTP server on loopback, that keeps what it takes. */
async function smtp(options: SMTPServerOptions = {}) {
  const taken: Taken[] = []
  const server = new SMTPServer({
    ...{ disabledCommands: ['AUTH'], hideSTARTTLS: true, logger: false },
    onData(stream, session, done) {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', () => {
        const { rcptTo, mailFrom } = session.envelope
        taken.push({
          to: rcptTo.map(({ address }) => address),
          from: mailFrom ? mailFrom.address : '',
          raw: Buffer.concat(chunks).toString('utf8'),
          isTls: session.secure,
        })
        done()
      })
    },
    ...options,
  })
  server.on('error', () => undefined)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.server.address() as { port: number }
  const cut = (id: string) => {
    for (const connection of server.connections) if (connection.id === id) connection._socket.destroy()
  }
  return { port, taken, cut, close: () => new Promise<void>((resolve) => server.close(() => resolve())) }
}

const reply = (code: number, words: string) => Object.assign(new Error(words), { responseCode: code })

let world: World
let course: { id: string }
let nadia: Someone
const settings: { mail: MailServer } = {
  mail: {
    ...{ host: '127.0.0.1', port: 1, tls: 'offered', user: null, password: null, patienceMs: 500 },
    from: { name: 'Barème', address: 'bareme@exemple.fr' },
  },
}
/** The same settings for all, so that a test changes the server under a course that goes on. */
const through = (change: Partial<MailServer>) =>
  Object.assign(settings.mail, { host: '127.0.0.1', tls: 'offered', user: null, password: null, ...change })

beforeAll(async () => {
  world = await createWorld({ settings })
})
beforeEach(async () => {
  world.wait(60)
  await world.db.mailing.deleteMany()
  course = await world.course()
  nadia = await world.staff('Nadia', { course, role: 'owner' })
  const params = { courseId: course.id }
  await world.ask(nadia, mail.setMail, { params, body: { isOn: true } })
  await world.ask(nadia, setStudentAddress, { params, body: { address: 'https://examens.exemple.fr' } })
})
const open: { close: () => Promise<void> }[] = []
afterEach(async () => {
  for (const one of open.splice(0)) await one.close()
})
afterAll(() => world.close())

async function serving(options: SMTPServerOptions = {}) {
  const server = await smtp(options)
  open.push(server)
  through({ port: server.port })
  return server.taken
}

async function student(name: string, email: string | null) {
  const { id } = await world.student({ course, name })
  await world.db.student.update({ where: { id }, data: { email } })
  return id
}

/** The class gets its codes, and each the letter with theirs. */
async function sendCodes() {
  const params = { courseId: course.id }
  const { codes } = (await world.ask(nadia, giveAccessCodes, { params, body: {} })).body
  const body = { codes: codes.map(({ id, code }) => ({ id, code })) }
  return { codes, body, sent: await world.ask(nadia, sendAccessCodes, { params, body }) }
}
async function states() {
  const params = { courseId: course.id }
  const { mailings } = (await world.ask(nadia, mail.listMailings, { params })).body
  const all = await Promise.all(
    mailings.map(({ id }) => world.ask(nadia, mail.getMailing, { params: { ...params, mailingId: id } })),
  )
  return all.flatMap(({ body }) => body.messages)
}
/** What the letter says, its encodings undone. */
const plain = ({ raw }: Taken) =>
  raw
    .replace(/=\r\n/g, '')
    .replace(/(?:=[0-9A-F]{2})+/g, (bytes) => Buffer.from(bytes.replace(/=/g, ''), 'hex').toString('utf8'))

describe('letters', () => {
  it('leave once each, with what they say, in the language of the course, and nothing of them stays', async () => {
    const taken = await serving()
    const odd = "o'neil+td@exemple.fr"
    await student('Ana Roy', 'ana.roy@exemple.fr')
    await student('Bob\nBcc:tous@exemple.fr', odd)
    await student('Sans Adresse', null)
    await student('Mal Écrite', 'ana@exemple.fr, tous@exemple.fr')
    const { codes, body, sent } = await sendCodes()
    expect(sent.body).toEqual({ queued: 3, already: 0, withoutAddress: 1 })
    const again = await world.ask(nadia, sendAccessCodes, { params: { courseId: course.id }, body })
    expect(again.body).toMatchObject({ queued: 0, already: 3 })
    const kept = JSON.stringify(await world.db.mailMessage.findMany())
    for (const { code } of codes) expect(kept).not.toContain(code)
    // Two servers at once: each letter is taken by one.
    const both = await Promise.all([sendDueMail(world.deps), sendDueMail(world.deps)])
    expect(both[0] + both[1]).toBe(2)
    expect(taken.map(({ to }) => to.join()).toSorted()).toEqual(['ana.roy@exemple.fr', odd])
    for (const letter of taken) {
      const [head = ''] = letter.raw.split('\r\n\r\n')
      expect(head).not.toMatch(/^Bcc/im)
      expect(letter.raw.split('\r\n').every((line) => line.length <= 998)).toBe(true)
      expect(plain(letter)).toContain('https://examens.exemple.fr')
    }
    const ana = taken.find(({ to }) => to.includes('ana.roy@exemple.fr')) as Taken
    expect(plain(ana)).toContain(codes.find(({ familyName }) => familyName === 'Roy')?.code)
    expect(plain(ana)).toContain('Bonjour Ana Roy')
    expect(ana.raw).toMatch(/^Reply-To: nadia-\w+@exemple\.fr\r$/m)
    expect((await states()).map(({ state, failure }) => failure ?? state).toSorted()).toEqual([
      'bad_address',
      'sent',
      'sent',
    ])
    expect(await world.db.mailMessage.count({ where: { state: 'sent', sealed: { not: null } } })).toBe(0)
    expect(await sendDueMail(world.deps)).toBe(0)
  })

  it('say who does not exist in the words of the server, and come back when it asks to, once', async () => {
    const seen = new Map<string, number>()
    const taken = await serving({
      onRcptTo({ address }, _session, done) {
        const tries = (seen.get(address) ?? 0) + 1
        seen.set(address, tries)
        if (address.startsWith('nobody')) return done(reply(550, '5.1.1 nobody here <nobody@exemple.fr>'))
        if (address.startsWith('grey') && tries === 1) return done(reply(451, '4.7.1 come back later'))
        return done()
      },
    })
    await student('Personne Ici', 'nobody@exemple.fr')
    await student('Liste Grise', 'grey@exemple.fr')
    await student('Ana Roy', 'ana@exemple.fr')
    await sendCodes()
    expect(await sendDueMail(world.deps)).toBe(1)
    const now = await states()
    expect(now.find(({ address }) => address.startsWith('nobody'))).toMatchObject({
      state: 'refused',
      failure: 'refused',
      answer: expect.stringContaining('nobody here'),
      isKept: true,
    })
    expect(now.find(({ address }) => address.startsWith('grey'))).toMatchObject({ state: 'waiting', failure: 'later' })
    expect(await sendDueMail(world.deps)).toBe(0)
    world.wait(2)
    expect(await sendDueMail(world.deps)).toBe(1)
    expect(taken.map(({ to }) => to.join()).toSorted()).toEqual(['ana@exemple.fr', 'grey@exemple.fr'])
    // The address is mended, and the letter goes again because a person says so.
    const [refused] = (await states()).filter(({ state }) => state === 'refused')
    const { id: mailingId = '' } = (await world.db.mailing.findFirst()) ?? {}
    const params = { courseId: course.id, mailingId }
    const body = { messageIds: [refused?.id ?? ''] }
    expect((await world.ask(nadia, mail.resendMail, { params, body })).body).toEqual({ queued: 1 })
    expect((await world.ask(nadia, mail.cancelMailing, { params })).body).toEqual({ cancelled: 1 })
    expect(await sendDueMail(world.deps)).toBe(0)
  })

  it('wait while the server hangs, is away, refuses the account or has no TLS, and leave when it is back', async () => {
    await student('Ana Roy', 'ana@exemple.fr')
    await student('Bob Leroy', 'bob@exemple.fr')
    await sendCodes()
    const sockets: Socket[] = []
    const hanging: Server = createServer((socket) => sockets.push(socket)).listen(0, '127.0.0.1')
    await once(hanging, 'listening')
    const { port } = hanging.address() as { port: number }
    through({ port })
    expect(await sendDueMail(world.deps)).toBe(0)
    // One was tried; the other waits without a try, because it would meet the same.
    expect((await states()).map(({ failure, tries }) => [failure, tries]).toSorted()).toEqual([
      [null, 0],
      ['silent', 1],
    ])
    for (const socket of sockets) socket.destroy()
    await new Promise((resolve) => hanging.close(resolve))
    world.wait(2)
    await sendDueMail(world.deps)
    expect((await states()).map(({ failure }) => failure)).toContain('unreachable')
    const strict = await smtp()
    open.push(strict)
    through({ port: strict.port, tls: 'required' })
    world.wait(600)
    await sendDueMail(world.deps)
    expect((await states()).map(({ failure }) => failure)).toContain('no_tls')
    expect(strict.taken).toEqual([])
    await serving({
      ...{ disabledCommands: [], authOptional: false, allowInsecureAuth: true },
      onAuth: (_auth, _session, done) => done(reply(535, '5.7.8 wrong password')),
    })
    through({ port: settings.mail.port, user: 'bareme', password: 'faux' })
    world.wait(600)
    await sendDueMail(world.deps)
    expect((await states()).map(({ failure }) => failure)).toContain('not_signed_in')
    const taken = await serving()
    world.wait(600)
    expect(await sendDueMail(world.deps)).toBe(2)
    expect(taken).toHaveLength(2)
  })

  it('are not sent again when the line is cut before the answer, nor when a server of ours dies', async () => {
    const cutting = await smtp({
      onData(stream, session) {
        stream.resume()
        stream.on('end', () => cutting.cut(session.id))
      },
    })
    open.push(cutting)
    through({ port: cutting.port })
    await student('Ana Roy', 'ana@exemple.fr')
    await sendCodes()
    expect(await sendDueMail(world.deps)).toBe(0)
    expect(await states()).toMatchObject([{ state: 'unsure', failure: 'unsure' }])
    const again = await serving()
    world.wait(600)
    expect(await sendDueMail(world.deps)).toBe(0)
    expect(again).toEqual([])
    // Claimed by a server that never came back.
    await world.db.mailMessage.updateMany({
      data: { state: 'sending', failure: null, claimedUntil: new Date(world.now().getTime() - 1) },
    })
    expect(await sendDueMail(world.deps)).toBe(0)
    expect(await states()).toMatchObject([{ state: 'unsure' }])
    world.wait(100 * 24 * 60)
    await removeOldMail(world.deps)
    expect(await world.db.mailMessage.count()).toBe(0)
  })

  it('do not leave once what they say is over: a code replaced, an invitation cancelled, a link made again', async () => {
    const taken = await serving()
    const params = { courseId: course.id }
    const ana = await student('Ana Roy', 'ana@exemple.fr')
    await student('Bob Leroy', 'bob@exemple.fr')
    const gone = await student('Partie Loin', 'partie@exemple.fr')
    await sendCodes()
    await world.ask(nadia, giveAccessCodes, { params, body: { studentIds: [ana] } })
    await world.db.student.update({ where: { id: gone }, data: { archivedAt: world.now() } })
    const body = { email: 'lea@exemple.fr', role: 'trainer' as const, send: true }
    await world.ask(nadia, auth.inviteMember, { params, body })
    const { id: invitationId } = await world.db.signInLink.findFirstOrThrow({ where: { courseId: course.id } })
    await world.ask(nadia, auth.cancelInvitation, { params: { ...params, invitationId } })
    const { id: personId } = await world.staff('Tom', { course, role: 'trainer' })
    const give = () => world.ask(nadia, auth.giveMemberLink, { params: { ...params, personId }, body: { send: true } })
    await give()
    const { link } = (await give()).body
    expect(await sendDueMail(world.deps)).toBe(2)
    expect(taken.map(({ to }) => to.join().replace(/-.*/, '')).toSorted()).toEqual(['bob@exemple.fr', 'tom'])
    expect(taken.map(plain).join()).toContain(link)
    const left = (await states()).filter(({ state }) => state !== 'sent')
    expect(left.map(({ state, isKept }) => [state, isKept])).toEqual(Array(4).fill(['cancelled', false]))
  })

  it('follow the address of a student, and are sent when asked again after they were cancelled', async () => {
    const taken = await serving({
      onRcptTo: ({ address }, _session, done) =>
        done(address.startsWith('nobody') ? reply(550, '5.1.1 nobody\0here') : undefined),
    })
    const ana = await student('Ana Roy', 'nobody@exemple.fr')
    const bob = await student('Bob Leroy', 'bob@exemple')
    const { body } = await sendCodes()
    expect(await sendDueMail(world.deps)).toBe(0)
    const refused = await states()
    expect(refused.map(({ failure, isKept }) => [failure, isKept]).toSorted()).toEqual([
      ['bad_address', true],
      ['refused', true],
    ])
    await world.db.student.update({ where: { id: ana }, data: { email: 'ana@exemple.fr' } })
    await world.db.student.update({ where: { id: bob }, data: { email: 'bob@exemple.fr' } })
    const { id: mailingId = '' } = (await world.db.mailing.findFirst()) ?? {}
    const params = { courseId: course.id, mailingId }
    const messageIds = refused.map(({ id }) => id)
    expect((await world.ask(nadia, mail.resendMail, { params, body: { messageIds } })).body).toEqual({ queued: 2 })
    expect((await world.ask(nadia, mail.cancelMailing, { params })).body).toEqual({ cancelled: 2 })
    const again = await world.ask(nadia, sendAccessCodes, { params: { courseId: course.id }, body })
    expect(again.body).toMatchObject({ queued: 2, already: 0 })
    await sendDueMail(world.deps)
    expect(taken.map(({ to }) => to.join()).toSorted()).toEqual(['ana@exemple.fr', 'bob@exemple.fr'])
  })

  it('of somebody erased while theirs leaves stop nobody else’s', async () => {
    const taken = await serving({
      async onRcptTo({ address }, _session, done) {
        if (address.startsWith('ana')) await world.db.student.delete({ where: { id: ana } })
        done()
      },
    })
    const ana = await student('Ana Roy', 'ana@exemple.fr')
    await student('Bob Leroy', 'bob@exemple.fr')
    await sendCodes()
    expect(await sendDueMail(world.deps)).toBe(2)
    expect(taken).toHaveLength(2)
    expect(await states()).toMatchObject([{ address: 'bob@exemple.fr', state: 'sent' }])
  })

  it('are encrypted when the server has TLS', async () => {
    const taken = await serving({ secure: false, hideSTARTTLS: false })
    await student('Ana Roy', 'ana@exemple.fr')
    await sendCodes()
    // Its certificate is its own: nothing is sent to who cannot be recognised.
    through({ port: settings.mail.port, tls: 'required' })
    await sendDueMail(world.deps)
    expect(taken).toEqual([])
    expect(await states()).toMatchObject([{ state: 'waiting', failure: 'no_tls' }])
  })
})

describe('the right to send', () => {
  it('is the owner’s, and off until they say so; a trial goes to oneself', async () => {
    const taken = await serving()
    const params = { courseId: course.id }
    await world.ask(nadia, mail.setMail, { params, body: { isOn: false } })
    const body = { email: 'lea@exemple.fr', role: 'trainer' as const, send: true }
    expect((await world.ask(nadia, auth.inviteMember, { params, body })).body.code).toBe('mail_off')
    expect(await world.db.signInLink.count({ where: { courseId: course.id } })).toBe(0)
    const tom = await world.staff('Tom', { course, role: 'trainer' })
    expect((await world.ask(tom, mail.setMail, { params, body: { isOn: true } })).body.code).toBe('not_allowed')
    expect((await world.ask(tom, mail.sendTrialMail, { params })).body).toMatchObject({ queued: 1 })
    await sendDueMail(world.deps)
    expect(taken).toMatchObject([{ to: [expect.stringMatching(/^tom-/)], from: 'bareme@exemple.fr' }])
    await world.ask(nadia, mail.setMail, { params, body: { isOn: true } })
    const { link } = (await world.ask(nadia, auth.inviteMember, { params, body })).body
    await sendDueMail(world.deps)
    expect(plain(taken[1] as Taken)).toContain(link)
    const personId = tom.id
    const given = await world.ask(nadia, auth.giveMemberLink, { params: { ...params, personId }, body: { send: true } })
    await sendDueMail(world.deps)
    expect(plain(taken[2] as Taken)).toContain(given.body.link)
  })

  it('sends no code but the one that was made, to whom it was made for', async () => {
    await serving()
    const ana = await student('Ana Roy', 'ana@exemple.fr')
    const bob = await student('Bob Leroy', 'bob@exemple.fr')
    const params = { courseId: course.id }
    const { codes } = (await world.ask(nadia, giveAccessCodes, { params, body: {} })).body
    const codeOf = (id: string) => codes.find((one) => one.id === id)?.code ?? ''
    for (const code of [codeOf(bob), 'AAAA-AAAA', 'Votre note : 20'])
      expect(
        (await world.ask(nadia, sendAccessCodes, { params, body: { codes: [{ id: ana, code }] } })).body.code,
      ).toBe('wrong_code')
    expect(await world.db.mailMessage.count()).toBe(0)
  })

  it('tells of results once they are released, without a mark', async () => {
    const taken = await serving()
    const ana = await student('Ana Roy', 'ana@exemple.fr')
    const exam = await makeExam(world, { course })
    const place = { params: { courseId: course.id, examId: exam.id } }
    expect((await world.ask(nadia, tellReleased, place)).body.code).toBe('not_released')
    await world.db.attempt.updateMany({ where: { examId: exam.id, studentId: ana }, data: { markedAt: world.now() } })
    await world.db.exam.update({ where: { id: exam.id }, data: { status: 'released', releasedAt: world.now() } })
    expect((await world.ask(nadia, tellReleased, place)).body).toMatchObject({ queued: 1 })
    expect((await world.ask(nadia, tellReleased, place)).body).toMatchObject({ queued: 0, already: 1 })
    await sendDueMail(world.deps)
    expect(taken).toHaveLength(1)
    expect(plain(taken[0] as Taken)).toContain('sont rendues')
  })

  it('tells of results that a timer releases, once the course says so, and only by an address that students can open', async () => {
    const taken = await serving()
    const params = { courseId: course.id }
    const ana = await world.student({ course, name: 'Ana Roy' })
    await world.db.student.update({ where: { id: ana.id }, data: { email: 'ana@exemple.fr' } })
    const bob = await world.student({ course, name: 'Bob Leroy', group: 'Plus tard' })
    await world.db.student.update({ where: { id: bob.id }, data: { email: 'bob@exemple.fr' } })
    const set = (isTold: boolean, origin?: string) =>
      world.ask(
        nadia,
        mail.setMail,
        { params, body: { isOn: true, tellsReleases: isTold } },
        origin ? { origin, host: new URL(origin).host } : {},
      )
    /** An exam that the next round of the timer closes and releases. */
    const due = async () => {
      const exam = await makeExam(world, {
        course,
        release: { what: 'mark', when: 'at_close', heldGroups: ['Plus tard'] },
      })
      for (const who of [ana, bob]) await take(world, { who, exam, ticked: ['a', 'b', 'ac'] })
      await world.ask(nadia, life.closeExam, { params: { ...params, examId: exam.id } })
      await runJobs(world.deps)
      expect((await world.db.exam.findUniqueOrThrow({ where: { id: exam.id } })).status).toBe('released')
      return exam
    }
    expect((await world.ask(nadia, mail.getMail, { params })).body.tellsReleases).toBe(false)
    await due()
    expect(await world.db.mailMessage.count()).toBe(0)
    // A course that was told no address keeps the one in use, unless that is a computer's own.
    await world.ask(nadia, setStudentAddress, { params, body: { address: null } })
    expect((await set(true, 'http://localhost:3000')).body).toMatchObject({ code: 'address_loopback' })
    expect((await set(true, 'http://qcm.exemple.fr')).body).toEqual({ done: true })
    const exam = await due()
    expect(await states()).toMatchObject([{ address: 'ana@exemple.fr', state: 'waiting' }])
    await runJobs(world.deps)
    await sendDueMail(world.deps)
    expect(taken.map(({ to }) => to)).toEqual([['ana@exemple.fr']])
    expect(plain(taken[0] as Taken)).toContain(exam.title)
    expect(plain(taken[0] as Taken)).toContain('http://qcm.exemple.fr')
    expect(plain(taken[0] as Taken)).not.toMatch(/\/ ?20\b/)
    const lines = { subject: `exam:${exam.id}`, action: 'mail.released', actorName: 'Barème' }
    expect(await world.db.auditLine.count({ where: lines })).toBe(1)
    expect((await set(false)).body).toEqual({ done: true })
    await due()
    expect(await world.db.mailMessage.count({ where: { studentId: ana.id } })).toBe(1)
  })
})

import { SMTPServer } from 'smtp-server'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import * as sitting from '#contract/attempts/sitting.ts'
import * as mail from '#contract/auth/mail.ts'
import { setStudentAddress } from '#contract/auth/student-address.ts'
import * as life from '#contract/exams/life.ts'
import * as notices from '#contract/exams/notices.ts'
import * as who from '#contract/exams/who-sits.ts'
import { changeStudents } from '#contract/students/students.ts'
import { tellSittings } from '#server/exams/notices/tell-sittings.ts'
import type { MailServer } from '#server/platform/deps.ts'
import { sendDueMail } from '#server/platform/mail/send-mail.ts'
import { eventsOf } from '#test/setup/calendar.ts'
import { makeExam } from '#test/setup/exam.ts'
import { createWorld, type World } from '#test/setup/world.ts'

/** A letter as it came, its encodings undone. */
type Taken = { to: string; subject: string; text: string; calendar: Buffer | null }

const taken: Taken[] = []
/** A real SMTP server on loopback; `refuses`: an address it takes nothing for. */
let refuses = ''
const smtp = new SMTPServer({
  ...{ disabledCommands: ['AUTH'], hideSTARTTLS: true, logger: false },
  onRcptTo({ address }, _session, done) {
    done(address === refuses ? Object.assign(new Error('no such user'), { responseCode: 550 }) : null)
  },
  onData(stream, session, done) {
    const chunks: Buffer[] = []
    stream.on('data', (chunk: Buffer) => chunks.push(chunk))
    stream.on('end', () => {
      taken.push(letterOf(Buffer.concat(chunks).toString('latin1'), session.envelope.rcptTo[0]?.address ?? ''))
      done()
    })
  },
})

/** The parts of a MIME message (RFC 2046), each with its encoding undone. */
function partsOf(raw: string): { head: string; body: Buffer }[] {
  const end = raw.indexOf('\r\n\r\n')
  const head = raw.slice(0, end).replace(/\r\n[ \t]+/g, ' ')
  const body = raw.slice(end + 4)
  const boundary = /boundary="([^"]+)"/.exec(head)?.[1]
  if (boundary)
    return body
      .split(`--${boundary}`)
      .slice(1, -1)
      .flatMap((part) => partsOf(part.replace(/^\r\n/, '').replace(/\r\n$/, '')))
  if (/encoding: base64/i.test(head)) return [{ head, body: Buffer.from(body, 'base64') }]
  if (!/encoding: quoted-printable/i.test(head)) return [{ head, body: Buffer.from(body, 'latin1') }]
  const octets = body
    .replace(/=\r\n/g, '')
    .replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
  return [{ head, body: Buffer.from(octets, 'latin1') }]
}

function letterOf(raw: string, to: string): Taken {
  const parts = partsOf(raw)
  const part = (type: string) => parts.find(({ head }) => new RegExp(`content-type: ${type}`, 'i').test(head))?.body
  const [subject = ''] = /^Subject: .*(?:\r\n[ \t].*)*/m.exec(raw) ?? []
  const words = subject.replace(/\r\n[ \t]/g, '').replace(/=\?UTF-8\?Q\?(.*?)\?=\s*/gi, (_, q: string) =>
    Buffer.from(
      q
        .replace(/_/g, ' ')
        .replace(/=([0-9A-F]{2})/gi, (_all, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
      'latin1',
    ).toString('utf8'),
  )
  return {
    to,
    subject: words.replace(/^Subject: /, ''),
    text: part('text/plain')?.toString('utf8').replaceAll('\r\n', '\n') ?? '',
    calendar: part('text/calendar') ?? null,
  }
}

let world: World
const settings: { mail: MailServer } = {
  mail: {
    ...{ host: '127.0.0.1', port: 1, tls: 'offered', user: null, password: null, patienceMs: 2_000 },
    from: { name: 'Barème', address: 'bareme@exemple.fr' },
  },
}
beforeAll(async () => {
  await new Promise<void>((resolve) => smtp.listen(0, '127.0.0.1', resolve))
  const { port } = smtp.server.address() as { port: number }
  Object.assign(settings.mail, { port })
  world = await createWorld({ settings })
})
afterAll(async () => {
  await world.close()
  await new Promise<void>((resolve) => smtp.close(() => resolve()))
})
beforeEach(async () => {
  refuses = ''
  taken.length = 0
  await world.db.exam.deleteMany()
  await world.db.mailing.deleteMany()
})

const third = { kind: 'ratio' as const, numerator: 4, denominator: 3 }
const hours = (count: number) => new Date(world.now().getTime() + count * 3_600_000)

/** A round of the timer, and of the letters. */
async function round() {
  await tellSittings(world.deps)
  await sendDueMail(world.deps)
  return taken.splice(0)
}

async function classOf({ announces = true, reminds = false } = {}) {
  const course = await world.course('Réseaux')
  const params = { courseId: course.id }
  const owner = await world.staff('Nadia', { course, role: 'owner' })
  await world.ask(owner, setStudentAddress, { params, body: { address: 'https://examens.exemple.fr' } })
  const body = { isOn: true, announcesExams: announces, remindsExams: reminds }
  expect((await world.ask(owner, mail.setMail, { params, body })).body).toEqual({ done: true })
  const ana = await student(course, 'Ana Roy', 'ana@exemple.fr')
  const bea = await student(course, 'Bea Roy', 'bea@exemple.fr', true)
  const zoe = await student(course, 'Zoé Roy', null)
  return { course, owner, ana, bea, zoe, params }
}

async function student(course: { id: string }, name: string, email: string | null, isLonger = false) {
  const someone = await world.student({ course, name, ...(isLonger ? { extraTime: third } : {}) })
  await world.db.student.update({ where: { id: someone.id }, data: { email } })
  return someone
}

/** Published now, in `inHours`, for two hours. */
const publish = (course: { id: string }, inHours: number) =>
  makeExam(world, { course, status: 'published', opensAt: hours(inHours), closesAt: hours(inHours + 2) })

describe('an announcement', () => {
  it('leaves once each, some minutes after the publication, with the hours and the calendar of each', async () => {
    const { course, params, owner, zoe } = await classOf()
    const exam = await publish(course, 72)
    expect(await round()).toEqual([])
    world.wait(3)
    // Two servers at once.
    await Promise.all([tellSittings(world.deps), tellSittings(world.deps)])
    const [ana, bea, ...others] = (await round()).toSorted((a, b) => a.to.localeCompare(b.to))
    expect(others).toEqual([])
    expect(ana?.subject).toBe(`Votre examen : « ${exam.title} »`)
    expect(ana?.text).toMatch(/^Bonjour Ana Roy,/)
    expect(ana?.text).toContain('Durée : 1 h\n')
    expect(ana?.text).toContain('https://examens.exemple.fr')
    expect(bea?.text).toContain('Durée : 1 h 20\n')
    const [own] = eventsOf(bea?.calendar ?? Buffer.alloc(0))
    expect(own).toMatchObject({ start: exam.opensAt?.toISOString() })
    expect(Date.parse(own?.end ?? '') - (exam.closesAt?.getTime() ?? 0)).toBe(20 * 60_000)
    for (const letter of [ana, bea]) expect(JSON.stringify(letter)).not.toMatch(/SECRET|Question 1|Choix a/)
    // Who has no address is in the list, and is told once they have one.
    const kept = await world.db.mailMessage.findMany({ where: { studentId: zoe.id } })
    expect(kept).toMatchObject([{ state: 'refused', failure: 'no_address' }])
    const listed = (await world.ask(owner, notices.listNotices, { params })).body.exams
    expect(listed).toMatchObject([
      { title: exam.title, studentCount: 3, announcedCount: 2, withoutAddress: [{ name: 'Zoé Roy' }] },
    ])
    expect(await round()).toEqual([])
    await world.db.student.update({ where: { id: zoe.id }, data: { email: 'zoe@exemple.fr' } })
    expect((await round()).map(({ to, subject }) => [to, subject])).toEqual([
      ['zoe@exemple.fr', `Votre examen : « ${exam.title} »`],
    ])
    const lines = { subject: `exam:${exam.id}`, action: 'mail.announced', actorName: 'Barème' }
    expect(await world.db.auditLine.count({ where: lines })).toBe(2)
  })

  it('is corrected for whom something changed, and for nobody else', async () => {
    const { course, params, owner, ana, bea } = await classOf()
    const exam = await publish(course, 72)
    const place = { ...params, examId: exam.id }
    world.wait(3)
    const first = await round()
    expect(first).toHaveLength(2)
    const iso = (inHours: number) => hours(inHours).toISOString()
    const common = { name: '', room: '', invigilators: '', groups: [] }
    const slots = [
      {
        ...common,
        number: 0,
        opensAt: exam.opensAt?.toISOString() ?? null,
        closesAt: exam.closesAt?.toISOString() ?? null,
      },
      { ...common, number: null, name: 'Soir', room: 'C3', opensAt: iso(80), closesAt: iso(82) },
    ]
    expect((await world.ask(owner, who.setSlots, { params: place, body: { slots } })).status).toBe(200)
    world.wait(3)
    expect(await round()).toEqual([])
    const move = (slot: number) =>
      world.ask(owner, who.moveCandidates, { params: place, body: { studentIds: [ana.id], slot } })
    // Moved, and moved back before anybody was told.
    await move(1)
    await move(0)
    world.wait(3)
    expect(await round()).toEqual([])
    await move(1)
    world.wait(3)
    const [moved, ...others] = await round()
    expect(others).toEqual([])
    expect(moved?.to).toBe('ana@exemple.fr')
    expect(moved?.subject).toBe(`Changement pour votre examen : « ${exam.title} »`)
    expect(moved?.text).toContain('Salle : C3')
    const event = (letter: Taken | undefined) => eventsOf(letter?.calendar ?? Buffer.alloc(0))[0]
    expect(event(moved)?.uid).toBe(event(first.find(({ to }) => to === 'ana@exemple.fr'))?.uid)
    expect(event(moved)?.sequence).toBeGreaterThan(
      event(first.find(({ to }) => to === 'ana@exemple.fr'))?.sequence ?? 0,
    )
    const change = { kind: 'extraTime' as const, extraTime: third }
    await world.ask(owner, changeStudents, { params, body: { studentIds: [ana.id, bea.id], change } })
    expect((await round()).map(({ to }) => to)).toEqual(['ana@exemple.fr'])
  })

  it('is not said again of what is published again as it was, nor of what has begun', async () => {
    const { course, params, owner, ana } = await classOf()
    const exam = await publish(course, 72)
    world.wait(3)
    expect(await round()).toHaveLength(2)
    await world.ask(owner, life.withdrawExam, { params: { ...params, examId: exam.id } })
    world.wait(3)
    expect(await round()).toEqual([])
    await world.db.exam.update({ where: { id: exam.id }, data: { status: 'published', publishedAt: world.now() } })
    world.wait(3)
    expect(await round()).toEqual([])
    // Begun: the room knows.
    world.wait(73 * 60)
    await world.db.exam.update({ where: { id: exam.id }, data: { status: 'open', room: 'Autre' } })
    await world.ask(ana, sitting.startAttempt, { params: { examId: exam.id }, body: { device: 'laptop01:page0001' } })
    expect(await round()).toEqual([])
  })

  it('waits for the mail server, and is left out when the exam is no more what it says', async () => {
    const { course, params, owner, ana } = await classOf()
    const exam = await publish(course, 72)
    world.wait(3)
    await tellSittings(world.deps)
    await world.ask(owner, life.withdrawExam, { params: { ...params, examId: exam.id } })
    expect(await round()).toEqual([])
    const states = await world.db.mailMessage.findMany({ where: { studentId: ana.id } })
    expect(states.map(({ state }) => state)).toEqual(['cancelled'])
  })

  it('is off unless its course says so, and says nothing of what was published before', async () => {
    const quiet = await classOf({ announces: false })
    const before = await publish(quiet.course, 72)
    world.wait(3)
    expect(await round()).toEqual([])
    const body = { isOn: true, announcesExams: true }
    await world.ask(quiet.owner, mail.setMail, { params: quiet.params, body })
    expect((await world.ask(quiet.owner, mail.getMail, { params: quiet.params })).body).toMatchObject({
      ...{ announcesExams: true, remindsExams: false, tellsReleases: false },
    })
    world.wait(3)
    expect(await round()).toEqual([])
    // By hand, whoever does not know yet; the second time, nobody.
    const place = { params: { ...quiet.params, examId: before.id } }
    expect((await world.ask(quiet.owner, notices.announceExam, place)).body).toMatchObject({
      queued: 2,
      withoutAddress: 1,
    })
    expect((await world.ask(quiet.owner, notices.announceExam, place)).body).toMatchObject({
      queued: 0,
      withoutAddress: 0,
    })
    expect(await round()).toHaveLength(2)
    const draft = await makeExam(world, { course: quiet.course, status: 'draft' })
    const wrong = { params: { ...quiet.params, examId: draft.id } }
    expect((await world.ask(quiet.owner, notices.announceExam, wrong)).body.code).toBe('exam_wrong_state')
    await world.ask(quiet.owner, mail.setMail, { params: quiet.params, body: { isOn: false } })
    expect((await world.ask(quiet.owner, notices.announceExam, place)).body.code).toBe('mail_off')
  })

  it('shows who could not be reached, and is sent to them again', async () => {
    const { course, params, owner } = await classOf()
    await publish(course, 72)
    world.wait(3)
    refuses = 'bea@exemple.fr'
    expect((await round()).map(({ to }) => to)).toEqual(['ana@exemple.fr'])
    const { mailings } = (await world.ask(owner, mail.listMailings, { params })).body
    expect(mailings).toMatchObject([{ kind: 'announced', counts: { sent: 1, refused: 2 } }])
    const mailingId = mailings[0]?.id ?? ''
    const { messages } = (await world.ask(owner, mail.getMailing, { params: { ...params, mailingId } })).body
    const lost = messages.find(({ address }) => address === refuses)
    expect(lost).toMatchObject({ name: 'Bea Roy', failure: 'refused', isKept: true })
    refuses = ''
    const body = { messageIds: [lost?.id ?? ''] }
    expect((await world.ask(owner, mail.resendMail, { params: { ...params, mailingId }, body })).body.queued).toBe(1)
    const [again] = await round()
    expect(again?.to).toBe('bea@exemple.fr')
    expect(eventsOf(again?.calendar ?? Buffer.alloc(0))).toHaveLength(1)
  })
})

describe('a reminder', () => {
  /** The world moves to this hour of Paris, in winter, of the day that many days before the exam. */
  async function until(at: Date) {
    world.wait((at.getTime() - world.now().getTime()) / 60_000)
    return await round()
  }
  const paris = (daysAhead: number, hour: number) => {
    const day = new Date(world.now().getTime() + daysAhead * 86_400_000).toISOString().slice(0, 10)
    return new Date(`${day}T${String(hour - 1).padStart(2, '0')}:00:00Z`)
  }

  it('leaves the day before, by day, once, to who has an address and has not started', async () => {
    const { course, params } = await classOf({ announces: false, reminds: true })
    const opensAt = paris(3, 9)
    const eve = paris(2, 9)
    const exam = await makeExam(world, {
      course,
      status: 'published',
      opensAt,
      closesAt: new Date(+opensAt + 7_200_000),
    })
    expect(await until(new Date(+eve - 60_000))).toEqual([])
    await world.db.student.updateMany({
      where: { courseId: course.id, email: 'bea@exemple.fr' },
      data: { archivedAt: world.now() },
    })
    const early = await student(course, 'Eli Roy', 'eli@exemple.fr')
    await world.db.attempt.create({
      data: {
        examId: exam.id,
        studentId: early.id,
        status: 'in_progress',
        seed: '',
        paper: [],
        startedAt: world.now(),
      },
    })
    world.wait(2)
    await Promise.all([tellSittings(world.deps), tellSittings(world.deps)])
    const [letter, ...others] = await round()
    expect(others).toEqual([])
    expect(letter).toMatchObject({ to: 'ana@exemple.fr', subject: `Rappel : « ${exam.title} »`, calendar: null })
    expect(letter?.text).toMatch(/à 09:00 \(heure de Paris\)/)
    // Another server, later the same day.
    world.wait(60)
    expect(await round()).toEqual([])
    // Days have passed: who comes now signs in again.
    const owner = await world.staff('Nadia', { course, role: 'owner' })
    const { exams } = (await world.ask(owner, notices.listNotices, { params })).body
    expect(exams).toMatchObject([{ remindedCount: 1 }])
  })

  it('is of the hours that count: an exam that moved is reminded of the day before its new date, and the old letter is not sent', async () => {
    const { course, params } = await classOf({ announces: false, reminds: true })
    const opensAt = paris(3, 9)
    const exam = await makeExam(world, {
      course,
      status: 'published',
      opensAt,
      closesAt: new Date(+opensAt + 7_200_000),
    })
    const place = { ...params, examId: exam.id }
    const at = paris(2, 10)
    world.wait((at.getTime() - world.now().getTime()) / 60_000)
    // The mail server is away while the reminders wait, and the exam moves by a week.
    await tellSittings(world.deps)
    const later = new Date(+opensAt + 7 * 86_400_000)
    const owner = await world.staff('Nadia', { course, role: 'owner' })
    const slot = { number: 0, name: '', room: '', invigilators: '', groups: [] }
    const body = {
      slots: [{ ...slot, opensAt: later.toISOString(), closesAt: new Date(+later + 7_200_000).toISOString() }],
    }
    expect((await world.ask(owner, who.setSlots, { params: place, body })).status).toBe(200)
    expect(await round()).toEqual([])
    expect(await until(paris(6, 12))).toEqual([])
    const eve = paris(1, 12)
    const reminded = await until(eve)
    expect(reminded.map(({ to }) => to).toSorted()).toEqual(['ana@exemple.fr', 'bea@exemple.fr'])
    expect(await world.db.sittingNotice.count({ where: { remindedFor: later } })).toBe(2)
  })

  it('is not sent at night, nor on the day that the exam was announced, nor in a course that is archived', async () => {
    const { course } = await classOf({ announces: true, reminds: true })
    const opensAt = paris(2, 9)
    const closesAt = new Date(+opensAt + 7_200_000)
    await makeExam(world, { course, status: 'published', opensAt, closesAt })
    const evening = paris(1, 19)
    // Published the evening before: the announcement is enough.
    world.wait((evening.getTime() - world.now().getTime()) / 60_000)
    expect((await round()).map(({ subject }) => subject.slice(0, 12))).toEqual(['Votre examen', 'Votre examen'])
    world.wait(30)
    expect(await round()).toEqual([])

    const night = await classOf({ announces: false, reminds: true })
    const next = paris(1, 23)
    await makeExam(world, { course: night.course, status: 'published', opensAt: paris(2, 12), closesAt: paris(2, 15) })
    expect(await until(next)).toEqual([])
    const archived = await classOf({ announces: true, reminds: true })
    await makeExam(world, {
      course: archived.course,
      status: 'published',
      opensAt: paris(2, 12),
      closesAt: paris(2, 15),
    })
    await world.db.course.update({ where: { id: archived.course.id }, data: { archivedAt: world.now() } })
    expect(await until(paris(1, 12))).toHaveLength(0)
  })
})

describe('the preview of a letter', () => {
  it('is the letter that a student gets, in the language of the course, before anything is turned on', async () => {
    const { course, params, owner } = await classOf()
    const preview = async (kind: (typeof notices.noticeKinds)[number]) =>
      (await world.ask(owner, notices.previewNotice, { params, query: { kind } })).body
    expect(await preview('announced')).toMatchObject({ name: null, hasCalendar: true })
    await publish(course, 72)
    const shown = await preview('announced')
    world.wait(3)
    const sent = (await round()).find(({ text }) => text.startsWith(`Bonjour ${shown.name}`))
    expect(sent?.subject).toBe(shown.subject)
    expect(sent?.text.trim()).toBe(shown.text.trim())
    expect((await preview('reminder')).subject).toMatch(/^Rappel/)
    expect((await preview('released')).subject).toMatch(/^Notes rendues/)
    await world.db.course.update({ where: { id: course.id }, data: { language: 'en' } })
    expect((await preview('announced')).text).toMatch(/^Hello /)
  })
})

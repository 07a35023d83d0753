import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import * as myExams from '#contract/attempts/my-exams.ts'
import { setRoom } from '#contract/attempts/room.ts'
import { setStudentAddress } from '#contract/auth/student-address.ts'
import { exportCourseCalendar, exportExamCalendar } from '#contract/exams/calendars.ts'
import * as life from '#contract/exams/life.ts'
import * as who from '#contract/exams/who-sits.ts'
import { changeStudents } from '#contract/students/students.ts'
import { eventsOf, readCalendar } from '#test/setup/calendar.ts'
import { makeExam, secretWords } from '#test/setup/exam.ts'
import { createWorld, type Someone, type World } from '#test/setup/world.ts'

let world: World
beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world.close())

const third = { kind: 'ratio' as const, numerator: 4, denominator: 3 }

/** A class with two slots on the night of March 28, 2027, when Paris goes from 02:00 to 03:00. */
async function lateClass() {
  const course = await world.course('Réseaux, systèmes ; « et cætera »')
  const owner = await world.staff('Chef', { course, role: 'owner' })
  const ana = await world.student({ course, name: 'Ana Roy', group: 'A' })
  const bea = await world.student({ course, name: 'Bea Roy', group: 'B', extraTime: third })
  const exam = await makeExam(world, {
    course,
    status: 'published',
    opensAt: new Date('2027-03-28T00:30:00Z'),
    closesAt: new Date('2027-03-28T02:30:00Z'),
  })
  const params = { courseId: course.id, examId: exam.id }
  const first = { number: 0, name: 'Matin', invigilators: 'Mme Petit', groups: [], room: 'B12, sous-sol' }
  const second = { number: null, name: 'Soir', invigilators: '', groups: ['B'], room: 'C3' }
  const at = (from: string, to: string) => ({
    opensAt: `2027-03-28T${from}:00.000Z`,
    closesAt: `2027-03-28T${to}:00.000Z`,
  })
  const slots = [
    { ...first, ...at('00:30', '02:30') },
    { ...second, ...at('16:00', '17:00') },
  ]
  expect((await world.ask(owner, who.setSlots, { params, body: { slots } })).status).toBe(200)
  await world.ask(owner, setStudentAddress, { params, body: { address: 'https://examens.exemple.fr' } })
  return { course, owner, ana, bea, exam, params }
}

const mine = async (student: Someone, exam: { id: string }) => {
  const reply = await world.ask(student, myExams.exportMySitting, { params: { examId: exam.id } })
  expect(reply.status).toBe(200)
  expect(reply.headers['content-type']).toBe('text/calendar; charset=utf-8')
  const [event, ...others] = eventsOf(reply.bytes)
  expect(others).toEqual([])
  return event as NonNullable<typeof event>
}

describe('the calendar of a student', () => {
  it('has their own hours, as instants in UTC and as hours of the exam, over a change of hour', async () => {
    const { ana, bea, exam } = await lateClass()
    const one = await mine(ana, exam)
    expect(one).toMatchObject({ start: '2027-03-28T00:30:00.000Z', end: '2027-03-28T02:30:00.000Z' })
    expect(one).toMatchObject({ room: 'B12, sous-sol', status: 'CONFIRMED', alarms: ['-P1D', '-PT1H'] })
    // Two hours of which one does not exist: from 01:30 to 04:30 by the clock on the wall.
    expect(one.text).toMatch(/Ouverture : dimanche 28 mars 2027 à 01:30 \(heure de Paris\)/)
    expect(one.text).toMatch(/toute la durée : dimanche 28 mars 2027 à 03:30/)
    expect(one.text).toMatch(/Fin : dimanche 28 mars 2027 à 04:30/)
    expect(one.text).toContain('https://examens.exemple.fr')
    // Extra time: 20 minutes more at the end; the calendar says how long, and never why.
    const other = await mine(bea, exam)
    expect(other).toMatchObject({ start: '2027-03-28T16:00:00.000Z', end: '2027-03-28T17:20:00.000Z', room: 'C3' })
    expect(other.text).toContain('Durée : 1 h 20')
    expect(other.text).toContain('Créneau : Soir')
    expect(other.text).toContain('Commencez dès l’ouverture')
    expect(other.text).not.toMatch(/majoré|tiers|dérogation/i)
  })

  it('keeps its name and grows its number when the sitting changes, whatever changed it', async () => {
    const { owner, ana, exam, params } = await lateClass()
    await world.db.student.update({ where: { id: ana.id }, data: { updatedAt: world.now() } })
    const seen = [await mine(ana, exam)]
    const changed = async (change: () => Promise<{ status: number }>) => {
      expect((await change()).status).toBe(200)
      const next = await mine(ana, exam)
      expect(next.uid).toBe(seen[0]?.uid)
      expect(next.sequence).toBeGreaterThan(seen.at(-1)?.sequence ?? 0)
      seen.push(next)
      return next
    }
    const own = {
      ...{ opensAt: '2027-03-28T08:00:00.000Z', closesAt: '2027-03-28T10:00:00.000Z' },
      ...{ minutes: 15, room: 'D4', reason: 'Bras cassé' },
    }
    const moved = await changed(() =>
      world.ask(owner, who.setOverride, { params: { ...params, studentId: ana.id }, body: own }),
    )
    expect(moved).toMatchObject({ start: own.opensAt, end: '2027-03-28T10:15:00.000Z', room: 'D4' })
    expect(moved.text).not.toContain('Bras')
    const place = { params: { ...params, studentId: ana.id } }
    await changed(() => world.ask(owner, who.removeOverride, place))
    const evening = await changed(() =>
      world.ask(owner, who.moveCandidates, { params, body: { studentIds: [ana.id], slot: 1 } }),
    )
    expect(evening.start).toBe('2027-03-28T16:00:00.000Z')
    await changed(() => world.ask(owner, who.moveCandidates, { params, body: { studentIds: [ana.id], slot: 0 } }))
    const room = { room: 'Amphi 7', invigilators: '' }
    expect((await changed(() => world.ask(owner, setRoom, { params, body: room }))).room).toBe('Amphi 7')
    world.wait(1)
    const longer = await changed(() =>
      world.ask(owner, changeStudents, {
        params: { courseId: params.courseId },
        body: { studentIds: [ana.id], change: { kind: 'extraTime', extraTime: third } },
      }),
    )
    expect(longer.end).toBe('2027-03-28T02:50:00.000Z')
    // Read twice, it is the same.
    expect((await mine(ana, exam)).sequence).toBe(longer.sequence)
  })

  it('holds any name: commas, semicolons, line ends, emoji, and very long ones', async () => {
    const { course, ana, exam } = await lateClass()
    const title = `Épreuve 1, "partie" A; B\\n C 👩‍👩‍👧‍👦 ${'très long 😀 '.repeat(20)}`
    await world.db.exam.update({
      where: { id: exam.id },
      data: { title: `${title}\r\nATTENDEE:mailto:x@exemple.fr`, room: 'Salle\nBEGIN:VALARM' },
    })
    await world.db.course.update({ where: { id: course.id }, data: { title: 'A;B\r\nMETHOD:CANCEL' } })
    const reply = await world.ask(ana, myExams.exportMyCalendar, {})
    const calendar = readCalendar(reply.bytes)
    expect(calendar.values.get('METHOD')).toEqual(['PUBLISH'])
    const [event] = eventsOf(reply.bytes)
    expect(event?.title).toBe(`${title} ATTENDEE:mailto:x@exemple.fr · A;B METHOD:CANCEL`)
    expect(event?.room).toBe('Salle BEGIN:VALARM')
    expect(String(reply.headers['content-disposition'])).toMatch(/filename="[\w-]+\.ics"/)
  })

  it('has nothing of the questions, and nothing of an exam that is not theirs, is a draft or has no date', async () => {
    const { course, owner, ana, bea, exam, params } = await lateClass()
    const reply = await world.ask(ana, myExams.exportMySitting, { params: { examId: exam.id } })
    const file = reply.bytes.toString('utf8').replace(/\r\n /g, '')
    for (const word of [...secretWords, 'Question 1', 'Choix a', 'Bea', exam.joinCode, bea.id])
      expect(file).not.toContain(word)
    const get = async (who_: Someone) =>
      (await world.ask(who_, myExams.exportMySitting, { params: { examId: exam.id } })).status
    const elsewhere = await world.course()
    expect(await get(await world.student({ course: elsewhere, name: 'Zoé Roy' }))).toBe(404)
    const audience = { kind: 'groups' as const, groups: ['A'] }
    const people = { audience, studentIds: [ana.id] }
    expect((await world.ask(owner, who.setAudience, { params, body: people })).status).toBe(200)
    expect(await get(bea)).toBe(404)
    expect((await world.ask(bea, myExams.exportMyCalendar, {})).status).toBe(404)
    expect((await world.ask(owner, life.withdrawExam, { params })).status).toBe(200)
    expect(await get(ana)).toBe(404)
    const byHand = await makeExam(world, { course, status: 'published' })
    expect((await world.ask(ana, myExams.exportMySitting, { params: { examId: byHand.id } })).status).toBe(404)
  })
})

describe('the calendar of who organises', () => {
  it('has each slot with its people counted, the end of the last one, and no name of a student', async () => {
    const { course, owner, exam, params } = await lateClass()
    const invigilator = await world.staff('Vigie', { course, role: 'invigilator' })
    const reply = await world.ask(invigilator, exportExamCalendar, { params })
    const [morning, evening, ...others] = eventsOf(reply.bytes)
    expect(others).toEqual([])
    expect(morning?.title).toBe(`${exam.title} · Matin · Réseaux, systèmes ; « et cætera »`)
    expect(morning?.text).toContain('Surveillance : Mme Petit')
    expect(evening?.text).toMatch(/Étudiants : 1/)
    expect(evening?.text).toMatch(/Fin pour le dernier étudiant : .* 19:20/)
    expect(evening?.uid).not.toBe(morning?.uid)
    expect(reply.bytes.toString('utf8')).not.toMatch(/\b(Ana|Bea|Roy)\b/)

    const draft = await makeExam(world, {
      course,
      status: 'draft',
      opensAt: new Date('2027-06-01T08:00:00Z'),
      closesAt: new Date('2027-06-01T09:00:00Z'),
    })
    await makeExam(world, { course, status: 'closed', opensAt: new Date('2026-06-01T08:00:00Z') })
    const all = eventsOf((await world.ask(owner, exportCourseCalendar, { params })).bytes)
    expect(all.map(({ title, status }) => [title.split(' · ')[0], status])).toEqual([
      [exam.title, 'CONFIRMED'],
      [exam.title, 'CONFIRMED'],
      [draft.title, 'TENTATIVE'],
    ])
    const empty = await world.course()
    const other = await world.staff('Autre', { course: empty, role: 'owner' })
    expect((await world.ask(other, exportExamCalendar, { params })).status).toBe(404)
    const nothing = { params: { courseId: empty.id } }
    expect((await world.ask(other, exportCourseCalendar, nothing)).status).toBe(404)
  })

  it('speaks the language of the course', async () => {
    const { course, ana, exam } = await lateClass()
    await world.db.course.update({ where: { id: course.id }, data: { language: 'en', timeZone: 'America/New_York' } })
    await world.db.exam.update({ where: { id: exam.id }, data: { timeZone: 'America/New_York' } })
    const event = await mine(ana, exam)
    expect(event.start).toBe('2027-03-28T00:30:00.000Z')
    expect(event.text).toMatch(/Opens: Saturday, March 27, 2027, 8:30\sPM \(New York time\)/)
  })
})

import { isExamOver } from '#core/exams/exam.ts'
import { instantWords } from '#core/exams/sitting-words.ts'
import type { Language } from '#core/language.ts'
import { Refusal } from '#core/refusal.ts'
import type { Exam } from '#prisma/client/client.ts'
import { languageOf } from '#server/auth/mailings.ts'
import type { Deps } from '#server/platform/deps.ts'
import { type CalendarEvent, calendarReply } from './calendar-file.ts'
import type { ExamPlace } from './exam.ts'
import { type OwnSitting, readSittings } from './sittings.ts'
import { type ExamSlotRow, readSlots } from './slots.ts'

/** The slots of one exam, for who organises it. Throws `not_found` when none has a date. */
export async function readExamCalendar(deps: Deps, { courseId, examId }: ExamPlace) {
  const exam = await deps.db.exam.findFirst({ where: { id: examId, courseId } })
  if (!exam) throw new Refusal('not_found')
  return calendarOf(deps, { courseId, exams: [exam], name: exam.title })
}

/** The slots of every exam of the course that is to come or under way. */
export async function readCourseCalendar(deps: Deps, { courseId }: { courseId: string }) {
  const exams = await deps.db.exam.findMany({ where: { courseId }, orderBy: [{ opensAt: 'asc' }, { id: 'asc' }] })
  const toCome = exams.filter(({ status, imported }) => !isExamOver(status) && imported === null)
  return calendarOf(deps, { courseId, exams: toCome, name: null })
}

type Asked = { courseId: string; exams: readonly Exam[]; name: string | null }

async function calendarOf(deps: Deps, { courseId, exams, name }: Asked) {
  const { title, language } = await languageOf(deps, courseId)
  const now = deps.now()
  const events = await Promise.all(
    exams.map(async (exam) => {
      const slots = await readSlots(deps.db, exam)
      const sittings = (await readSittings(deps.db, exam, { now })).map(({ sitting }) => sitting)
      return slots.flatMap((slot) => slotEvent({ exam, slot, sittings, course: { title, language } }) ?? [])
    }),
  )
  if (events.flat().length === 0) throw new Refusal('not_found')
  return calendarReply({ name: name ?? title, language, now, events: events.flat() })
}

type OfSlot = {
  exam: Exam
  slot: ExamSlotRow
  sittings: readonly OwnSitting[]
  course: { title: string; language: Language }
}

/** One slot: how many sit then and when the last of them ends, and no name, since calendars are kept by others. */
function slotEvent({ exam, slot, sittings, course }: OfSlot): CalendarEvent | null {
  if (slot.opensAt === null) return null
  const { language } = course
  const there = sittings.filter((sitting) => sitting.slot.number === slot.number)
  const endsAt = slot.closesAt ?? new Date(slot.opensAt.getTime() + exam.limitMinutes * 60_000)
  const own = there.filter(({ opensAt }) => opensAt && slot.opensAt && +opensAt !== +slot.opensAt)
  const ends = there.flatMap(({ closesAt }) => closesAt ?? [])
  const last = ends.reduce((latest, end) => (end > latest ? end : latest), endsAt)
  const at = instantWords(exam, language)
  const words = language === 'fr' ? french : english
  return {
    uid: `${exam.id}.slot-${slot.number}@bareme`,
    sequence: exam.revision,
    opensAt: slot.opensAt,
    endsAt,
    title: [exam.title, slot.name, course.title].filter(Boolean).join(' · '),
    room: slot.room,
    lines: [
      words.opens(at(slot.opensAt)),
      words.ends(at(endsAt)),
      ...(last > endsAt ? [words.lastEnds(at(last))] : []),
      words.people(there.length),
      ...(own.length > 0 ? [words.own(own.length)] : []),
      ...(slot.groups.length > 0 ? [words.groups(slot.groups.join(', '))] : []),
      ...(slot.invigilators ? [words.invigilators(slot.invigilators)] : []),
    ],
    url: null,
    isTentative: exam.status === 'draft',
    remindHours: [1],
  }
}

const french = {
  opens: (at: string) => `Ouverture : ${at}`,
  ends: (at: string) => `Fin : ${at}`,
  lastEnds: (at: string) => `Fin pour le dernier étudiant : ${at}`,
  people: (count: number) => `Étudiants : ${count}`,
  own: (count: number) => `Dont à un autre horaire : ${count}`,
  groups: (groups: string) => `Groupes : ${groups}`,
  invigilators: (names: string) => `Surveillance : ${names}`,
}
const english: typeof french = {
  opens: (at) => `Opens: ${at}`,
  ends: (at) => `Ends: ${at}`,
  lastEnds: (at) => `Last student ends: ${at}`,
  people: (count) => `Students: ${count}`,
  own: (count) => `Of whom at another time: ${count}`,
  groups: (groups) => `Groups: ${groups}`,
  invigilators: (names) => `Invigilators: ${names}`,
}

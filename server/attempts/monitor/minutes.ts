import { Refusal } from '#core/refusal.ts'
import { requireExam } from '#server/attempts/exam-of-course.ts'
import type { ExamPlace } from '#server/exams/exam.ts'
import type { Deps } from '#server/platform/deps.ts'
import { readHomonyms } from '#server/students/read-homonyms.ts'
import { readLog } from './log.ts'
import { monitorExam } from './monitor.ts'

/**
 * « Procès-verbal de surveillance », computed from the records when it is read: of the whole exam, or of one slot, whose
 * log keeps what is about its students and what is about nobody in particular.
 */
export async function readMinutes(deps: Deps, { slot, ...place }: ExamPlace & { slot?: number | undefined }) {
  const exam = await requireExam(deps, place)
  const { attempts: all, slots, questionCount, serverNow } = await monitorExam(deps, place)
  const asked = slots.find(({ number }) => number === (slot ?? 0))
  if (!asked) throw new Refusal('not_found')
  const isThere = (number: number) => slot === undefined || number === slot
  const lines = all.filter((line) => isThere(line.slot))
  const reasons = await deps.db.attendance.findMany({ where: { examId: exam.id } })
  const reasonOf = new Map(reasons.map(({ studentId, reason }) => [studentId, reason]))
  const of = (...statuses: string[]) => lines.filter(({ status }) => statuses.includes(status)).length
  const started = lines.filter(({ startedAt }) => startedAt !== null)
  const collected = lines.filter(({ isCollected }) => isCollected).length
  // Paper sheets are typed after the exam, so their times are not counted.
  const timed = started.filter(({ isPaper }) => !isPaper)
  const homonyms = await readHomonyms(deps, place.courseId)
  const nameOf = ({ studentId, familyName, givenName }: (typeof lines)[number]) =>
    [familyName, givenName, ...(homonyms.has(studentId) ? [`(${homonyms.get(studentId)})`] : [])].join(' ')
  const names = new Map(lines.flatMap((line) => (line.attemptId ? [[line.attemptId, nameOf(line)]] : [])))
  const students = new Map(lines.map((line) => [line.studentId, nameOf(line)]))
  return {
    courseTitle: exam.course.title,
    examTitle: exam.title,
    timeZone: exam.timeZone,
    limitMinutes: exam.limitMinutes,
    questionCount,
    room: asked.room,
    invigilators: asked.invigilators,
    slots: slots
      .filter(({ number }) => isThere(number))
      .map(({ number, name, room, invigilators, opensAt, closesAt }) => {
        const there = lines.filter((line) => line.slot === number)
        return {
          ...{ number, name, room, invigilators, opensAt, closesAt },
          enrolled: there.length,
          started: there.filter(({ startedAt }) => startedAt !== null).length,
        }
      }),
    allSlots: slots.map(({ number, name }) => ({ number, name })),
    overrides: lines.flatMap((line) =>
      line.override ? [{ ...line.override, name: nameOf(line), slot: line.slot }] : [],
    ),
    openedAt: exam.openedAt?.toISOString() ?? null,
    closedAt: exam.closedAt?.toISOString() ?? null,
    firstStartAt: timed.map(({ startedAt }) => startedAt as string).sort()[0] ?? null,
    lastClosingAt:
      timed
        .flatMap(({ closedAt }) => closedAt ?? [])
        .sort()
        .at(-1) ?? null,
    writtenAt: serverNow,
    counts: {
      enrolled: lines.length,
      started: started.length,
      submitted: of('submitted') - collected,
      collected,
      expired: of('expired'),
      voided: of('voided'),
      running: of('in_progress', 'paused'),
    },
    notStarted: lines
      .filter(({ startedAt }) => startedAt === null)
      .map((line) => ({ name: nameOf(line), status: line.attendance, reason: reasonOf.get(line.studentId) ?? '' })),
    browser: browserOf(exam.lockedBrowser, lines),
    log: await readLog(deps, { examId: exam.id, names, students, isWhole: slot === undefined }),
  }
}

type Lines = Awaited<ReturnType<typeof monitorExam>>['attempts']

/** How many worked in the locked browser, in another, in another by an exception, and were kept out once; null: not asked for. */
function browserOf(use: string, lines: Lines) {
  if (use !== 'recommended' && use !== 'required') return null
  const sat = lines.filter(({ startedAt, isPaper, isRobot }) => startedAt !== null && !isPaper && !isRobot)
  const count = (is: (line: Lines[number]) => boolean) => sat.filter(is).length
  return {
    use: use as 'recommended' | 'required',
    inside: count(({ browser }) => browser !== null && browser.standing === 'inside' && browser.outsideAt === null),
    outside: count(({ browser }) => browser !== null && browser.outsideAt !== null),
    excused: lines.filter(({ browserPass }) => browserPass !== null).length,
    refused: lines.filter(({ browser }) => browser !== null && browser.refusedAt !== null).length,
  }
}

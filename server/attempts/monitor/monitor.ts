import type { Attendance } from '#core/attempts/attendance.ts'
import { type AttemptStatus, asOf, remainingMs } from '#core/attempts/sitting.ts'
import { isExamOver } from '#core/exams/exam.ts'
import type { BrowserFault, BrowserStanding, LockedBrowserUse } from '#core/exams/locked-browser.ts'
import { paperDevice } from '#core/exams/paper.ts'
import type { RoomCodeKind } from '#core/exams/room-code.ts'
import { Refusal } from '#core/refusal.ts'
import { byName } from '#core/students/name-order.ts'
import { extraTimeAt } from '#core/timing.ts'
import type { Exam } from '#prisma/client/client.ts'
import { readClock } from '#server/attempts/change.ts'
import { shownRoomCode } from '#server/attempts/entry/room-access.ts'
import { type AttemptRow, toAttempt } from '#server/attempts/load.ts'
import { writeStandings } from '#server/attempts/locked-browser/standings.ts'
import { robotDevice } from '#server/attempts/rehearsal/student.ts'
import { correctionShownBut } from '#server/attempts/shown-before.ts'
import { writeContacts } from '#server/attempts/sitting/contact.ts'
import { askedCount } from '#server/exams/draw-copy.ts'
import { readSlots, viewSlot } from '#server/exams/slots.ts'
import type { Role } from '#server/platform/caller.ts'
import type { Deps } from '#server/platform/deps.ts'
import { inAudience, ownColumns, whoSitsJoins } from '#server/platform/who-sits.ts'
import { readUnderWay } from './interventions.ts'

type Line = AttemptRow & {
  familyName: string
  givenName: string
  group: string
  attemptId: string | null
  answeredCount: number
  lastSavedAt: Date | null
  contactAt: Date | null
  deviceCount: number
  unsynced: number
  unread: number
  closing: 'submit' | 'force_submit' | null
  attendance: Attendance | null
  browserStanding: BrowserStanding | null
  browserFault: BrowserFault | '' | null
  browserAt: Date | null
  browserRefusedAt: Date | null
  browserOutsideAt: Date | null
  passReason: string | null
  passAt: Date | null
  passBy: string | null
  ownRoom: string
  ownReason: string
}

/** Every student of the audience with the current state of their copy, those without a copy included. */
export async function monitorExam(
  deps: Deps,
  { courseId, examId, role = 'trainer' }: { courseId: string; examId: string; role?: Role },
) {
  const exam = await deps.db.exam.findFirst({
    where: { id: examId, courseId },
    include: { questions: { select: { stratum: true, take: true } } },
  })
  if (!exam) throw new Refusal('not_found')
  const slots = await readSlots(deps.db, exam)
  await writeContacts(deps)
  await writeStandings(deps)
  const [now, { rows }] = await Promise.all([
    readClock(deps.pool, deps),
    deps.pool.query<Line>({ name: 'monitor', text: monitorQuery, values: [examId] }),
  ])
  const roomCodeOf = (slotNumber: number) =>
    shownRoomCode(deps, { examId, slotNumber, roomCode: exam.roomCode as RoomCodeKind }, now)
  const isOver = isExamOver(exam.status)
  const wasShown = isOver ? await correctionShownBut(deps.db, examId) : () => false
  const cannotReopen = ({ group }: Line) => {
    if (wasShown(group)) return 'correction_shown' as const
    return isOver && role === 'invigilator' ? ('reopening_needs_trainer' as const) : null
  }
  return {
    examTitle: exam.title,
    examStatus: exam.status,
    joinCode: exam.joinCode,
    pause: exam.pausedAt && { since: exam.pausedAt.toISOString(), reason: exam.pauseReason },
    roomCode: roomCodeOf(0),
    slots: slots.map((slot) => ({
      ...viewSlot(slot),
      roomCode: roomCodeOf(slot.number),
      pause: slot.pausedAt && { since: slot.pausedAt.toISOString(), reason: slot.pauseReason },
    })),
    underWay: await readUnderWay(deps, examId),
    questionCount: askedCount(exam.questions),
    lockedBrowser: await browserOf(deps, exam),
    serverNow: now.toISOString(),
    timeZone: exam.timeZone,
    attempts: rows.toSorted(byName).map((line) => ({ ...lineOf(line, now), cannotReopen: cannotReopen(line) })),
  }
}

function lineOf(line: Line, now: Date) {
  const current = line.attemptId ? asOf(toAttempt(line), now) : null
  const isRunning = current?.status === 'in_progress' || current?.status === 'paused'
  return {
    studentId: line.studentId,
    familyName: line.familyName,
    givenName: line.givenName,
    group: line.group,
    slot: line.slotNumber,
    override: overrideOf(line),
    hasExtraTime: extraTimeAt(line.extraTime, line.startedAt ?? now).kind !== 'none',
    attemptId: line.attemptId,
    status: statusOf(current?.status ?? 'ready', line.attendance),
    answeredCount: line.answeredCount,
    startedAt: line.startedAt?.toISOString() ?? null,
    closedAt: current && 'closedAt' in current ? current.closedAt.toISOString() : null,
    remainingMs: current && isRunning ? Math.round(remainingMs(current, now)) : null,
    lastSavedAt: line.lastSavedAt?.toISOString() ?? null,
    heardAt: line.startedAt && latestOf([line.startedAt, line.lastSavedAt, line.contactAt]).toISOString(),
    deviceCount: line.deviceCount,
    unsyncedCount: line.unsynced,
    unreadCount: line.unread,
    grantedMinutes: line.grantsMs ? line.grantsMs / 60_000 : 0,
    isCollected: current?.status === 'submitted' && line.closing === 'force_submit',
    isRobot: line.device.startsWith(robotDevice),
    isPaper: line.device === paperDevice,
    attendance: line.attendance,
    browser: browserStandingOf(line),
    browserPass:
      line.passReason !== null && line.passAt
        ? { reason: line.passReason, at: line.passAt.toISOString(), byName: line.passBy ?? '' }
        : null,
  }
}

/** Null: the exam does not ask for the locked browser, or nothing was heard of them. */
function browserStandingOf(line: Line) {
  const { browserStanding: standing, browserAt: at, browserFault: fault } = line
  if (standing === null || at === null) return null
  return {
    standing,
    fault: fault || null,
    at: at.toISOString(),
    refusedAt: line.browserRefusedAt?.toISOString() ?? null,
    outsideAt: line.browserOutsideAt?.toISOString() ?? null,
  }
}

/** What the room has to know of the locked browser; the files of the school have passwords of their own. */
async function browserOf({ db }: Deps, { id, lockedBrowser, quitPassword }: Exam) {
  const use = lockedBrowser as LockedBrowserUse
  if (use === 'off') return null
  const files = await db.lockedBrowserFile.count({ where: { examId: id } })
  return { use, quitPassword: files > 0 ? null : quitPassword }
}

/** What differs for this student alone; null: nothing. */
function overrideOf({ ownOpensAt, ownClosesAt, ownMinutes, ownRoom, ownReason }: Line) {
  if (ownOpensAt === null && ownClosesAt === null && ownMinutes === 0 && ownRoom === '') return null
  return {
    opensAt: ownOpensAt?.toISOString() ?? null,
    closesAt: ownClosesAt?.toISOString() ?? null,
    ...{ minutes: ownMinutes, room: ownRoom, reason: ownReason },
  }
}

const latestOf = (instants: readonly (Date | null)[]) =>
  new Date(Math.max(...instants.map((instant) => instant?.getTime() ?? 0)))

/** Absent when noted absent and not started; a student who comes late and starts is present. */
const statusOf = (status: AttemptStatus, attendance: Attendance | null) =>
  status === 'ready' && (attendance === 'abi' || attendance === 'abj') ? ('absent' as const) : status

const monitorQuery = `
  select s.id as "studentId", s."familyName", s."givenName", s."group", s."extraTime", a.id as "attemptId", a.id,
    coalesce(a.status, 'ready') as status, a."startedAt", a."pausedAt", a."closedAt", a.deadline,
    coalesce(a."pausedMs", 0)::float8 as "pausedMs", coalesce(a."grantsMs", 0)::float8 as "grantsMs",
    coalesce(a."timingVersion", 1) as "timingVersion", coalesce(a.device, '') as device, coalesce(a.epoch, 0) as epoch,
    e."limitMinutes", e."graceSeconds", e."timeZone", ${ownColumns},
    coalesce(cand.room, '') as "ownRoom", coalesce(cand.reason, '') as "ownReason",
    coalesce(done.answered, 0)::int as "answeredCount", done.last as "lastSavedAt", contact.at as "contactAt",
    coalesce(seen.devices, 0)::int as "deviceCount", coalesce(a.unsynced, 0) as unsynced,
    coalesce(unread.unread, 0)::int as unread, noted.status as attendance, ended.type as closing,
    browser.standing as "browserStanding", browser.why as "browserFault", browser.at as "browserAt",
    browser."refusedAt" as "browserRefusedAt", browser."outsideAt" as "browserOutsideAt",
    pass.reason as "passReason", pass.at as "passAt", pass."byName" as "passBy"
  from "Exam" e
  join "Student" s on s."courseId" = e."courseId"
  left join "Attempt" a on a."examId" = e.id and a."studentId" = s.id
  ${whoSitsJoins}
  left join lateral (
    select count(*) filter (where cardinality(choices) > 0) as answered, max("savedAt") as last
    from "Answer" w where w."attemptId" = a.id
  ) done on true
  left join lateral (
    select count(distinct split_part(ev.detail->>'device', ':', 1)) as devices
    from "AttemptEvent" ev where ev."attemptId" = a.id and ev.type in ('start', 'take_over')
  ) seen on true
  left join lateral (
    select count(*) as unread from "MessageReading" r where r."attemptId" = a.id and r."readAt" is null
  ) unread on true
  left join lateral (
    select ev.type from "AttemptEvent" ev
    where ev."attemptId" = a.id and a.status = 'submitted' and ev.type in ('submit', 'force_submit')
    order by ev.id desc limit 1
  ) ended on true
  left join "AttemptContact" contact on contact."attemptId" = a.id
  left join "LockedBrowserContact" browser on e."lockedBrowser" <> 'off' and browser."examId" = e.id
    and browser."studentId" = s.id
  left join lateral (
    select * from "LockedBrowserPass" p
    where p."examId" = e.id and p."studentId" = s.id and p."withdrawnAt" is null order by p.at limit 1
  ) pass on true
  left join "Attendance" noted on noted."examId" = e.id and noted."studentId" = s.id
  where e.id = $1 and ((s."archivedAt" is null and ${inAudience}) or a."startedAt" is not null)
  order by s.id`

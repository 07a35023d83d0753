import { Refusal } from '#core/refusal.ts'
import { asOf, remainingMs } from '#core/sitting.ts'
import type { ExtraTime } from '#core/timing.ts'
import type { Deps } from '#server/platform/deps.ts'
import { readClock } from './change.ts'
import { type AttemptRow, toAttempt } from './load.ts'

type Line = AttemptRow & {
  familyName: string
  givenName: string
  group: string
  attemptId: string | null
  answeredCount: number
  lastSavedAt: Date | null
  deviceCount: number
  joinCode: string
}

/** Every student of the exam with the state of their copy at this instant. Those with no copy yet are there too. */
export async function monitorExam(deps: Deps, { courseId, examId }: { courseId: string; examId: string }) {
  const exam = await deps.db.exam.findFirst({
    where: { id: examId, courseId },
    select: { title: true, status: true, joinCode: true, _count: { select: { questions: true } } },
  })
  if (!exam) throw new Refusal('not_found')
  const [now, { rows }] = await Promise.all([
    readClock(deps.pool, deps),
    deps.pool.query<Line>({ name: 'monitor', text: monitorQuery, values: [examId] }),
  ])
  return {
    examTitle: exam.title,
    examStatus: exam.status,
    joinCode: exam.joinCode,
    questionCount: exam._count.questions,
    serverNow: now.toISOString(),
    attempts: rows.map((line) => lineOf(line, now)),
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
    hasExtraTime: (line.extraTime as ExtraTime).kind !== 'none',
    attemptId: line.attemptId,
    status: current?.status ?? ('ready' as const),
    answeredCount: line.answeredCount,
    startedAt: line.startedAt?.toISOString() ?? null,
    closedAt: current && 'closedAt' in current ? current.closedAt.toISOString() : null,
    remainingMs: current && isRunning ? Math.round(remainingMs(current, now)) : null,
    lastSavedAt: line.lastSavedAt?.toISOString() ?? null,
    deviceCount: line.deviceCount,
    grantedMinutes: line.grantsMs ? line.grantsMs / 60_000 : 0,
  }
}

const monitorQuery = `
  select s.id as "studentId", s."familyName", s."givenName", s."group", s."extraTime", a.id as "attemptId", a.id,
    coalesce(a.status, 'ready') as status, a."startedAt", a."pausedAt", a."closedAt", a.deadline,
    coalesce(a."pausedMs", 0)::float8 as "pausedMs", coalesce(a."grantsMs", 0)::float8 as "grantsMs",
    coalesce(a."timingVersion", 1) as "timingVersion", coalesce(a.device, '') as device, coalesce(a.epoch, 0) as epoch,
    e."limitMinutes", e."opensAt", e."closesAt", e."graceSeconds", e."timeZone",
    coalesce(done.answered, 0)::int as "answeredCount", done.last as "lastSavedAt",
    coalesce(done.devices, 0)::int as "deviceCount"
  from "Exam" e
  join "Student" s on s."courseId" = e."courseId"
  left join "Attempt" a on a."examId" = e.id and a."studentId" = s.id
  left join lateral (
    select count(*) filter (where cardinality(choices) > 0) as answered, max("savedAt") as last,
      count(distinct split_part(w.device, ':', 1)) as devices
    from "Answer" w where w."attemptId" = a.id
  ) done on true
  where e.id = $1 and (s."archivedAt" is null or a."startedAt" is not null)
  order by s."familyName", s."givenName"`

import type { PaperQuestion } from '#core/exams/draw.ts'
import { type ExamStatus, requireOpenExam } from '#core/exams/exam.ts'
import type { RoomCodeKind } from '#core/exams/room-code.ts'
import { Refusal } from '#core/refusal.ts'
import { studentActor } from '#server/attempts/actor.ts'
import { changeAttempt } from '#server/attempts/change.ts'
import { holdIfPaused } from '#server/attempts/entry/hold-if-paused.ts'
import { requireRoom } from '#server/attempts/entry/room-access.ts'
import { alignCopies } from '#server/exams/align-copies.ts'
import { createCopies } from '#server/exams/create-copies.ts'
import { pinSlots } from '#server/exams/slots.ts'
import { batched } from '#server/platform/batcher.ts'
import type { StudentCaller } from '#server/platform/caller.ts'
import type { Deps } from '#server/platform/deps.ts'
import { inAudience, whoSitsJoins } from '#server/platform/who-sits.ts'
import { sittingOf } from './sitting.ts'

/** Starts or continues the copy of this student: a double click, two tabs or two servers get the same one. */
export async function startAttempt(deps: Deps, caller: StudentCaller, { examId, device, ...room }: StartAttemptInput) {
  const { id: attemptId, paper, slot } = await findOrDraw(deps, caller, { examId, ...room })
  let changed = await changeAttempt(deps, {
    attemptId,
    reach: { studentId: caller.studentId },
    event: { type: 'start', device },
    actor: studentActor(caller),
  })
  if (changed.hasChanged && slot) {
    const { isListed, number } = slot
    await pinSlots(deps.db, { examId, isListed, students: [{ studentId: caller.studentId, slot: number }] })
  }
  if (changed.hasChanged) changed = (await holdIfPaused(deps, { attemptId, examId })) ?? changed
  // A copy started by this request has no answers to load.
  return sittingOf(deps, changed, { now: changed.now, paper, ...(changed.hasChanged ? { answers: [] } : {}) })
}

type StartAttemptInput = { examId: string; device: string; roomCode?: string | undefined; ip: string }
type StartedPlace = { examId: string; studentId: string; courseId: string }
/** `slot`: of an exam with several, the one they start in. */
type DrawnPaper = { id: string; paper: PaperQuestion[]; slot: { number: number; isListed: boolean } | null }
type StartRow = Partial<Omit<DrawnPaper, 'slot'>> & {
  startedAt: Date | null
  examStatus: ExamStatus
  slotNumber: number
  hasSlots: boolean
  isClass: boolean
  isInAudience: boolean
  /** Their copy, not started, asks what another slot asks: their group was changed since it was drawn. */
  isOfOtherSlot: boolean
  roomCode: RoomCodeKind
  networks: string[]
}

async function findOrDraw(
  deps: Deps,
  { studentId, courseId }: StudentCaller,
  { examId, roomCode, ip }: Omit<StartAttemptInput, 'device'>,
): Promise<DrawnPaper> {
  const found = await findInBatch(deps, { examId, studentId, courseId })
  // For a student who is not in its audience, an exam does not exist; a started copy keeps them in.
  if (!found || found.examStatus === 'draft' || !(found.isInAudience || found.startedAt)) throw new Refusal('not_found')
  // A started copy continues by its own clock, whatever happens to the exam.
  if (!found.startedAt) {
    requireOpenExam(found.examStatus)
    await requireRoom(deps, { ...found, examId }, { studentId, ip, roomCode, now: deps.now() })
  }
  const slot = found.hasSlots ? { number: found.slotNumber, isListed: !found.isClass } : null
  if (found.id && found.paper && !found.isOfOtherSlot) return { id: found.id, paper: found.paper, slot }
  // For a student added after the publication, the copy is drawn now.
  await deps.db.$transaction(async (tx) => {
    await createCopies(deps, { tx, examId, studentId })
    await alignCopies({ tx, examId, studentId })
  })
  const drawn = await deps.db.attempt.findUnique({ where: { examId_studentId: { examId, studentId } } })
  // The student was archived or the exam withdrawn in the meantime.
  if (!drawn) throw new Refusal('not_found')
  return { id: drawn.id, paper: drawn.paper, slot }
}

const findInBatch = batched(async ({ pool }: Deps, wanted: StartedPlace[]): Promise<(StartRow | undefined)[]> => {
  const { rows } = await pool.query<StartRow & { number: number }>({
    name: 'attempts-of-exam',
    text: `select wanted.number::int, a.id, a.paper, a."startedAt", e.status as "examStatus", e."roomCode", e.networks,
             exists (select from "ExamSlot" x where x."examId" = e.id) as "hasSlots", e.audience->>'kind' = 'class' as "isClass",
             coalesce(slot.number, 0) as "slotNumber", ${inAudience} as "isInAudience",
             case when e."ownQuestions" and a."startedAt" is null then exists (
               select from "ExamQuestion" q
               where q."examId" = e.id and q.slots <> '{}' and coalesce(slot.number, 0) <> all(q.slots)
                 and a.paper @> jsonb_build_array(jsonb_build_object('questionId', q.id::text))
             ) else false end as "isOfOtherSlot"
           from unnest($1::uuid[], $2::uuid[], $3::uuid[]) with ordinality as wanted(exam, student, course, number)
           join "Exam" e on e.id = exam and e."courseId" = course
           join "Student" s on s.id = student
           left join "Attempt" a on a."examId" = exam and a."studentId" = student
           ${whoSitsJoins}`,
    values: [
      wanted.map(({ examId }) => examId),
      wanted.map(({ studentId }) => studentId),
      wanted.map(({ courseId }) => courseId),
    ],
  })
  const found = new Map(rows.map((row) => [row.number, row]))
  return wanted.map((_, i) => found.get(i + 1))
})

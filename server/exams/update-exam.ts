import type { ExamDraft } from '#contract/exams/exam-draft.ts'
import { canonicalJson } from '#core/canonical-json.ts'
import { requireDraft } from '#core/exams/exam.ts'
import { Refusal } from '#core/refusal.ts'
import type { Exam } from '#prisma/client/client.ts'
import { isTimeZone } from '#server/auth/update-course.ts'
import { type Actor, audit } from '#server/platform/audit.ts'
import type { Deps } from '#server/platform/deps.ts'
import { drawnAfter, slowly } from './draw-from-bank.ts'
import { type ExamPlace, lockExam, requireExamRevision } from './exam.ts'

type Update = ExamPlace & { draft: ExamDraft; revision: number; actor: Actor }

/** A draft may be incomplete; what prevents publication is reported at publication. */
export async function updateExam({ db }: Deps, { draft, revision, actor, ...place }: Update) {
  if (!isTimeZone(draft.timeZone))
    throw new Refusal('invalid_request', [{ where: 'body', path: 'timeZone', code: 'unknown_time_zone' }])
  await db.$transaction(async (tx) => {
    const exam = await lockExam(tx, place)
    requireDraft(exam.status)
    requireExamRevision(exam, revision)
    requireBounds(draft)
    const next = {
      ...draft,
      opensAt: instantOf(draft.opensAt),
      closesAt: instantOf(draft.closesAt),
    }
    const { before, after } = differences(exam, next)
    if (Object.keys(after).length === 0) return
    const drawn = changesDraw(after) ? { drawn: await drawnAfter({ db: tx }, exam, next) } : {}
    await tx.exam.update({ where: { id: exam.id }, data: { ...next, ...drawn, revision: exam.revision + 1 } })
    await audit(tx, {
      courseId: exam.courseId,
      actor,
      action: 'exam.update',
      subject: `exam:${exam.id}`,
      before,
      after,
    })
  }, slowly)
  return place
}

/** The plan, and what makes two questions worth as much. */
const changesDraw = (after: object) =>
  ['blueprint', 'exceptions', 'questionPoints', 'scale', 'ownQuestions'].some((name) => name in after)

/** A floor above the ceiling, or a ceiling above every mark, would say two things. */
function requireBounds({ markRule: { outOf, floor, ceiling = outOf } }: ExamDraft) {
  if (floor > ceiling || floor > outOf)
    throw new Refusal('invalid_request', [{ where: 'body', path: 'markRule.floor', code: 'floor_above_ceiling' }])
}

const instantOf = (text: string | null) => (text === null ? null : new Date(text))

/** Only the changed fields, to keep audit entries readable. */
function differences(exam: Exam, next: Record<string, unknown>) {
  const current: Record<string, unknown> = { ...exam }
  const changed = Object.keys(next).filter((name) => canonicalJson(current[name]) !== canonicalJson(next[name]))
  const pick = (from: Record<string, unknown>) => Object.fromEntries(changed.map((name) => [name, from[name] ?? null]))
  return { before: pick(current), after: pick(next) }
}

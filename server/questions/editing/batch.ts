import type { batchKinds } from '#contract/questions/question-batches.ts'
import { canonicalJson } from '#core/canonical-json.ts'
import { outlineWithout } from '#core/courses/material-outline.ts'
import { type Outline, wholeOutline } from '#core/courses/outline.ts'
import { Refusal } from '#core/refusal.ts'
import type { Prisma, QuestionBatch } from '#prisma/client/client.ts'
import { type Actor, audit } from '#server/platform/audit.ts'
import type { Deps } from '#server/platform/deps.ts'
import { refreshPassages } from '#server/questions/bank/course-passages.ts'
import { bankWriting, lockBank } from '#server/questions/bank/lock-bank.ts'
import { readOutlineOf, writeOutline } from '#server/questions/bank/write-outline.ts'
import { placeHomeless } from './place-questions.ts'

export type BatchKind = (typeof batchKinds)[number]
export type BatchPlace = { courseId: string; batchId: string }

/** A question before a batch, and the version that the batch wrote, if any. */
export type ChangedQuestion = { id: string; versionId: string | null; section: string; archivedAt: string | null }

const mostListed = 20

export async function findBatch({ db }: Deps, { courseId, batchId }: BatchPlace) {
  const batch = await db.questionBatch.findFirst({
    where: { id: batchId, courseId, state: { in: ['staged', 'written'] } },
    omit: { staged: true },
  })
  if (!batch) throw new Refusal('not_found')
  return batchView(batch)
}

export async function listBatches({ db }: Deps, courseId: string) {
  const batches = await db.questionBatch.findMany({
    where: { courseId, state: 'written' },
    orderBy: [{ at: 'desc' }, { id: 'asc' }],
    take: mostListed,
    omit: { staged: true },
  })
  return { batches: batches.map(batchView) }
}

export function batchView({
  id,
  kind,
  label,
  at,
  byName,
  state,
  done,
  total,
  added,
  changed,
}: Omit<QuestionBatch, 'staged'>) {
  return {
    id,
    kind: kind as BatchKind,
    label,
    at: at.toISOString(),
    byName,
    state: state as 'staged' | 'written',
    done,
    total,
    added: (added as unknown[]).length,
    changed: (changed as unknown[]).length,
  }
}

/** Undoes a batch: deletes what it added and restores what it changed. Refused once something depends on it. */
export async function undoBatch({ db, now }: Deps, { courseId, batchId, actor }: BatchPlace & { actor: Actor }) {
  await db.$transaction(async (tx) => {
    await lockBank(tx, courseId)
    const batch = await tx.questionBatch.findFirst({
      where: { id: batchId, courseId, state: 'written' },
      omit: { staged: true },
    })
    if (!batch) throw new Refusal('not_found')
    const added = batch.added as string[]
    const changed = batch.changed
    await refuseInUse(tx, { courseId, added, changed })
    await tx.question.deleteMany({ where: { id: { in: added }, courseId } })
    await tx.questionVersion.deleteMany({ where: { id: { in: changed.flatMap(({ versionId }) => versionId ?? []) } } })
    await putBack(tx, changed)
    const outline = await takeBackOutline(tx, { courseId, added: batch.outline })
    // The section a question had may be gone.
    await placeHomeless(tx, { courseId, outline, origin: 'browser', byId: actor.id, at: now() })
    await tx.questionBatch.delete({ where: { id: batchId } })
    const before = { kind: batch.kind, label: batch.label, added: added.length, changed: changed.length }
    await audit(tx, { courseId, actor, action: 'questions.undo', subject: `batch:${batchId}`, before })
  }, bankWriting)
  return { done: true as const }
}

/** Takes the text, the sections and the sessions back that the batch added, but for those that hold questions or sections since. */
async function takeBackOutline(
  tx: Prisma.TransactionClient,
  { courseId, added }: { courseId: string; added: QuestionBatch['outline'] },
): Promise<Outline> {
  const { outline } = await readOutlineOf(tx, courseId)
  if (!added) return outline
  const rows = await tx.question.groupBy({ by: ['section'], where: { courseId } })
  const used = new Set(rows.map(({ section }) => section))
  const next = wholeOutline({ sessions: outlineWithout(outline.sessions, { added, used }) })
  if (canonicalJson(next) !== canonicalJson(outline)) await writeOutline(tx, { courseId, outline: next })
  const { count } = await tx.courseMaterial.deleteMany({ where: { courseId, id: { in: added.materials ?? [] } } })
  if (count > 0) await refreshPassages(tx, courseId)
  return next
}

async function putBack(tx: Prisma.TransactionClient, changed: readonly ChangedQuestion[]) {
  await tx.$executeRaw`
    update "Question" q set section = given.section, "archivedAt" = given.archived_at::timestamptz
    from unnest(${changed.map(({ id }) => id)}::uuid[], ${changed.map(({ section }) => section)}::text[],
      ${changed.map(({ archivedAt }) => archivedAt)}::text[]) as given(id, section, archived_at)
    where q.id = given.id`
}

type BatchContent = { courseId: string; added: readonly string[]; changed: readonly ChangedQuestion[] }

/** Used by an exam, fixed in a draft, or changed since by a person, a file or a later batch. */
async function refuseInUse(tx: Prisma.TransactionClient, { courseId, added, changed }: BatchContent) {
  const versions = changed.flatMap(({ versionId }) => versionId ?? [])
  const rows = await tx.$queryRaw<{ questions: number }[]>`
    select count(*)::int as questions from "Question" q where q."courseId" = ${courseId}::uuid and (
      (q.id = any(${added}::uuid[]) and (
        exists (select 1 from "ExamQuestion" e where e."questionId" = q.id)
        or exists (select 1 from "Exam" e where e."courseId" = q."courseId" and e.status = 'draft'
          and jsonb_exists(e.blueprint->'questionIds', q.key))
        or exists (select 1 from "QuestionVersion" v where v."questionId" = q.id and v.number > 1)))
      or exists (select 1 from "QuestionVersion" v where v."questionId" = q.id and v.id = any(${versions}::uuid[]) and (
        exists (select 1 from "ExamQuestion" e where e."versionId" = v.id)
        or exists (select 1 from "QuestionVersion" l where l."questionId" = q.id and l.number > v.number))))`
  const questions = rows[0]?.questions ?? 0
  if (questions > 0) throw new Refusal('questions_in_use', { questions })
}

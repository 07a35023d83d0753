import type { Language } from '#core/language.ts'
import { Refusal } from '#core/refusal.ts'
import { Prisma } from '#prisma/client/client.ts'
import { type Actor, audit } from '#server/platform/audit.ts'
import type { Deps } from '#server/platform/deps.ts'
import { bankWriting, lockBank } from '#server/questions/bank/lock-bank.ts'
import { type BatchPlace, batchView, type ChangedQuestion } from '#server/questions/editing/batch.ts'
import { stampNew } from '#server/questions/editing/stamp-new.ts'
import {
  addQuestions,
  addVersions,
  type CurrentQuestion,
  currentQuestions,
  hashOf,
  type Next,
} from '#server/questions/editing/write-versions.ts'
import { findLanguage } from '#server/questions/queries.ts'
import { renderQuestions } from '#server/questions/rendering/rendering.ts'
import { toQuestion } from '#server/questions/to-question.ts'
import type { StagedQuestions } from './plan-question-import.ts'

type ConfirmImportInput = BatchPlace & { leave: readonly string[]; actor: Actor }
type StoredForInput = { added: Next[]; changed: (Next & { from: string })[] }

/** Writes the previewed import, all or nothing. Prepared in a worker thread, so that students are served meanwhile. */
export async function confirmImport(deps: Deps, { courseId, batchId, leave, actor }: ConfirmImportInput) {
  const found = await deps.db.questionBatch.findFirst({ where: { id: batchId, courseId, kind: 'import' } })
  if (!found) throw new Refusal('not_found')
  if (found.state === 'written') return batchView(found)
  const staged = found.staged ?? { added: [], changed: [] }
  const wanted = { ...staged, changed: staged.changed.filter(({ file }) => !leave.includes(file.id)) }
  if (wanted.added.length + wanted.changed.length === 0) throw new Refusal('nothing_to_import')
  const language = await findLanguage(deps, courseId)
  const ready = await makeReady(deps, { batchId, wanted, language })
  return deps.db.$transaction(async (tx) => {
    await lockBank(tx, courseId)
    const now = await tx.questionBatch.findUniqueOrThrow({ where: { id: batchId }, omit: { staged: true } })
    // A second click has no effect.
    if (now.state === 'written') return batchView(now)
    const stored = storedFor(ready, await currentQuestions(tx, courseId))
    const writer = { origin: 'import' as const, byId: actor.id, at: deps.now() }
    const added = await addQuestions(tx, { courseId, added: ready.added, ...writer })
    await stampNew(tx, { courseId, ids: added })
    const changed = await change(tx, { stored, writer })
    const written = await tx.questionBatch.update({
      where: { id: batchId },
      data: {
        state: 'written',
        at: deps.now(),
        byName: actor.name,
        staged: Prisma.DbNull,
        added,
        changed,
      },
      omit: { staged: true },
    })
    const after = { label: found.label, added: added.length, changed: changed.length }
    await audit(tx, { courseId, actor, action: 'questions.import', subject: `batch:${batchId}`, after })
    return batchView(written)
  }, bankWriting)
}

const atOnce = 100

async function makeReady(
  { db }: Deps,
  { batchId, wanted, language }: { batchId: string; wanted: StagedQuestions; language: Language },
): Promise<StoredForInput> {
  const ready: StoredForInput = { added: [], changed: [] }
  const all = [
    ...wanted.added.map(({ file, section }) => ({ question: toQuestion(file, { section, language }), from: null })),
    ...wanted.changed.map(({ file, section, from }) => ({ question: toQuestion(file, { section, language }), from })),
  ]
  for (let done = 0; done < all.length; done += atOnce) {
    await db.questionBatch.update({ where: { id: batchId }, data: { done, total: all.length } })
    const batch = all.slice(done, done + atOnce)
    const rendered = await renderQuestions(batch.map(({ question }) => question))
    for (const [index, { question, from }] of batch.entries()) {
      const shown = rendered[index]
      // Checked when it was staged, so a failure now means that the rules have changed since.
      if (!shown) throw new Refusal('preview_outdated')
      const next = { question, hash: hashOf(question), rendered: shown }
      if (from === null) ready.added.push(next)
      else ready.changed.push({ ...next, from })
    }
  }
  await db.questionBatch.update({ where: { id: batchId }, data: { done: all.length, total: all.length } })
  return ready
}

/** The bank must not have changed since the preview. */
function storedFor({ added, changed }: StoredForInput, current: readonly CurrentQuestion[]) {
  const known = new Map(current.map((one) => [one.key, one]))
  if (added.some(({ question }) => known.has(question.id))) throw new Refusal('preview_outdated')
  return changed.map(({ from, ...next }) => {
    const stored = known.get(next.question.id)
    if (stored?.hash !== from) throw new Refusal('preview_outdated')
    return { ...next, stored }
  })
}

type Writer = { origin: 'import'; byId: string | null; at: Date }

async function change(
  tx: Prisma.TransactionClient,
  { stored, writer }: { stored: (Next & { stored: CurrentQuestion })[]; writer: Writer },
): Promise<ChangedQuestion[]> {
  const rows = await tx.question.findMany({
    where: { id: { in: stored.map((one) => one.stored.id) } },
    select: { id: true, section: true, archivedAt: true },
  })
  const written = new Map(
    (await addVersions(tx, { changed: stored, ...writer })).map(({ id, versionId }) => [id, versionId]),
  )
  return rows.map(({ id, section, archivedAt }) => ({
    id,
    section,
    archivedAt: archivedAt?.toISOString() ?? null,
    versionId: written.get(id) ?? null,
  }))
}

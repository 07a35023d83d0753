import type { HandlerInput } from '#contract/endpoint.ts'
import type { saveStagedDraft as contract } from '#contract/questions/question-batches.ts'
import type { Question } from '#core/questions/question.ts'
import { Refusal } from '#core/refusal.ts'
import type { Prisma } from '#prisma/client/client.ts'
import type { Deps } from '#server/platform/deps.ts'
import { task } from '#server/platform/workers.ts'
import { findCourseWords } from '#server/questions/bank/course-words.ts'
import { lockBank } from '#server/questions/bank/lock-bank.ts'
import type { BatchPlace } from '#server/questions/editing/batch.ts'
import { draftOfQuestion, questionOfDraft } from '#server/questions/editing/draft-question.ts'
import { requireWhole } from '#server/questions/editing/save-question.ts'
import { hashOf } from '#server/questions/editing/write-versions.ts'
import { questionToFile } from '#server/questions/formats/question-to-file.ts'
import { findHeadings, findLanguage } from '#server/questions/queries.ts'
import { toQuestion } from '#server/questions/to-question.ts'
import type { viewEditedDraft as work } from './view-edited-draft.ts'

const viewEditedDraft = task<typeof work>('viewEditedDraft')

type DraftPlace = BatchPlace & { key: string }

/** A draft of an assistant that waits for a decision, to be changed before. */
export async function readStagedDraft(deps: Deps, place: DraftPlace) {
  const [{ question }, headings] = await Promise.all([
    findDraft(deps, deps.db, place),
    findHeadings(deps, place.courseId),
  ])
  return { ...draftOfQuestion(question), from: hashOf(question), headings }
}

type SaveInput = DraftPlace & HandlerInput<typeof contract>['body']

/** Changes a draft where it waits. It keeps its origin and its identifier, and has to hold what any draft must. */
export async function saveStagedDraft(deps: Deps, { courseId, batchId, key, from, ...draft }: SaveInput) {
  const place = { courseId, batchId, key }
  const language = await findLanguage(deps, courseId)
  const words = await findCourseWords(deps, courseId)
  const { question: before } = await findDraft(deps, deps.db, place)
  const question = questionOfDraft(draft, { id: key, before, language })
  await requireWhole(deps, { courseId, question })
  const { barred, shown } = await viewEditedDraft({ question, words })
  if (barred) throw new Refusal('draft_not_proven')
  return deps.db.$transaction(async (tx) => {
    await lockBank(tx, courseId)
    const { staged, question: now } = await findDraft(deps, tx, place)
    if (hashOf(now) !== from) throw new Refusal('changed_meanwhile')
    const { section } = question
    await tx.questionBatch.update({
      where: { id: batchId },
      data: {
        // Says to who accepts at the same moment that it changed.
        at: deps.now(),
        staged: {
          ...staged,
          added: staged.added.map((one) => (one.file.id === key ? { file: questionToFile(question), section } : one)),
          view: { ...staged.view, added: staged.view.added.map((one) => (one.key === key ? shown : one)) },
        },
      },
    })
    return { done: true as const }
  })
}

async function findDraft(deps: Deps, db: Prisma.TransactionClient, { courseId, batchId, key }: DraftPlace) {
  const batch = await db.questionBatch.findFirst({
    where: { id: batchId, courseId, kind: 'assistant', state: 'staged' },
    select: { staged: true },
  })
  const { view, ...staged } = batch?.staged ?? { added: [] }
  const found = staged.added.find(({ file }) => file.id === key)
  if (!batch?.staged || !view || !found) throw new Refusal('not_found')
  const language = await findLanguage(deps, courseId)
  const question: Question = toQuestion(found.file, { section: found.section, language })
  return { staged: { ...batch.staged, view }, question }
}

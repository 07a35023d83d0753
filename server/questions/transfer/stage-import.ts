import type { HandlerInput } from '#contract/endpoint.ts'
import type { stageImport as contract } from '#contract/questions/question-batches.ts'
import type { Outline } from '#core/courses/outline.ts'
import { addedBetween, decideOutlineChange } from '#core/courses/outline-change.ts'
import type { Question } from '#core/questions/question.ts'
import { Refusal } from '#core/refusal.ts'
import type { Actor } from '#server/platform/audit.ts'
import { bytesOf } from '#server/platform/bytes-of.ts'
import type { Deps } from '#server/platform/deps.ts'
import { task } from '#server/platform/workers.ts'
import { findCourseWords } from '#server/questions/bank/course-words.ts'
import type { BatchPlace } from '#server/questions/editing/batch.ts'
import { everyAddress, keepImages } from '#server/questions/images/keep-images.ts'
import { findLanguage, findOutline } from '#server/questions/queries.ts'
import type { StagedQuestions, planQuestionImport as work } from './plan-question-import.ts'

const planQuestionImport = task<typeof work>('planQuestionImport')

type StageImportInput = HandlerInput<typeof contract>['body'] & { courseId: string; actor: Actor }

const keptHours = 24

export async function stageImport(deps: Deps, { courseId, base64, actor, ...given }: StageImportInput) {
  const { name, format, section, difficulty, level, seconds } = given
  const usual = { difficulty, level, seconds }
  const { sessions, staged, view } = await readImport(deps, {
    ...{ courseId, bytes: bytesOf(base64), name, format, section, usual },
  })
  const batchId = await keep(deps, { courseId, actor, name, staged })
  return { batchId, ...view, outline: outlineView({ sessions }, staged) }
}

type ReadImportInput = Pick<
  Parameters<typeof work>[0],
  'bytes' | 'name' | 'format' | 'section' | 'usual' | 'isDrafted'
> & {
  courseId: string
}

/** Reads what is to be imported, and keeps its images. */
async function readImport(deps: Deps, { courseId, ...given }: ReadImportInput) {
  const sessions = await findOutline(deps, courseId)
  const asked = {
    ...given,
    sections: sessions.flatMap((session) => session.sections),
    bank: await findEvery(deps, courseId),
    language: await findLanguage(deps, courseId),
    images: await everyAddress(deps, courseId),
    words: await findCourseWords(deps, courseId),
  }
  const { images, staged, view } = await planQuestionImport(asked, [given.bytes])
  // Images are stored now, but unused until a text shows them, so that confirming only writes texts.
  await keepImages(deps.db, { courseId, images, at: deps.now() })
  return { sessions, staged, view }
}

type StageDraftsInput = { courseId: string; batchId: string; section: string; answer: string }

/** Keeps the drafts in an answer of an assistant, in the batch that waited for it; nothing is written in the bank. */
export async function stageDrafts(deps: Deps, { courseId, batchId, section, answer }: StageDraftsInput) {
  const { staged, view } = await readImport(deps, {
    ...{ courseId, bytes: new Uint8Array(Buffer.from(answer)), name: '', format: 'yaml', section },
    usual: { difficulty: 'medium', level: 'understand', seconds: 60 },
    isDrafted: true,
  })
  const total = staged.added.length
  // Nothing when the request was forgotten meanwhile.
  await deps.db.questionBatch.updateMany({
    where: { id: batchId, state: 'drafting' },
    data: { state: 'staged', at: deps.now(), staged: { ...staged, view }, done: 0, total },
  })
}

/** The drafts of an assistant that wait for a decision. */
export async function readStagedDrafts({ db }: Deps, { courseId, batchId }: BatchPlace) {
  const batch = await db.questionBatch.findFirst({
    where: { id: batchId, courseId, kind: 'assistant', state: 'staged' },
    select: { staged: true },
  })
  if (!batch?.staged?.view) throw new Refusal('not_found')
  return { batchId, ...batch.staged.view, outline: null }
}

/** What taking the outline of the file would add. */
function outlineView(outline: Outline, { outline: proposed, text }: StagedQuestions) {
  if (!proposed) return null
  const change = decideOutlineChange(outline, { kind: 'add_outline', sessions: proposed })
  if ('fault' in change) return null
  const added = addedBetween(outline, change.outline)
  return { sessions: added.sessions.length, sections: added.sections.length, hasText: text !== undefined }
}

/** Archived ones too, because an identifier is never used for a second question. */
async function findEvery({ db }: Deps, courseId: string): Promise<Question[]> {
  const rows = await db.$queryRaw<{ content: Question }[]>`
    select distinct on (q.id) v.content from "Question" q join "QuestionVersion" v on v."questionId" = q.id
    where q."courseId" = ${courseId}::uuid order by q.id, v.number desc`
  return rows.map(({ content }) => content)
}

type KeepInput = { courseId: string; actor: Actor; name: string; staged: StagedQuestions }

async function keep({ db, now }: Deps, { courseId, actor, name, staged }: KeepInput): Promise<string> {
  // Unconfirmed imports are deleted after a day.
  const old = new Date(now().getTime() - keptHours * 3_600_000)
  await db.questionBatch.deleteMany({ where: { courseId, state: { not: 'written' }, at: { lt: old } } })
  const { id } = await db.questionBatch.create({
    data: {
      courseId,
      at: now(),
      byName: actor.name,
      kind: 'import',
      label: name,
      state: 'staged',
      staged: staged,
      total: staged.added.length + staged.changed.length,
    },
    select: { id: true },
  })
  return id
}

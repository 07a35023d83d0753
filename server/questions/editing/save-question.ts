import type { DraftFault, QuestionDraft } from '#contract/questions/question-writing.ts'
import { headingName } from '#core/questions/course-text.ts'
import { noCourse } from '#core/questions/lint/quote.ts'
import type { Question } from '#core/questions/question.ts'
import { Refusal } from '#core/refusal.ts'
import { freeId, slugOf } from '#core/slug.ts'
import { Prisma } from '#prisma/client/client.ts'
import { type Actor, audit } from '#server/platform/audit.ts'
import type { Deps } from '#server/platform/deps.ts'
import { lockBank } from '#server/questions/bank/lock-bank.ts'
import { readOutlineOf } from '#server/questions/bank/write-outline.ts'
import { missingImageFaults } from '#server/questions/images/keep-images.ts'
import { findLanguage } from '#server/questions/queries.ts'
import type { RenderedQuestion } from '#server/questions/rendering/render.ts'
import { readDraftInThread, renderQuestions } from '#server/questions/rendering/rendering.ts'
import { aroundDraft } from './around-draft.ts'
import { faultsOfDraft, questionOfDraft } from './draft-question.ts'
import { isPlace } from './place-questions.ts'
import { changeSharedContext, withContextId } from './shared-context.ts'
import { addQuestions, addVersions, hashOf } from './write-versions.ts'

type Place = { courseId: string; questionId: string }
type Saved = { id: string; key: string; version: number }

/** Creates a question in the bank; it is in no file until the bank is exported. */
export async function createQuestion(
  deps: Deps,
  { courseId, draft, actor }: { courseId: string; draft: QuestionDraft; actor: Actor },
): Promise<Saved> {
  const language = await findLanguage(deps, courseId)
  const rendered = await requireWhole(deps, {
    courseId,
    question: questionOfDraft(draft, { id: '', before: null, language }),
  })
  return deps.db.$transaction(async (tx) => {
    await lockBank(tx, courseId)
    const keys = await tx.question.findMany({ where: { courseId }, select: { key: true } })
    const wanted = slugOf(`${draft.section} ${draft.stem.slice(0, 40)}`)
    const key = freeId(wanted, new Set(keys.map((one) => one.key)))
    const asked = questionOfDraft(draft, { id: key, before: null, language })
    const question = await withContextId(tx, courseId, asked)
    const writer = { origin: 'browser' as const, byId: actor.id, at: deps.now() }
    const added = [{ question, hash: hashOf(question), rendered }]
    const [id = ''] = await addQuestions(tx, { courseId, added, ...writer })
    await changeSharedContext(tx, { courseId, question, rendered, writer })
    await stampAsToday(tx, { courseId, id, heading: question.source.heading })
    await audit(tx, { courseId, actor, action: 'question.create', subject: `question:${id}`, after: { key } })
    return { id, key, version: 1 }
  })
}

type Saving = Place & { draft: QuestionDraft; version: number; actor: Actor }

/** Saves a new version; an unchanged text makes none. */
export async function saveQuestion(deps: Deps, { draft, ...saving }: Saving): Promise<Saved> {
  // The rendering depends on the text alone, whatever version it follows.
  const language = await findLanguage(deps, saving.courseId)
  const alone = questionOfDraft(draft, { id: '', before: null, language })
  const rendered = await requireWhole(deps, { ...saving, question: alone })
  return writeNext(deps, {
    ...saving,
    action: 'question.save',
    next: ({ content }) => ({
      question: questionOfDraft(draft, { id: content.id, before: content, language }),
      rendered,
    }),
  })
}

/** Saves an older version again, as a new one. */
export async function restoreVersion(
  deps: Deps,
  { number, ...saving }: Place & { number: number; version: number; actor: Actor },
): Promise<Saved> {
  const older = await deps.db.questionVersion.findFirst({
    where: { number, question: { id: saving.questionId, courseId: saving.courseId } },
  })
  if (!older) throw new Refusal('not_found')
  const question = older.content
  const rendered = await requireShown(question)
  return writeNext(deps, { ...saving, action: 'question.restore', next: () => ({ question, rendered }) })
}

type Choosing = Place & { keep: 'bank' | 'file'; version: number; actor: Actor }

/** The file and the bank both changed: one is chosen, the other stays available in its file or among the versions. */
export async function resolveConflict(deps: Deps, { keep, ...saving }: Choosing): Promise<Saved> {
  const waiting = await deps.db.question.findFirst({
    where: { id: saving.questionId, courseId: saving.courseId },
    select: { proposal: true },
  })
  if (!waiting) throw new Refusal('not_found')
  const read = waiting.proposal
  const rendered = read && keep === 'file' ? await requireShown(read) : null
  return writeNext(deps, {
    ...saving,
    action: 'question.resolve',
    next: ({ content, proposal, rendered: renderedNow }) => {
      if (!proposal || !read || hashOf(proposal) !== hashOf(read)) throw new Refusal('changed_meanwhile')
      return rendered ? { question: proposal, rendered } : { question: content, rendered: renderedNow }
    },
    settle: ({ proposal }) => ({ proposal: Prisma.DbNull, ...(proposal ? { fileHash: hashOf(proposal) } : {}) }),
  })
}

type Now = { content: Question; rendered: RenderedQuestion; proposal: Question | null }
type Writing = Place & {
  version: number
  actor: Actor
  action: string
  next: (now: Now) => { question: Question; rendered: RenderedQuestion }
  settle?: (now: Now) => Prisma.QuestionUpdateInput
}

async function writeNext(deps: Deps, { courseId, questionId, version, actor, action, next, settle }: Writing) {
  return deps.db.$transaction(async (tx) => {
    await lockBank(tx, courseId)
    const found = await tx.question.findFirst({
      where: { id: questionId, courseId },
      include: { versions: { orderBy: { number: 'desc' }, take: 1 } },
    })
    const latest = found?.versions[0]
    if (!found || !latest) throw new Refusal('not_found')
    // Somebody else saved in between: their version must be read first.
    if (latest.number !== version) throw new Refusal('changed_meanwhile', { version: latest.number })
    const now = {
      content: latest.content,
      rendered: latest.rendered,
      proposal: found.proposal,
    }
    const { question: asked, rendered } = next(now)
    const { outline } = await readOutlineOf(tx, courseId)
    // An older text, or one of a file, may name a section that is gone.
    const placed = isPlace(outline, asked.section) ? asked : { ...asked, section: found.section }
    const question = await withContextId(tx, courseId, placed)
    const hash = hashOf(question)
    const isSame = hash === latest.hash
    if (!isSame) {
      const writer = { origin: 'browser' as const, byId: actor.id, at: deps.now() }
      const changed = [{ question, hash, rendered, stored: { id: questionId, number: version } }]
      await addVersions(tx, { changed, ...writer })
      // An older version, or a file, speaks for one question alone.
      if (action === 'question.save') await changeSharedContext(tx, { courseId, question, rendered, writer })
    }
    if (settle) await tx.question.update({ where: { id: questionId }, data: settle(now) })
    const { heading } = question.source
    // One written before the course had its text is stamped as soon as it is saved.
    const isUnstamped = found.stamp === null
    if (isUnstamped || heading !== now.content.source.heading)
      await stampAsToday(tx, { courseId, id: questionId, heading })
    const number = isSame ? version : version + 1
    if (!isSame || settle) {
      const subject = `question:${questionId}`
      await audit(tx, { courseId, actor, action, subject, before: { version }, after: { version: number } })
    }
    return { id: questionId, key: found.key, version: number }
  })
}

type Whole = { courseId: string; questionId?: string; question: Question }

/** Renders the question; refused with all its faults. */
export async function requireWhole(deps: Deps, { courseId, questionId, question }: Whole): Promise<RenderedQuestion> {
  const { rendered, images } = await readDraftInThread({ question, section: [], course: noCourse })
  const faults: DraftFault[] = [
    ...faultsOfDraft(question, await aroundDraft(deps, { courseId, questionId, question })),
    ...(await missingImageFaults(deps, courseId, images)),
  ]
  if (rendered && faults.length === 0) return rendered
  throw new Refusal('question_not_ready', { faults: rendered ? faults : [...faults, 'too_complex'] })
}

/** Checks an older text, or one from a file, because it will be asked again. */
async function requireShown(question: Question): Promise<RenderedQuestion> {
  const [rendered] = await renderQuestions([question])
  if (!rendered) throw new Refusal('question_not_ready', { faults: ['too_complex'] })
  return rendered
}

/** Stamps the current passage, which the author has just read. */
async function stampAsToday(
  tx: Prisma.TransactionClient,
  { courseId, id, heading }: { courseId: string; id: string; heading: string },
) {
  const { passages } = await tx.course.findUniqueOrThrow({ where: { id: courseId }, select: { passages: true } })
  const stamp = passages[headingName(heading)] ?? null
  await tx.question.update({ where: { id }, data: { stamp } })
}

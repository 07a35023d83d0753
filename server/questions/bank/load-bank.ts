import { canonicalJson } from '#core/canonical-json.ts'
import { withSettledPairs } from '#core/questions/lint/allowed-pairs.ts'
import type { Question } from '#core/questions/question.ts'
import { Prisma } from '#prisma/client/client.ts'
import { type Actor, audit } from '#server/platform/audit.ts'
import type { Deps } from '#server/platform/deps.ts'
import { placeHomeless } from '#server/questions/editing/place-questions.ts'
import {
  addQuestions,
  addVersions,
  type CurrentQuestion,
  currentQuestions,
  hashOf,
  type Next,
  writeAllowed,
} from '#server/questions/editing/write-versions.ts'
import { keepImages } from '#server/questions/images/keep-images.ts'
import { renderOrNull } from '#server/questions/rendering/render.ts'
import type { BankProblem } from './bank-problem.ts'
import { followCourseFile } from './follow-course-file.ts'
import { type CourseText, keepPassages } from './keep-passages.ts'
import { bankWriting, lockBank } from './lock-bank.ts'
import type { Bank } from './read-bank.ts'

export type BankLoad = { added: number; changed: number; archived: number; conflicts: number; problems: BankProblem[] }
type LoadBankInput = { courseId: string; bank: Bank; actor: Actor; text?: CourseText | null }

/**
 * Loads the files into the database. A question gets a new version only when its file changed; one that disappeared is
 * archived, never deleted, because exams and statistics refer to it. Changes made in the browser, of the outline too, are
 * never overwritten: see docs/decisions/0012-files-and-browser-write-one-bank.md.
 */
export async function loadBank({ db, now }: Deps, { courseId, bank, actor, text }: LoadBankInput): Promise<BankLoad> {
  if (!bank.course) return { added: 0, changed: 0, archived: 0, conflicts: 0, problems: bank.problems }
  const { course } = bank
  return db.$transaction(async (tx) => {
    // Two servers that start together load one after the other.
    await lockBank(tx, courseId)
    await keepImages(tx, { courseId, images: [...bank.images, ...(text?.images ?? [])], at: now() })
    const plan = planOf(bank, await currentQuestions(tx, courseId))
    const added = rendered(bank, plan.added)
    const changed = rendered(bank, plan.changed)
    const problems = [...bank.problems, ...added.problems, ...changed.problems]
    const writer = { origin: 'file' as const, at: now() }
    const outline = await followCourseFile(tx, { courseId, file: course })
    await tx.course.update({ where: { id: courseId }, data: { problems } })
    await addQuestions(tx, { courseId, added: added.shown, ...writer })
    await addVersions(tx, { changed: changed.shown, ...writer })
    for (const { stored, hash } of [...plan.agreed, ...changed.shown]) {
      const back = stored.fileHash === null && stored.archived ? { archivedAt: null } : {}
      await tx.question.update({ where: { id: stored.id }, data: { fileHash: hash, ...noProposal, ...back } })
    }
    for (const { stored, question } of plan.conflicts) {
      const proposal = question
      await tx.question.update({ where: { id: stored.id }, data: { proposal } })
    }
    await writeAllowed(tx, plan.explained)
    await tx.question.updateMany({ where: { id: { in: plan.settled } }, data: noProposal })
    await tx.question.updateMany({ where: { id: { in: plan.gone } }, data: { fileHash: null, ...noProposal } })
    await tx.question.updateMany({ where: { id: { in: plan.archived } }, data: { archivedAt: now() } })
    // The course may have other sections than its file.
    await placeHomeless(tx, { courseId, outline, ...writer })
    if (text) await keepPassages(tx, { courseId, text, questions: bank.questions, at: now() })
    const load = {
      added: added.shown.length,
      changed: changed.shown.length,
      archived: plan.archived.length,
      conflicts: plan.conflicts.length,
    }
    if (load.added + load.changed + load.archived > 0) {
      await audit(tx, { courseId, actor, action: 'bank.load', subject: `course:${courseId}`, after: load })
    }
    return { ...load, problems }
  }, bankWriting)
}

/** Renders the questions. One that cannot be rendered is reported, and stays as the bank had it. */
function rendered<Q extends Unrendered>({ questions }: Bank, fromFiles: readonly Q[]) {
  const placeOf = new Map(questions.map(({ question, place }) => [question.id, place]))
  const shown: (Q & Next)[] = []
  const problems: BankProblem[] = []
  for (const one of fromFiles) {
    const trees = renderOrNull(one.question)
    const { id } = one.question
    if (trees) shown.push({ ...one, rendered: trees })
    else problems.push({ ...(placeOf.get(id) ?? nowhere), code: 'too_complex', key: id })
  }
  return { shown, problems }
}

const nowhere = { file: '', line: 1, column: 1 }

const noProposal = { proposal: Prisma.DbNull }

type Unrendered = Omit<Next, 'rendered'>
type Compared = Unrendered & { stored: CurrentQuestion }

function planOf({ questions, incompleteSections }: Bank, current: CurrentQuestion[]) {
  const known = new Map(current.map((one) => [one.key, one]))
  const kept = new Set(questions.map(({ question }) => question.id))
  const fromFiles = questions.map(({ question }) => ({
    question: withSettled(question, known.get(question.id)),
    hash: hashOf(question),
    stored: known.get(question.id),
  }))
  const compared = fromFiles.filter((one): one is Compared => one.stored !== undefined)
  const outcome = (wanted: Outcome) => compared.filter((one) => outcomeOf(one) === wanted)
  const gone = current.filter(
    // A file that cannot be read does not mean that its questions were removed.
    ({ key, fileHash, section }) => fileHash !== null && !kept.has(key) && !incompleteSections.includes(section),
  )
  return {
    added: fromFiles.filter(({ stored }) => !stored),
    changed: outcome('follow'),
    agreed: outcome('agree'),
    conflicts: outcome('conflict'),
    settled: outcome('same').flatMap(({ stored }) => (stored.hasProposal ? [stored.id] : [])),
    explained: [...outcome('same'), ...outcome('agree')].filter(
      ({ stored, question }) => canonicalJson(stored.allow ?? {}) !== canonicalJson(question.allow ?? {}),
    ),
    gone: gone.map(({ id }) => id),
    // A question changed in the browser since stays active without its file.
    archived: gone.filter(({ archived, hash, fileHash }) => !archived && hash === fileHash).map(({ id }) => id),
  }
}

/** What a person settled in the browser about a proposed pair stays, whatever the file says of the others. */
function withSettled(question: Question, stored: CurrentQuestion | undefined): Question {
  if (!stored?.settledPairs) return question
  const pairs = withSettledPairs(question.allow?.possible_enemy, stored.settledPairs)
  return { ...question, allow: { ...question.allow, possible_enemy: pairs } }
}

type Outcome = 'same' | 'agree' | 'follow' | 'conflict'

/** Three-way comparison: the file now, the file when last read, and the bank. */
function outcomeOf({ hash, stored }: Compared): Outcome {
  if (stored.fileHash === hash) return 'same'
  if (stored.hash === hash) return 'agree'
  const isOnlyInFile = stored.hash === stored.fileHash || (stored.fileHash === null && stored.archived)
  return isOnlyInFile ? 'follow' : 'conflict'
}

import { headingName, quoteFinder } from '#core/questions/course-text.ts'
import type { Question } from '#core/questions/question.ts'
import { differenceOf } from '#core/questions/text-difference.ts'
import { Refusal } from '#core/refusal.ts'
import { Prisma } from '#prisma/client/client.ts'
import { type Actor, audit } from '#server/platform/audit.ts'
import type { Deps } from '#server/platform/deps.ts'
import { differenceOfQuestions } from '#server/questions/editing/question-difference.ts'
import { type BankRow, current, rowView } from '#server/questions/queries.ts'
import { lockBank } from './lock-bank.ts'
import { problemSentence } from './problem-sentence.ts'

/** Questions to review: passages that changed, files in conflict with the bank. */
export async function listStale(deps: Deps, courseId: string) {
  const { passages, problems } = await findCourse(deps, courseId)
  const stamps = await findStale(deps, { courseId, passages })
  const rows = await findRows(deps, { courseId, ids: [...stamps.keys()] })
  const hashes = rows.flatMap(({ id, content }) => [stamps.get(id) ?? '', passages[nameOf(content)] ?? ''])
  const texts = await findTexts(deps, hashes)
  return {
    stale: rows.map((row) =>
      staleView(row, { stamp: stamps.get(row.id) ?? '', today: passages[nameOf(row.content)] ?? null, texts }),
    ),
    conflicts: await findConflicts(deps, courseId),
    problems: problems.map((problem) => {
      const { file, line, column } = problem
      return { file, line, column, sentence: problemSentence(problem) }
    }),
  }
}

/** Their number, for the header of the bank. */
export async function countToRead(deps: Deps, courseId: string): Promise<number> {
  const { passages, problems } = await findCourse(deps, courseId)
  const stale = await findStale(deps, { courseId, passages })
  const conflicts = await deps.db.question.count({ where: { courseId, NOT: { proposal: { equals: Prisma.DbNull } } } })
  return stale.size + conflicts + problems.length
}

/** The questions to review, in no order. */
export async function idsToRead(deps: Deps, courseId: string): Promise<string[]> {
  const { passages } = await findCourse(deps, courseId)
  const conflicts = await deps.db.question.findMany({
    where: { courseId, NOT: { proposal: { equals: Prisma.DbNull } } },
    select: { id: true },
  })
  return [...(await findStale(deps, { courseId, passages })).keys(), ...conflicts.map(({ id }) => id)]
}

type Place = { courseId: string; questionId: string }

/** Confirms a question: it is now based on the current passage, which must be the one that was shown. */
export async function restampQuestion(
  { db }: Deps,
  { courseId, questionId, passage, actor }: Place & { passage: string; actor: Actor },
) {
  await db.$transaction(async (tx) => {
    await lockBank(tx, courseId)
    const question = await tx.question.findFirst({
      where: { id: questionId, courseId },
      include: { versions: { orderBy: { number: 'desc' }, take: 1 }, course: { select: { passages: true } } },
    })
    const latest = question?.versions[0]
    if (!question || !latest) throw new Refusal('not_found')
    const today = question.course.passages[nameOf(latest.content)]
    if (today !== passage) throw new Refusal('changed_meanwhile')
    if (question.stamp === passage) return
    await tx.question.update({ where: { id: questionId }, data: { stamp: passage } })
    const change = { before: { stamp: question.stamp }, after: { stamp: passage } }
    await audit(tx, { courseId, actor, action: 'question.reread', subject: `question:${questionId}`, ...change })
  })
  return { done: true as const }
}

const nameOf = ({ source }: Question) => headingName(source.heading)

async function findCourse({ db }: Deps, courseId: string) {
  const course = await db.course.findUnique({ where: { id: courseId }, select: { passages: true, problems: true } })
  if (!course) throw new Refusal('not_found')
  return {
    passages: course.passages as Record<string, string>,
    problems: course.problems,
  }
}

type Passages = Readonly<Record<string, string>>

/** By question id, the stamps that no longer match their passage. */
async function findStale({ db }: Deps, { courseId, passages }: { courseId: string; passages: Passages }) {
  const rows = await db.$queryRaw<{ id: string; heading: string; stamp: string }[]>`
    select current.id, facts->>'heading' as heading, q.stamp
    from (${current(courseId)}) as current join "Question" q on q.id = current.id where q.stamp is not null`
  const stale = rows.filter(({ heading, stamp }) => passages[headingName(heading)] !== stamp)
  return new Map(stale.map(({ id, stamp }) => [id, stamp]))
}

const findRows = ({ db }: Deps, { courseId, ids }: { courseId: string; ids: readonly string[] }) =>
  db.$queryRaw<BankRow[]>`
    select id, key, section, content, rendered from (${current(courseId)}) as current
    where id = any(${ids}::uuid[]) order by section, key`

async function findTexts({ db }: Deps, hashes: string[]): Promise<Map<string, string>> {
  const rows = await db.passage.findMany({ where: { hash: { in: [...new Set(hashes)] } } })
  return new Map(rows.map(({ hash, text }) => [hash, text]))
}

type Known = { stamp: string; today: string | null; texts: ReadonlyMap<string, string> }

function staleView(row: BankRow, { stamp, today, texts }: Known) {
  const { id, key, section, opening } = rowView(row)
  const { heading, quote } = row.content.source
  const now = today === null ? '' : (texts.get(today) ?? '')
  return {
    id,
    key,
    section,
    opening,
    heading,
    quote,
    reason: today === null ? ('heading_gone' as const) : ('changed' as const),
    isQuoteThere: quoteFinder(now)(quote),
    difference: differenceOf(texts.get(stamp) ?? '', now).filter(({ text }) => text !== ''),
    passage: today,
  }
}

async function findConflicts({ db }: Deps, courseId: string) {
  const rows = await db.$queryRaw<(BankRow & { version: number; proposal: Question })[]>`
    select distinct on (q.id) q.id, q.key, q.section, v.content, v.rendered, v.number as version, q.proposal
    from "Question" q join "QuestionVersion" v on v."questionId" = q.id
    where q."courseId" = ${courseId}::uuid and q.proposal is not null
    order by q.id, v.number desc`
  return rows.map((row) => ({
    id: row.id,
    key: row.key,
    opening: rowView(row).opening,
    version: row.version,
    difference: differenceOfQuestions(row.content, row.proposal),
  }))
}

/** Whether one question has to be reviewed. */
export async function readState(deps: Deps, { courseId, questionId }: Place) {
  const question = await deps.db.question.findFirst({
    where: { id: questionId, courseId },
    include: { versions: { orderBy: { number: 'desc' }, take: 1 }, course: { select: { passages: true } } },
  })
  const content = question?.versions[0]?.content
  if (!question || !content) throw new Refusal('not_found')
  const today = question.course.passages[nameOf(content)]
  return { hasConflict: question.proposal !== null, isStale: question.stamp !== null && question.stamp !== today }
}

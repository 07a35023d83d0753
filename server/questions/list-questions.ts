import type { z } from 'zod'
import type { listedQuestion, questionFilters, questionOrders } from '#contract/questions/questions.ts'
import { lintQuestion } from '#core/questions/lint/lint.ts'
import { Prisma } from '#prisma/client/client.ts'
import type { Deps } from '#server/platform/deps.ts'
import { lintIfKnown, lintOf, worstOf } from '#server/questions/bank/lint-cache.ts'
import { idsToRead } from '#server/questions/bank/review-questions.ts'
import { joinPast, matchingPast, pastColumn } from './past-exams.ts'
import { type BankRow, current, findOutline, rowView, sectionOrder } from './queries.ts'

export type QuestionFilterValues = z.output<typeof questionFilters>
type Place = { courseId: string }

type Order = (typeof questionOrders)[number]
type Listing = { page: number; sort?: Order; direction?: 'asc' | 'desc' }

type Past = z.input<typeof listedQuestion>['past']

export const pageSize = 50

export async function listQuestions(
  deps: Deps,
  { courseId, page, sort = 'course', direction = 'asc', ...filters }: QuestionFilterValues & Place & Listing,
) {
  const order = await sectionOrder(deps, courseId)
  const linted = await (filters.lint ? lintOf : lintIfKnown)(deps, courseId)
  const worst = worstOf(linted?.findings ?? [])
  const found = Prisma.sql`
    from (${current(courseId, filters.archived === 'only')}) as current ${joinPast(courseId)} ${joinLastUse(courseId)}
    where ${matching(filters, { courseId, worst, toRead: await toReadIf(deps, { courseId, ...filters }) })}`
  const inSection = filters.section ? Prisma.sql`and section = ${filters.section}` : Prisma.empty
  const [rows, sections] = await Promise.all([
    deps.db.$queryRaw<(BankRow & { isUsed: boolean; lastUsedAt: Date | null; past: Past })[]>`
      select id, key, section, content, rendered, ${isUsed(courseId)} as "isUsed", used.at as "lastUsedAt", ${pastColumn}
      ${found} ${inSection}
      order by ${orderBy(sort, direction)} array_position(${order}::text[], section), key limit ${pageSize} offset ${(page - 1) * pageSize}`,
    deps.db.$queryRaw<
      { id: string; count: number }[]
    >`select section as id, count(*)::int as count ${found} group by section`,
  ])
  const counted = filters.section ? sections.filter(({ id }) => id === filters.section) : sections
  return {
    questions: rows.map((row) => ({
      ...rowView(row),
      tags: [...row.content.tags],
      // When the bank has changed since it was linted, each question is linted on its own.
      remark: (linted ? worst : worstOf(lintQuestion(row.content))).get(row.key) ?? null,
      isUsed: row.isUsed,
      lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
      past: row.past,
    })),
    total: counted.reduce((sum, { count }) => sum + count, 0),
    pageSize,
    sections,
  }
}

/** All questions that match the filters, in the order of the course. */
export async function findFiltered(deps: Deps, { courseId, ...filters }: QuestionFilterValues & Place) {
  const order = await sectionOrder(deps, courseId)
  const worst = filters.lint ? worstOf((await lintOf(deps, courseId)).findings) : new Map<string, string>()
  const inSection = filters.section ? Prisma.sql`and section = ${filters.section}` : Prisma.empty
  return deps.db.$queryRaw<Pick<BankRow, 'id' | 'key' | 'section' | 'content'>[]>`
    select id, key, section, content from (${current(courseId, filters.archived === 'only')}) as current
    ${joinPast(courseId)}
    where ${matching(filters, { courseId, worst, toRead: await toReadIf(deps, { courseId, ...filters }) })} ${inSection}
    order by array_position(${order}::text[], section), key`
}

/** The number of archived questions, and the tags in use. */
export async function readBankLabels(deps: Deps, courseId: string) {
  await findOutline(deps, courseId)
  const [archived, tags] = await Promise.all([
    deps.db.question.count({ where: { courseId, archivedAt: { not: null } } }),
    deps.db.$queryRaw<{ tag: string; count: number }[]>`
      select tag, count(*)::int as count
      from (${current(courseId)}) as current, jsonb_array_elements_text(facts->'tags') as tag
      group by tag order by count(*) desc, tag limit 300`,
  ])
  return { archived, tags }
}

/** When the latest exam that asked a question opened; joined to `current`. */
const joinLastUse = (courseId: string) => Prisma.sql`
  left join (
    select a."questionId", max(coalesce(e."openedAt", e."closedAt")) as at
    from "ExamQuestion" a join "Exam" e on e.id = a."examId" where e."courseId" = ${courseId}::uuid group by 1
  ) as used on used."questionId" = current.id`

const orders: Record<Exclude<Order, 'course'>, Prisma.Sql> = {
  difficulty: Prisma.sql`array_position(array['easy', 'medium', 'hard'], facts->>'difficulty')`,
  seconds: Prisma.sql`(facts->>'expectedSeconds')::int`,
  facility: Prisma.sql`past.facility`,
  discrimination: Prisma.sql`past.discrimination`,
  lastUse: Prisma.sql`used.at`,
}

const orderBy = (sort: Order, direction: 'asc' | 'desc') =>
  sort === 'course'
    ? Prisma.empty
    : Prisma.sql`${orders[sort]} ${direction === 'desc' ? Prisma.sql`desc` : Prisma.sql`asc`} nulls last,`

/** The questions to review, when they are asked for. */
const toReadIf = async (deps: Deps, { courseId, reread }: Place & Pick<QuestionFilterValues, 'reread'>) =>
  reread ? idsToRead(deps, courseId) : []

type Known = Place & { worst: ReadonlyMap<string, string>; toRead: readonly string[] }

function matching(
  { difficulty, type, level, purpose, tag, heading, lint, used, reread, search, ...past }: QuestionFilterValues,
  { courseId, worst, toRead }: Known,
): Prisma.Sql {
  const clauses = [Prisma.sql`true`]
  if (difficulty) clauses.push(Prisma.sql`facts->>'difficulty' = ${difficulty}`)
  if (type) clauses.push(Prisma.sql`facts->>'type' = ${type}`)
  if (level) clauses.push(Prisma.sql`facts->>'level' = ${level}`)
  if (purpose) clauses.push(Prisma.sql`facts->>'purpose' = ${purpose}`)
  if (tag) clauses.push(Prisma.sql`jsonb_exists(facts->'tags', ${tag})`)
  if (heading) {
    clauses.push(Prisma.sql`"plain_words"(facts->>'heading') = "plain_words"(${heading})`)
  }
  if (search) clauses.push(Prisma.sql`strpos(${searched}, "plain_words"(${search})) > 0`)
  if (lint) {
    // A note is something to know, not a fault.
    const isAsked = (severity: string) => (lint === 'clean' ? severity !== 'note' : severity === lint)
    const keys = [...worst].flatMap(([key, severity]) => (isAsked(severity) ? [key] : []))
    clauses.push(lint === 'clean' ? Prisma.sql`key <> all(${keys}::text[])` : Prisma.sql`key = any(${keys}::text[])`)
  }
  if (reread) clauses.push(Prisma.sql`id = any(${toRead}::uuid[])`)
  if (used) clauses.push(Prisma.sql`${isUsed(courseId)} = ${used === 'yes'}`)
  return Prisma.join([...clauses, ...matchingPast(past)], ' and ')
}

/** An exam asks or asked it, or a draft lists it. */
const isUsed = (courseId: string) => Prisma.sql`(
  exists (select 1 from "ExamQuestion" e where e."questionId" = current.id)
  or exists (select 1 from "Exam" e where e."courseId" = ${courseId}::uuid and e.status = 'draft'
    and jsonb_exists(e.blueprint->'questionIds', current.key)))`

/** Without case, accents and typographic quotes, as `plain_words` says (prisma/after.sql): « reseau » finds « réseau ». */
const searched = Prisma.sql`"plain_words"(key) || ' ' || words`

/** The first questions of the bank, in the order of the course, that hold each of these words, practice included. */
export async function findByWords(
  deps: Deps,
  { courseId, words, most }: Place & { words: readonly string[]; most: number },
) {
  const order = await sectionOrder(deps, courseId)
  const held = words.map((word) => Prisma.sql`strpos(${searched}, "plain_words"(${word})) > 0`)
  const rows = await deps.db.$queryRaw<BankRow[]>`
    select id, key, section, content, rendered
    from (${current(courseId)}) as current where ${Prisma.join(held, ' and ')}
    order by array_position(${order}::text[], section), key limit ${most}`
  return rows.map(rowView)
}

import { plainText } from '#contract/content.ts'
import type { Input } from '#contract/endpoint.ts'
import type { CourseFile } from '#contract/question-file.ts'
import type { listQuestions as listContract } from '#contract/questions.ts'
import type { Question } from '#core/question.ts'
import { Refusal } from '#core/refusal.ts'
import { Prisma } from '#prisma/client/client.ts'
import type { Deps } from '#server/platform/deps.ts'
import type { RenderedQuestion } from './render.ts'

export const pageSize = 50

type Row = { id: string; key: string; section: string; content: Question; rendered: RenderedQuestion }
type Outline = CourseFile['sessions']

export async function findOutline({ db }: Deps, courseId: string): Promise<Outline> {
  const course = await db.course.findUnique({ where: { id: courseId }, select: { outline: true } })
  if (!course) throw new Refusal('not_found')
  return (course.outline as { sessions: Outline }).sessions
}

type Source = { db: Prisma.TransactionClient }
export type PoolRow = Pick<Question, 'section' | 'difficulty' | 'level' | 'type'> & { key: string }

/** Every question that may be drawn: for exams, not archived. Light: a bank has thousands of them. */
export function findPool({ db }: Source, courseId: string) {
  return db.$queryRaw<PoolRow[]>`
    select key, section, content->>'difficulty' as difficulty, content->>'level' as level, content->>'type' as type
    from (${current(courseId)}) as current where content->>'purpose' = 'exam'`
}

/** Every question as it is now, whole: what judges a bank reads all of it. */
export function findContents({ db }: Source, courseId: string) {
  return db.$queryRaw<Pick<Row, 'id' | 'key' | 'content'>[]>`
    select id, key, content from (${current(courseId)}) as current order by key`
}

/** Whole questions, as they are now, by their stable ids. */
export async function findQuestionsByKey(
  { db }: Source,
  { courseId, keys }: { courseId: string; keys: readonly string[] },
) {
  const rows = await db.$queryRaw<(Row & { versionId: string })[]>`
    select id, key, section, content, rendered, "versionId" from (${current(courseId)}) as current
    where key = any(${keys}::text[])`
  return new Map(rows.map((row) => [row.key, row]))
}

export async function readBankCounts(deps: Deps, courseId: string) {
  const sessions = await findOutline(deps, courseId)
  const rows = await deps.db.$queryRaw<
    { section: string; purpose: string; difficulty: 'easy' | 'medium' | 'hard'; count: number }[]
  >`
    select section, content->>'purpose' as purpose, content->>'difficulty' as difficulty, count(*)::int as count
    from (${current(courseId)}) as current group by 1, 2, 3`
  const countsOf = (section: string) => {
    const of = (purpose: string, difficulty?: string) =>
      rows
        .filter(
          (row) => row.section === section && row.purpose === purpose && (!difficulty || row.difficulty === difficulty),
        )
        .reduce((sum, row) => sum + row.count, 0)
    const counts = { easy: of('exam', 'easy'), medium: of('exam', 'medium'), hard: of('exam', 'hard') }
    return { counts, practice: of('practice') }
  }
  return {
    sessions: sessions.map(({ id, title, sections }) => ({
      id,
      title,
      sections: sections.map((section) => ({ id: section.id, title: section.title, ...countsOf(section.id) })),
    })),
    total: rows.reduce((sum, { count }) => sum + count, 0),
  }
}

type Filters = Input<typeof listContract>['query']

export async function listQuestions(deps: Deps, { courseId, ...filters }: Filters & { courseId: string }) {
  const order = await sectionOrder(deps, courseId)
  const found = Prisma.sql`from (${current(courseId)}) as current where ${matching(filters)}`
  const inSection = filters.section ? Prisma.sql`and section = ${filters.section}` : Prisma.empty
  const [rows, sections] = await Promise.all([
    deps.db.$queryRaw<Row[]>`
      select id, key, section, content, rendered ${found} ${inSection}
      order by array_position(${order}::text[], section), key limit ${pageSize} offset ${(filters.page - 1) * pageSize}`,
    deps.db.$queryRaw<
      { id: string; count: number }[]
    >`select section as id, count(*)::int as count ${found} group by section`,
  ])
  const counted = filters.section ? sections.filter(({ id }) => id === filters.section) : sections
  return {
    questions: rows.map(rowView),
    total: counted.reduce((sum, { count }) => sum + count, 0),
    pageSize,
    sections,
  }
}

export async function findQuestion(deps: Deps, { courseId, questionId }: { courseId: string; questionId: string }) {
  const question = await deps.db.question.findFirst({
    where: { id: questionId, courseId },
    include: { versions: { orderBy: { number: 'desc' }, take: 1 } },
  })
  const version = question?.versions[0]
  if (!question || !version) throw new Refusal('not_found')
  const [sessions, neighbours] = await Promise.all([
    findOutline(deps, courseId),
    findNeighbours(deps, { courseId, questionId }),
  ])
  const session = sessions.find(({ sections }) => sections.some(({ id }) => id === question.section))
  return {
    question,
    version,
    neighbours,
    content: version.content as unknown as Question,
    rendered: version.rendered as unknown as RenderedQuestion,
    sessionTitle: session?.title ?? '',
    sectionTitle: session?.sections.find(({ id }) => id === question.section)?.title ?? question.section,
  }
}

export function rowView({ id, key, section, content, rendered }: Row) {
  const { type, difficulty, level, purpose, expectedSeconds } = content
  const words = rendered.stem
    .filter((node) => node.type === 'element' && node.tag !== 'pre')
    .map((node) => plainText([node]))
  return {
    id,
    key,
    section,
    type,
    difficulty,
    level,
    purpose,
    expectedSeconds,
    opening: shortened(words.join(' ').replace(/\s+/g, ' '), 220),
    hasCode: rendered.stem.some((node) => node.type === 'element' && node.tag === 'pre'),
  }
}

/** Cut between two words. */
function shortened(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, most).replace(/\s+\S*$/, '')}…`
}

/** The latest version of every question that was not archived. */
const current = (courseId: string) => Prisma.sql`
  select distinct on (q.id) q.id, q.key, q.section, v.id as "versionId", v.content, v.rendered
  from "Question" q join "QuestionVersion" v on v."questionId" = q.id
  where q."courseId" = ${courseId}::uuid and q."archivedAt" is null
  order by q.id, v.number desc`

function matching({ difficulty, type, level, search }: Filters): Prisma.Sql {
  const clauses = [Prisma.sql`true`]
  if (difficulty) clauses.push(Prisma.sql`content->>'difficulty' = ${difficulty}`)
  if (type) clauses.push(Prisma.sql`content->>'type' = ${type}`)
  if (level) clauses.push(Prisma.sql`content->>'level' = ${level}`)
  if (search) clauses.push(Prisma.sql`strpos(${plain(searched)}, ${plain(Prisma.sql`${search}`)}) > 0`)
  return Prisma.join(clauses, ' and ')
}

const searched = Prisma.sql`
  concat_ws(' ', key, content->>'stem', jsonb_path_query_array(content, '$.choices[*].text')::text, content->>'tags')`

/** Without capitals, accents and typographic quotes: « réseau » is found by « reseau ». */
const plain = (text: Prisma.Sql) => Prisma.sql`translate(lower(${text}), 'àâäéèêëîïôöùûüç’', 'aaaeeeeiioouuuc''')`

async function sectionOrder(deps: Deps, courseId: string): Promise<string[]> {
  return (await findOutline(deps, courseId)).flatMap(({ sections }) => sections.map(({ id }) => id))
}

async function findNeighbours(deps: Deps, { courseId, questionId }: { courseId: string; questionId: string }) {
  const order = await sectionOrder(deps, courseId)
  const rows = await deps.db.$queryRaw<{ previousId: string | null; nextId: string | null }[]>`
    select "previousId", "nextId" from (
      select id, lag(id) over places as "previousId", lead(id) over places as "nextId"
      from "Question" where "courseId" = ${courseId}::uuid and "archivedAt" is null
      window places as (order by array_position(${order}::text[], section), key)
    ) as places where id = ${questionId}::uuid`
  return rows[0] ?? { previousId: null, nextId: null }
}

import { plainText } from '#contract/questions/plain-text.ts'
import { noSection, type WholeSession, wholeOutline } from '#core/courses/outline.ts'
import { cutText } from '#core/cut-text.ts'
import type { Language } from '#core/language.ts'
import type { Question, QuestionContext } from '#core/questions/question.ts'
import { courseLanguage } from '#core/questions/true-false.ts'
import { Refusal } from '#core/refusal.ts'
import { Prisma } from '#prisma/client/client.ts'
import type { Deps } from '#server/platform/deps.ts'
import type { RenderedQuestion } from '#server/questions/rendering/render.ts'

export type BankRow = { id: string; key: string; section: string; content: Question; rendered: RenderedQuestion }
/** The sessions of the course, with their sections. */
export async function findOutline({ db }: Deps, courseId: string): Promise<WholeSession[]> {
  const course = await db.course.findUnique({ where: { id: courseId }, select: { outline: true } })
  if (!course) throw new Refusal('not_found')
  return wholeOutline(course.outline).sessions
}

/** The language of its questions. */
export async function findLanguage({ db }: Deps, courseId: string): Promise<Language> {
  const course = await db.course.findUnique({ where: { id: courseId }, select: { language: true } })
  if (!course) throw new Refusal('not_found')
  return courseLanguage(course.language)
}

type Source = { db: Prisma.TransactionClient }
export type PoolRow = Pick<Question, 'section' | 'difficulty' | 'level' | 'type'> & {
  key: string
  enemies: string[] | null
  context: QuestionContext | null
}

/** Every question that may be drawn: for exams, in a section, not archived. Few columns, because a bank has thousands of them. */
export function findPool({ db }: Source, courseId: string) {
  return db.$queryRaw<PoolRow[]>`
    select key, section, facts->>'difficulty' as difficulty, facts->>'level' as level, facts->>'type' as type,
      facts->'enemies' as enemies, case when facts->>'contextId' is not null then content->'context' end as context
    from (${current(courseId)}) as current where facts->>'purpose' = 'exam' and section <> ${noSection}`
}

/** The section, difficulty and expected time of every question that may be drawn. */
export function findExpectedTimes({ db }: Source, courseId: string) {
  return db.$queryRaw<
    (Pick<Question, 'id' | 'section' | 'difficulty'> & { enemies: string[] | null; seconds: number })[]
  >`
    select key as id, section, facts->>'difficulty' as difficulty, facts->'enemies' as enemies,
           (facts->>'expectedSeconds')::int as seconds
    from (${current(courseId)}) as current where facts->>'purpose' = 'exam' and section <> ${noSection} order by key`
}

/** Every current question, complete, for linting and checking the bank. */
export function findContents({ db }: Source, courseId: string) {
  return db.$queryRaw<Pick<BankRow, 'id' | 'key' | 'content'>[]>`
    select id, key, content from (${current(courseId)}) as current order by key`
}

/** Changes when any question of the bank is added, removed or changed, or the text of the course. */
export async function findFingerprint({ db }: Source, courseId: string): Promise<string> {
  const rows = await db.$queryRaw<{ fingerprint: string | null }[]>`
    select md5(concat((select passages::text from "Course" where id = ${courseId}::uuid),
      string_agg("versionId"::text || (facts->'allow')::text, '' order by id))) as fingerprint
    from (${current(courseId)}) as current`
  return rows[0]?.fingerprint ?? ''
}

/** Complete current questions, by their stable ids. */
export async function findQuestionsByKey(
  { db }: Source,
  { courseId, keys }: { courseId: string; keys: readonly string[] },
) {
  const rows = await db.$queryRaw<(BankRow & { versionId: string })[]>`
    select id, key, section, content, rendered, "versionId" from (${current(courseId)}) as current
    where key = any(${keys}::text[])`
  return new Map(rows.map((row) => [row.key, row]))
}

export async function readBankCounts(deps: Deps, courseId: string) {
  const sessions = await findOutline(deps, courseId)
  const rows = await deps.db.$queryRaw<
    { section: string; purpose: string; difficulty: 'easy' | 'medium' | 'hard'; count: number }[]
  >`
    select section, facts->>'purpose' as purpose, facts->>'difficulty' as difficulty, count(*)::int as count
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
      sections: sections.map((section) => ({
        ...{ id: section.id, title: section.title, objectives: [...section.objectives], headings: citableIn(section) },
        ...countsOf(section.id),
      })),
    })),
    /** Those that wait without a section. */
    unplaced: countsOf(noSection),
    total: rows.reduce((sum, { count }) => sum + count, 0),
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
    content: version.content,
    rendered: version.rendered,
    sessionTitle: session?.title ?? '',
    sectionTitle: session?.sections.find(({ id }) => id === question.section)?.title ?? question.section,
  }
}

export function rowView({ id, key, section, content, rendered }: BankRow) {
  const { type, difficulty, level, purpose, expectedSeconds } = content
  return {
    id,
    key,
    section,
    type,
    difficulty,
    level,
    purpose,
    expectedSeconds,
    opening: firstWordsOf(rendered.stem),
    ...(content.context ? { contextId: content.context.id } : {}),
    hasCode: rendered.stem.some((node) => node.type === 'element' && node.tag === 'pre'),
  }
}

/** The first words of a stem, without its blocks of code. */
export function firstWordsOf(stem: BankRow['rendered']['stem']): string {
  const words = stem.filter((node) => node.type === 'element' && node.tag !== 'pre').map((node) => plainText([node]))
  return shortened(words.join(' ').replace(/\s+/g, ' '), 220)
}

/** Cut between two words. */
function shortened(text: string, most: number): string {
  return text.length <= most ? text : `${cutText(text, most).replace(/\s+\S*$/, '')}…`
}

/**
 * The latest version of every question that is not archived, or of the archived ones. `facts` says what lists filter,
 * sort and count by: reading it in the content of thousands of questions costs ten times as much.
 */
export const current = (courseId: string, archived = false) => Prisma.sql`
  select q.id, q.key, q.section, v.id as "versionId", v.content, v.rendered, v.words, v.facts
  from "Question" q cross join lateral (
    select latest.id, latest.content, latest.rendered, coalesce(latest.words, "question_words"(latest.content)) as words,
      coalesce(latest.facts, "question_facts"(latest.content)) as facts
    from "QuestionVersion" latest where latest."questionId" = q.id order by latest.number desc limit 1
  ) v
  where q."courseId" = ${courseId}::uuid and q."archivedAt" is ${archived ? Prisma.sql`not null` : Prisma.sql`null`}`

/** The sections in the order of the course; last, the place of the questions that have none. */
export async function sectionOrder(deps: Deps, courseId: string): Promise<string[]> {
  return [...(await findOutline(deps, courseId)).flatMap(({ sections }) => sections.map(({ id }) => id)), noSection]
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

/** The exams that ask it, and the drafts that list it. */
export async function findUses({ db }: Deps, { courseId, questionId }: { courseId: string; questionId: string }) {
  return db.$queryRaw<{ id: string; title: string }[]>`
    select e.id, e.title from "Exam" e where e."courseId" = ${courseId}::uuid and (
      exists (select 1 from "ExamQuestion" q where q."examId" = e.id and q."questionId" = ${questionId}::uuid)
      or (e.status = 'draft' and exists (select 1 from "Question" q
        where q.id = ${questionId}::uuid and jsonb_exists(e.blueprint->'questionIds', q.key))))
    order by e."createdAt" desc, e.id`
}

/** The questions that this one names as enemies, and those that name it. */
export async function findEnemies(
  { db }: Deps,
  { courseId, key, named }: { courseId: string; key: string; named: readonly string[] },
) {
  const rows = await db.$queryRaw<{ id: string; key: string }[]>`
    select id, key from (${current(courseId)}) as current
    where key = any(${named}::text[]) or jsonb_exists(facts->'enemies', ${key})`
  const unknown = named.filter((name) => !rows.some((row) => row.key === name)).map((name) => ({ key: name, id: null }))
  return [...rows, ...unknown].sort((a, b) => (a.key < b.key ? -1 : 1))
}

/** The other questions about the same document. */
export async function findContextOthers(
  { db }: Deps,
  { courseId, key, context }: { courseId: string; key: string; context: string },
) {
  return db.$queryRaw<{ id: string; key: string }[]>`
    select id, key from (${current(courseId)}) as current
    where facts->>'contextId' = ${context} and key <> ${key} order by key`
}

const citableIn = ({ headings, title }: { headings: string[]; title: string }) =>
  headings.length > 0 ? headings : [title]

/** Headings of the course text that a question may cite, in the order of the course. */
export async function findHeadings(deps: Deps, courseId: string): Promise<string[]> {
  const sections = (await findOutline(deps, courseId)).flatMap((session) => session.sections)
  return [...new Set(sections.flatMap(citableIn))]
}

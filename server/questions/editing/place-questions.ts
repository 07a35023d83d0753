import { noSection, type Outline, sectionsOf } from '#core/courses/outline.ts'
import { type MovedQuestion, type OutlineChange, sectionAfter } from '#core/courses/outline-change.ts'
import type { Question } from '#core/questions/question.ts'
import type { Prisma, QuestionOrigin } from '#prisma/client/client.ts'
import type { Deps } from '#server/platform/deps.ts'
import { bankWriting, lockBank } from '#server/questions/bank/lock-bank.ts'
import { readOutlineOf } from '#server/questions/bank/write-outline.ts'
import type { RenderedQuestion } from '#server/questions/rendering/render.ts'
import { addVersions, hashOf } from './write-versions.ts'

/** A question moved by a change of the outline, and the version that says so. */
export type WrittenMove = MovedQuestion & { versionId: string }

type Writer = { origin: QuestionOrigin; byId?: string | null; at: Date }
type PlaceQuestionsInput = Writer & { courseId: string; change: Pick<OutlineChange, 'outline' | 'moves'> }

/** Puts every question of the course, archived ones included, where a change of the outline sends it. */
export async function placeQuestions(
  tx: Prisma.TransactionClient,
  { courseId, change, ...writer }: PlaceQuestionsInput,
): Promise<WrittenMove[]> {
  const placed = await tx.question.findMany({ where: { courseId }, select: { id: true, key: true, section: true } })
  const moves = placed.flatMap(({ id, key, section }) => {
    const to = sectionAfter(change, { key, section })
    return to === section ? [] : [{ id, section: to }]
  })
  const versions = await moveQuestions(tx, { moves, ...writer })
  const fromOf = new Map(placed.map(({ id, section }) => [id, section]))
  return moves.map(({ id, section }) => ({
    id,
    from: fromOf.get(id) ?? noSection,
    to: section,
    versionId: versions.get(id) ?? '',
  }))
}

/** Questions of a section that the outline does not have: they wait without one. */
export const placeHomeless = (
  tx: Prisma.TransactionClient,
  { courseId, outline, ...writer }: Writer & { courseId: string; outline: Outline },
) => placeQuestions(tx, { courseId, change: { outline, moves: [] }, ...writer })

/** At each start, for courses whose questions name sections that are gone: they wait instead of being out of sight. */
export async function placeEveryHomeless({ db, now }: Deps) {
  const rows = await db.$queryRaw<{ courseId: string }[]>`
    select distinct q."courseId" from "Question" q join "Course" c on c.id = q."courseId"
    where q.section <> ${noSection} and not jsonb_path_exists(
      c.outline, '$.sessions[*].sections[*].id ? (@ == $section)', jsonb_build_object('section', q.section))`
  for (const { courseId } of rows) {
    await db.$transaction(async (tx) => {
      await lockBank(tx, courseId)
      const { outline } = await readOutlineOf(tx, courseId)
      await placeHomeless(tx, { courseId, outline, origin: 'file', at: now() })
    }, bankWriting)
  }
}

type MoveQuestionsInput = Writer & { moves: readonly { id: string; section: string }[] }
type Latest = { id: string; number: number; content: Question; rendered: RenderedQuestion }

/** Writes a version of each question that says its section; gives the id of the version by question. */
export async function moveQuestions(
  tx: Prisma.TransactionClient,
  { moves, ...writer }: MoveQuestionsInput,
): Promise<Map<string, string>> {
  const sectionOf = new Map(moves.map(({ id, section }) => [id, section]))
  const latest = await tx.$queryRaw<Latest[]>`
    select distinct on (v."questionId") v."questionId" as id, v.number, v.content, v.rendered
    from "QuestionVersion" v where v."questionId" = any(${[...sectionOf.keys()]}::uuid[])
    order by v."questionId", v.number desc`
  const changed = latest.map(({ id, number, content, rendered }) => {
    const question = { ...content, section: sectionOf.get(id) ?? noSection }
    // The texts are unchanged, so the rendering is reused.
    return { question, hash: hashOf(question), rendered, stored: { id, number } }
  })
  const written = await addVersions(tx, { changed, ...writer })
  return new Map(written.map(({ id, versionId }) => [id, versionId]))
}

/**
 * Takes moves back: the version that said so goes when nothing rests on it; otherwise another version says the section
 * it had.
 */
export async function moveBack(
  tx: Prisma.TransactionClient,
  {
    back,
    moved,
    ...writer
  }: Writer & { back: readonly { id: string; section: string }[]; moved: readonly WrittenMove[] },
) {
  const wanted = new Map(back.map(({ id, section }) => [id, section]))
  const versions = moved.filter(({ id }) => wanted.has(id)).map(({ versionId }) => versionId)
  const free = await tx.$queryRaw<{ id: string; versionId: string }[]>`
    select v."questionId" as id, v.id as "versionId" from "QuestionVersion" v
    where v.id = any(${versions}::uuid[])
      and not exists (select 1 from "ExamQuestion" e where e."versionId" = v.id)
      and not exists (select 1 from "QuestionVersion" l where l."questionId" = v."questionId" and l.number > v.number)`
  await tx.questionVersion.deleteMany({ where: { id: { in: free.map(({ versionId }) => versionId) } } })
  const ids = free.map(({ id }) => id)
  await tx.$executeRaw`
    update "Question" q set section = given.section
    from unnest(${ids}::uuid[], ${ids.map((id) => wanted.get(id) ?? noSection)}::text[]) as given(id, section)
    where q.id = given.id`
  await moveQuestions(tx, { moves: back.filter(({ id }) => !ids.includes(id)), ...writer })
}

/** Whether a question may be put there. */
export const isPlace = (outline: Outline, section: string) =>
  section === noSection || sectionsOf(outline).some(({ id }) => id === section)

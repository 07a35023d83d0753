import { createHash } from 'node:crypto'
import type { Question } from '#core/questions/question.ts'
import type { Prisma, QuestionOrigin } from '#prisma/client/client.ts'
import type { RenderedQuestion } from '#server/questions/rendering/render.ts'

export type Next = {
  readonly question: Question
  readonly hash: string
  /** Rendered before (rendering.ts), because a transaction should be short. */
  readonly rendered: RenderedQuestion
}
/** The current version of a question in the bank. */
export type LatestVersion = { readonly id: string; readonly number: number }
export type WrittenVersion = { readonly id: string; readonly versionId: string }

export type Writer = { origin: QuestionOrigin; byId?: string | null | undefined; at: Date }
type Adding = Writer & { courseId: string; added: readonly Next[] }

export async function addQuestions(tx: Prisma.TransactionClient, { courseId, added, ...writer }: Adding) {
  const written: string[] = []
  for (const batch of batches(added)) {
    const rows = await tx.question.createManyAndReturn({
      data: batch.map(({ question, hash }) => ({
        courseId,
        key: question.id,
        section: question.section,
        createdAt: writer.at,
        fileHash: writer.origin === 'file' ? hash : null,
      })),
      select: { id: true, key: true },
    })
    const idOf = new Map(rows.map(({ id, key }) => [key, id]))
    await tx.questionVersion.createMany({
      data: batch.map((next) => versionOf(next, writer, { questionId: idOf.get(next.question.id) ?? '', number: 1 })),
    })
    written.push(...rows.map(({ id }) => id))
  }
  return written
}

type Changing = Writer & { changed: readonly (Next & { stored: LatestVersion })[] }

/** Adds a new version of each question, and moves the question to the section it now names. */
export async function addVersions(
  tx: Prisma.TransactionClient,
  { changed, ...writer }: Changing,
): Promise<WrittenVersion[]> {
  const written: WrittenVersion[] = []
  for (const batch of batches(changed)) {
    const rows = await tx.questionVersion.createManyAndReturn({
      data: batch.map((next) =>
        versionOf(next, writer, { questionId: next.stored.id, number: next.stored.number + 1 }),
      ),
      select: { id: true, questionId: true },
    })
    written.push(...rows.map(({ id, questionId }) => ({ id: questionId, versionId: id })))
    await tx.$executeRaw`
      update "Question" q set section = given.section
      from unnest(${batch.map(({ stored }) => stored.id)}::uuid[], ${batch.map(({ question }) => question.section)}::text[])
        as given(id, section)
      where q.id = given.id and q.section <> given.section`
  }
  return written
}

function versionOf(
  { question, hash, rendered }: Next,
  { origin, byId = null, at }: Writer,
  place: { questionId: string; number: number },
) {
  return {
    ...place,
    hash,
    content: question,
    rendered: rendered,
    origin,
    createdById: byId,
    createdAt: at,
  }
}

function batches<T>(all: readonly T[]): T[][] {
  const size = 200
  return Array.from({ length: Math.ceil(all.length / size) }, (_, index) => all.slice(index * size, (index + 1) * size))
}

/**
 * Hash of the content of a question, independent of the order of keys (which the database changes). Its place in the
 * file, the stamp of its passage and its explained remarks are left out, since they are no change of content.
 */
export function hashOf(question: Question): string {
  const { heading, quote } = question.source
  return createHash('sha256')
    .update(JSON.stringify({ ...question, allow: undefined, source: { heading, quote } }, inOrder))
    .digest('hex')
}

const inOrder = (_key: string, value: unknown) =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
    : value

/** Explained remarks are not part of the content, so they are replaced without a new version. */
export async function writeAllowed(
  tx: Prisma.TransactionClient,
  versions: readonly { stored: LatestVersion; question: Question }[],
) {
  for (const { stored, question } of versions) {
    await tx.$executeRaw`
      update "QuestionVersion" set content = case when ${!question.allow} then content - 'allow'
        else jsonb_set(content, '{allow}', ${JSON.stringify(question.allow ?? {})}::jsonb) end
      where "questionId" = ${stored.id}::uuid and number = ${stored.number}`
  }
}

export type CurrentQuestion = LatestVersion & {
  key: string
  section: string
  archived: boolean
  hash: string
  fileHash: string | null
  hasProposal: boolean
  allow: Question['allow'] | null
  /** The pairs that the latest version written in the browser allows. */
  settledPairs: string | null
}

/** Every question of the course, archived or not, with the hash of its current content. */
export function currentQuestions(tx: Prisma.TransactionClient, courseId: string) {
  return tx.$queryRaw<CurrentQuestion[]>`
    select distinct on (q.id) q.id, q.key, q.section, q."archivedAt" is not null as archived, v.number, v.hash,
      q."fileHash", q.proposal is not null as "hasProposal", v.content->'allow' as allow,
      (select b.content->'allow'->>'possible_enemy' from "QuestionVersion" b
        where b."questionId" = q.id and b.origin = 'browser' order by b.number desc limit 1) as "settledPairs"
    from "Question" q join "QuestionVersion" v on v."questionId" = q.id
    where q."courseId" = ${courseId}::uuid
    order by q.id, v.number desc`
}

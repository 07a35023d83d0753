import { createHash } from 'node:crypto'
import type { Question } from '#core/question.ts'
import type { Prisma } from '#prisma/client/client.ts'
import { type Actor, audit } from '#server/platform/audit.ts'
import type { Deps } from '#server/platform/deps.ts'
import type { Bank } from './read-bank.ts'
import { renderQuestion } from './render.ts'

export type BankLoad = { added: number; changed: number; archived: number }
type Given = { courseId: string; bank: Bank; actor: Actor }

/**
 * Puts the files into the database. A question gets a new version only when its content changed, so the same files
 * again change nothing; one that disappeared is archived, never deleted: exams and statistics refer to it.
 */
export async function loadBank({ db, now }: Deps, { courseId, bank, actor }: Given): Promise<BankLoad> {
  if (!bank.course) return { added: 0, changed: 0, archived: 0 }
  const { sessions } = bank.course
  return db.$transaction(
    async (tx) => {
      // Two servers that start together load one after the other.
      await tx.$queryRaw`select id from "Course" where id = ${courseId}::uuid for update`
      await tx.course.update({ where: { id: courseId }, data: { outline: { sessions } } })
      const plan = planOf(bank, await currentQuestions(tx, courseId))
      await addQuestions(tx, { courseId, added: plan.added })
      await addVersions(tx, plan.changed)
      await moveQuestions(tx, plan.moved)
      await tx.question.updateMany({ where: { id: { in: plan.archived } }, data: { archivedAt: now() } })
      const load = { added: plan.added.length, changed: plan.changed.length, archived: plan.archived.length }
      if (load.added + load.changed + load.archived > 0) {
        await audit(tx, { courseId, actor, action: 'bank.load', subject: `course:${courseId}`, after: load })
      }
      return load
    },
    { timeout: 180_000, maxWait: 60_000 },
  )
}

type Current = { id: string; key: string; section: string; archived: boolean; number: number; hash: string }

function currentQuestions(tx: Prisma.TransactionClient, courseId: string) {
  return tx.$queryRaw<Current[]>`
    select distinct on (q.id) q.id, q.key, q.section, q."archivedAt" is not null as archived, v.number, v.hash
    from "Question" q join "QuestionVersion" v on v."questionId" = q.id
    where q."courseId" = ${courseId}::uuid
    order by q.id, v.number desc`
}

function planOf({ questions, incompleteSections }: Bank, current: Current[]) {
  const known = new Map(current.map((one) => [one.key, one]))
  const kept = new Set(questions.map(({ question }) => question.id))
  const versions = questions.map(({ question }) => ({ question, hash: hashOf(question), held: known.get(question.id) }))
  return {
    added: versions.filter(({ held }) => !held),
    changed: versions.flatMap(({ held, ...next }) => (held && held.hash !== next.hash ? [{ ...next, held }] : [])),
    moved: versions.flatMap(({ held, question }) =>
      held && (held.archived || held.section !== question.section) ? [{ id: held.id, section: question.section }] : [],
    ),
    // A file that cannot be read is not a file that was emptied.
    archived: current
      .filter(({ key, archived, section }) => !archived && !kept.has(key) && !incompleteSections.includes(section))
      .map(({ id }) => id),
  }
}

type Next = { question: Question; hash: string }

async function addQuestions(tx: Prisma.TransactionClient, { courseId, added }: { courseId: string; added: Next[] }) {
  for (const batch of batches(added)) {
    const rows = await tx.question.createManyAndReturn({
      data: batch.map(({ question }) => ({ courseId, key: question.id, section: question.section })),
      select: { id: true, key: true },
    })
    const idOf = new Map(rows.map(({ id, key }) => [key, id]))
    await tx.questionVersion.createMany({
      data: batch.map((next) => versionOf(next, { questionId: idOf.get(next.question.id) ?? '', number: 1 })),
    })
  }
}

async function addVersions(tx: Prisma.TransactionClient, changed: (Next & { held: Current })[]) {
  for (const batch of batches(changed)) {
    await tx.questionVersion.createMany({
      data: batch.map((next) => versionOf(next, { questionId: next.held.id, number: next.held.number + 1 })),
    })
  }
}

async function moveQuestions(tx: Prisma.TransactionClient, moved: { id: string; section: string }[]) {
  for (const { id, section } of moved) await tx.question.update({ where: { id }, data: { section, archivedAt: null } })
}

function versionOf({ question, hash }: Next, place: { questionId: string; number: number }) {
  return {
    ...place,
    hash,
    content: question as unknown as Prisma.InputJsonValue,
    rendered: renderQuestion(question) as unknown as Prisma.InputJsonValue,
    origin: 'file' as const,
  }
}

function batches<T>(all: T[]): T[][] {
  const size = 200
  return Array.from({ length: Math.ceil(all.length / size) }, (_, index) => all.slice(index * size, (index + 1) * size))
}

/**
 * Of what is asked alone, keys in a fixed order (`toQuestion` writes them so): where it stands in its file, the stamp
 * of the passage it cites and what its author answers to the linter are no change.
 */
function hashOf(question: Question): string {
  const { heading, quote } = question.source
  return createHash('sha256')
    .update(JSON.stringify({ ...question, allow: undefined, source: { heading, quote } }))
    .digest('hex')
}

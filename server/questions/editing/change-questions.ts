import type { HandlerInput } from '#contract/endpoint.ts'
import type { changeQuestions as contract } from '#contract/questions/question-batches.ts'
import { joinReasons, longestReason, namesQuestion, reasonsIn } from '#core/questions/lint/allowed-pairs.ts'
import type { Question } from '#core/questions/question.ts'
import { Refusal } from '#core/refusal.ts'
import type { Prisma } from '#prisma/client/client.ts'
import { type Actor, audit } from '#server/platform/audit.ts'
import type { Deps } from '#server/platform/deps.ts'
import { bankWriting, lockBank } from '#server/questions/bank/lock-bank.ts'
import { findFiltered } from '#server/questions/list-questions.ts'
import { sectionOrder } from '#server/questions/queries.ts'
import type { RenderedQuestion } from '#server/questions/rendering/render.ts'
import { batchView, type ChangedQuestion } from './batch.ts'
import { addVersions, hashOf } from './write-versions.ts'

type Body = HandlerInput<typeof contract>['body']
type Change = Body['change']
type ChangeQuestionsInput = Body & { courseId: string; actor: Actor }

/**
 * Applies one change to many questions: one batch, one audit entry, one undo. Questions it would not change are left
 * out.
 */
export async function changeQuestions(deps: Deps, { courseId, which, change, actor }: ChangeQuestionsInput) {
  const order = await sectionOrder(deps, courseId)
  if (change.kind === 'move' && !order.includes(change.section)) throw new Refusal('not_found')
  if ('with' in change) await findOther(deps, { courseId, key: change.with })
  const ids =
    'ids' in which ? which.ids : (await findFiltered(deps, { courseId, ...which.filters })).map(({ id }) => id)
  return deps.db.$transaction(async (tx) => {
    await lockBank(tx, courseId)
    const touched = (await findLatest(tx, { courseId, ids })).filter((one) => isTouched(one, change, actor))
    if (touched.length === 0) throw new Refusal('nothing_to_import')
    const changed = await apply(tx, { touched, change, actor, at: deps.now() })
    const label = labelOf(change)
    const batch = await tx.questionBatch.create({
      data: {
        courseId,
        at: deps.now(),
        byName: actor.name,
        kind: change.kind,
        label,
        state: 'written',
        changed: changed,
      },
      omit: { staged: true },
    })
    const after = { label, questions: changed.length }
    await audit(tx, { courseId, actor, action: `questions.${change.kind}`, subject: `batch:${batch.id}`, after })
    return batchView(batch)
  }, bankWriting)
}

/** The other question of a pair has to be one of the course. */
async function findOther({ db }: Deps, { courseId, key }: { courseId: string; key: string }) {
  if ((await db.question.count({ where: { courseId, key } })) === 0) throw new Refusal('not_found')
}

type Latest = {
  id: string
  section: string
  archivedAt: Date | null
  number: number
  content: Question
  rendered: RenderedQuestion
}

const findLatest = (tx: Prisma.TransactionClient, { courseId, ids }: { courseId: string; ids: readonly string[] }) =>
  tx.$queryRaw<Latest[]>`
    select distinct on (q.id) q.id, q.section, q."archivedAt", v.number, v.content, v.rendered
    from "Question" q join "QuestionVersion" v on v."questionId" = q.id
    where q."courseId" = ${courseId}::uuid and q.id = any(${ids}::uuid[])
    order by q.id, v.number desc`

function isTouched({ archivedAt, section, content }: Latest, change: Change, { name }: Actor): boolean {
  switch (change.kind) {
    case 'archive':
      return archivedAt === null
    case 'unarchive':
      return archivedAt !== null
    case 'move':
      return section !== change.section
    case 'tag':
      return !content.tags.includes(change.tag) && content.tags.length < 12
    case 'untag':
      return content.tags.includes(change.tag)
    case 'enemy':
      return isOther(content, change.with) && (content.enemies ?? []).length < 12
    case 'no_enemy':
      return isOther(content, change.with) && reasonOf(content, { other: change.with, name }) !== null
  }
}

/** Another question, that this one does not name yet. */
const isOther = ({ id, enemies = [] }: Question, other: string) => id !== other && !enemies.includes(other)

type Settled = { other: string; name: string }

/** Why the pair may be drawn, after the reasons the question has: who said so. null when it is said, or has no room. */
function reasonOf({ allow }: Question, { other, name }: Settled): string | null {
  const known = reasonsIn(allow?.possible_enemy)
  if (known.some((reason) => namesQuestion(reason, other))) return null
  const whole = joinReasons([...known, `${other} : ${name}`])
  return whole.length <= longestReason ? whole : null
}

type Applying = { touched: readonly Latest[]; change: Change; actor: Actor; at: Date }

async function apply(
  tx: Prisma.TransactionClient,
  { touched, change, actor, at }: Applying,
): Promise<ChangedQuestion[]> {
  const before = touched.map(({ id, section, archivedAt }) => ({
    id,
    section,
    archivedAt: archivedAt?.toISOString() ?? null,
    versionId: null,
  }))
  if (change.kind === 'archive' || change.kind === 'unarchive') {
    const archivedAt = change.kind === 'archive' ? at : null
    await tx.question.updateMany({ where: { id: { in: touched.map(({ id }) => id) } }, data: { archivedAt } })
    return before
  }
  const next = touched.map(({ id, number, content, rendered }) => {
    const question = changedBy(content, change, actor)
    // The texts are unchanged, so the rendering is reused.
    return { question, hash: hashOf(question), rendered, stored: { id, number } }
  })
  const written = await addVersions(tx, { changed: next, origin: 'browser', byId: actor.id, at })
  const versionOf = new Map(written.map(({ id, versionId }) => [id, versionId]))
  return before.map((one) => ({ ...one, versionId: versionOf.get(one.id) ?? null }))
}

function changedBy(
  question: Question,
  change: Exclude<Change, { kind: 'archive' | 'unarchive' }>,
  { name }: Actor,
): Question {
  switch (change.kind) {
    case 'move':
      return { ...question, section: change.section }
    case 'tag':
      return { ...question, tags: [...question.tags, change.tag] }
    case 'untag':
      return { ...question, tags: question.tags.filter((tag) => tag !== change.tag) }
    case 'enemy':
      return { ...question, enemies: [...(question.enemies ?? []), change.with] }
    case 'no_enemy': {
      const reason = reasonOf(question, { other: change.with, name })
      return reason === null ? question : { ...question, allow: { ...question.allow, possible_enemy: reason } }
    }
  }
}

function labelOf(change: Change): string {
  if (change.kind === 'move') return change.section
  if ('with' in change) return change.with
  return 'tag' in change ? change.tag : ''
}

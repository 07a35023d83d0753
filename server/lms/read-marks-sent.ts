import type { z } from 'zod'
import { type ScoreFailure, type ServiceFailure, scoreFailures, serviceFailures } from '#contract/lms/failures.ts'
import type { getMarksSent, SendingState } from '#contract/lms/marks.ts'
import { scoresToSend } from '#core/lms/scores.ts'
import { Refusal } from '#core/refusal.ts'
import type { LtiColumn, LtiContext, LtiPlatform, LtiScore } from '#prisma/client/client.ts'
import type { Deps } from '#server/platform/deps.ts'
import { type ColumnPerson, listPeople, wantedScores } from './column-people.ts'
import { scopes } from './scopes.ts'
import { type MarksOut, readMarksOut } from './wanted-scores.ts'

type Of = { courseId: string; examId: string | null }
type Bound = LtiContext & { platform: LtiPlatform }

/** What each platform has of the marks of an exam, or of the final marks: also what would be sent, before it is. */
export async function readMarksSent(deps: Deps, of: Of): Promise<z.input<typeof getMarksSent.reply>> {
  const out = await readMarksOut(deps, of)
  if (!out) throw new Refusal('not_found')
  const contexts = await deps.db.ltiContext.findMany({
    where: { courseId: of.courseId },
    include: { platform: true },
    orderBy: [{ title: 'asc' }, { id: 'asc' }],
  })
  const { title, outOf, areOut } = out
  return {
    ...{ title, outOf, areOut },
    places: await Promise.all(contexts.map((context) => placeOf(deps, { context, of, out }))),
  }
}

async function placeOf(deps: Deps, { context, of, out }: { context: Bound; of: Of; out: MarksOut }) {
  const people = await listPeople(deps, { courseId: of.courseId, platformId: context.platformId })
  const column = await findColumn(deps, { contextId: context.id, examId: of.examId })
  const known = column?.scores ?? []
  const sends = new Set(scoresToSend(wantedScores(people, out), known).map(({ userId }) => userId))
  const isAsked = column !== null && (column.sendsByItself || column.askedAt !== null)
  const isWaiting = isAsked && sends.size > 0
  return {
    ...{ contextId: context.id, platformName: context.platform.name, title: context.title },
    canSend: isInUse(context.platform) && context.scopes.includes(scopes.score),
    sendsByItself: column?.sendsByItself ?? false,
    isWaiting,
    nextAt: isWaiting && column ? column.nextAt.toISOString() : null,
    failure: serviceFailures.find((one): one is ServiceFailure => one === column?.failure) ?? null,
    answer: column?.answer ?? '',
    people: people.map((person) => personOf(person, { out, sends, known })),
  }
}

const isInUse = ({ approvedAt, disabledAt }: LtiPlatform) => approvedAt !== null && disabledAt === null

type ColumnAndScores = LtiColumn & { scores: LtiScore[] }

export const findColumn = (
  { db }: Deps,
  where: { contextId: string; examId: string | null },
): Promise<ColumnAndScores | null> => db.ltiColumn.findFirst({ where, include: { scores: true } })

type Known = { out: MarksOut; sends: ReadonlySet<string>; known: readonly LtiScore[] }

function personOf({ studentId, familyName, givenName, userId }: ColumnPerson, { out, sends, known }: Known) {
  const mark = out.marks.get(studentId) ?? null
  const score = known.find((one) => one.userId === userId)
  const hasMark = score?.sentAt != null && score.sentMark !== null
  const state = stateOf({
    isKnown: userId !== null,
    isToSend: userId !== null && sends.has(userId),
    mark,
    score,
    hasMark,
  })
  return {
    ...{ studentId, familyName, givenName, mark, state },
    sentMark: score?.sentMark ?? null,
    sentAt: score?.sentAt?.toISOString() ?? null,
    failure:
      state === 'sent' || state === 'none'
        ? null
        : (scoreFailures.find((one): one is ScoreFailure => one === score?.failure) ?? null),
    answer: score?.answer ?? '',
  }
}

type Standing = {
  isKnown: boolean
  isToSend: boolean
  mark: number | null
  score: LtiScore | undefined
  hasMark: boolean
}

function stateOf({ isKnown, isToSend, mark, score, hasMark }: Standing): SendingState {
  if (!isKnown) return mark === null ? 'none' : 'unknown'
  if (isToSend) return mark === null ? 'to_empty' : 'to_send'
  if (score?.state === 'refused') return 'refused'
  return hasMark ? 'sent' : 'none'
}

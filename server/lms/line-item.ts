import { z } from 'zod'
import type { LtiContext, LtiPlatform } from '#prisma/client/client.ts'
import type { Deps } from '#server/platform/deps.ts'
import { askService, readAnswerAs, readPages } from './ask-service.ts'
import { markScopes, scopes } from './scopes.ts'
import { ServiceFailed } from './service-failed.ts'

const type = 'application/vnd.ims.lis.v2.lineitem+json'
const listType = 'application/vnd.ims.lis.v2.lineitemcontainer+json'
const lineItem = z.object({ id: z.string().min(1).max(2000), resourceId: z.string().nullish() })
const lineItems = z.array(lineItem).max(5000)

/** A column of marks: which of our exams it is for (null: the final marks), what it is called and out of how much. */
type MarkColumn = { examId: string | null; label: string; outOf: number }
export type ColumnPlace = { platform: LtiPlatform; context: LtiContext; column: MarkColumn }

/** By which a column of ours is found again: an exam keeps its own, whatever its title becomes. */
const resourceIdOf = ({ context, column }: ColumnPlace) =>
  column.examId === null ? `bareme-final-${context.courseId}` : `bareme-exam-${column.examId}`

/**
 * The address of the column: the one that came with the activity that opens the exam; else the one we made before; else a
 * new one. Throws `no_column` when the platform lets us make none.
 */
export async function findLineItem(deps: Deps, place: ColumnPlace): Promise<string> {
  const given = await lineItemOfLaunch(deps, place)
  if (given !== null && (await doesExist(deps, { ...place, url: given }))) return given
  const found = await findOwn(deps, place)
  return found ?? addLineItem(deps, place)
}

async function lineItemOfLaunch({ db }: Deps, { context, column: { examId } }: ColumnPlace) {
  const link = await db.ltiLink.findFirst({
    where: {
      contextId: context.id,
      lineItemUrl: { not: null },
      ...(examId === null ? { isFinalGrade: true } : { examId }),
    },
    orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
  })
  return link?.lineItemUrl ?? null
}

const asking = ({ platform, context }: ColumnPlace) => ({ platform, scopes: markScopes(context.scopes) })
const has = ({ context }: ColumnPlace, ...any: readonly string[]) => any.some((scope) => context.scopes.includes(scope))

/** Whether the column is still there; where we may not read it, it is taken for there until a score says otherwise. */
export async function doesExist(deps: Deps, place: ColumnPlace & { url: string }): Promise<boolean> {
  if (!has(place, scopes.lineItem, scopes.lineItemReadOnly)) return true
  const answer = await askService(deps, { ...asking(place), url: place.url, accept: type })
  if (answer.status === 404 || answer.status === 410) return false
  readAnswerAs(deps, { answer, shape: lineItem })
  return true
}

async function findOwn(deps: Deps, place: ColumnPlace): Promise<string | null> {
  const { lineItemsUrl } = place.context
  if (lineItemsUrl === null || !has(place, scopes.lineItem, scopes.lineItemReadOnly)) return null
  const url = new URL(lineItemsUrl)
  const resourceId = resourceIdOf(place)
  url.searchParams.set('resource_id', resourceId)
  const pages = await readPages(deps, { ...asking(place), url: url.href, accept: listType }, lineItems)
  // A platform that ignores the filter lists them all.
  return pages.flat().find((one) => one.resourceId === resourceId)?.id ?? null
}

async function addLineItem(deps: Deps, place: ColumnPlace): Promise<string> {
  const { lineItemsUrl } = place.context
  if (lineItemsUrl === null || !has(place, scopes.lineItem)) throw new ServiceFailed('no_column')
  const { label, outOf } = place.column
  const body = { label, scoreMaximum: outOf / 100, resourceId: resourceIdOf(place), tag: 'bareme' }
  const sent = { type, body }
  const answer = await askService(deps, { ...asking(place), url: lineItemsUrl, method: 'POST', accept: type, sent })
  if (answer.status === 403) throw new ServiceFailed('no_column', { answer: '403' })
  return readAnswerAs(deps, { answer, shape: lineItem }).id
}

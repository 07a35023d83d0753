import { queryOptions } from '@tanstack/react-query'
import { getAttempt } from '#contract/attempts/sitting.ts'
import { Refusal } from '#core/refusal.ts'
import { call } from '#web/api.ts'
import { rememberSitting } from '#web/attempts/open-sittings.ts'
import { clearAnnotations } from './clear-annotations.ts'
import { thisDevice } from './device.ts'
import { SittingEngine } from './engine.ts'
import { copyNow } from './kept-copy.ts'
import { inTime, openOutboxStore } from './outbox-store.ts'
import type { SittingCopy } from './sitting-copy.ts'

/** With a stored copy, how long to wait for the server before showing it. */
const patienceMs = 6_000

export const sittingKey = (attemptId: string) => ['sitting', attemptId] as const

export async function openSitting(copy: SittingCopy, isKept = false): Promise<SittingEngine> {
  const engine = await SittingEngine.open({ copy, device: thisDevice(), store: await openOutboxStore(), isKept })
  rememberSitting(engine)
  return engine
}

/**
 * Fetched once per page load: then the engine holds the state for every page of the exam. Without network, the copy
 * stored on this device is opened instead, and the engine fetches the attempt as soon as it can.
 */
export const sittingQuery = (attemptId: string) =>
  queryOptions({
    queryKey: sittingKey(attemptId),
    queryFn: async () => {
      const request = call(getAttempt, { params: { attemptId } })
      try {
        return await openSitting(await inTime(request, patienceMs))
      } catch (error) {
        // A refusal comes from the server (another person's attempt, or signed out): the stored copy must not be shown.
        const copy = error instanceof Refusal ? null : await keptCopy(attemptId)
        return copy ? openSitting(copy, true) : openSitting(await request)
      }
    },
    networkMode: 'always',
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: Number.POSITIVE_INFINITY,
  })

async function keptCopy(attemptId: string): Promise<SittingCopy | null> {
  const kept = await (await openOutboxStore()).keptCopy(attemptId).catch(() => undefined)
  return kept ? copyNow(kept) : null
}

export async function deleteKeptCopies(): Promise<void> {
  clearAnnotations()
  await (await openOutboxStore()).deleteKeptCopies().catch(() => undefined)
}

import { queryOptions } from '@tanstack/react-query'
import { getAttempt } from '#contract/attempts/sitting.ts'
import { Refusal } from '#core/refusal.ts'
import { call } from '#web/api.ts'
import { rememberSitting } from '#web/attempts/open-sittings.ts'
import { thisDevice } from './device.ts'
import { SittingEngine } from './engine.ts'
import { copyNow } from './kept-copy.ts'
import { inTime, openOutboxStore } from './outbox-store.ts'
import type { SittingCopy } from './sitting-copy.ts'

/** With a copy kept here, the server is not waited for longer than this. */
const patienceMs = 6_000

export const sittingKey = (attemptId: string) => ['sitting', attemptId] as const

export async function openSitting(copy: SittingCopy, isKept = false): Promise<SittingEngine> {
  const engine = await SittingEngine.open({ copy, device: thisDevice(), store: await openOutboxStore(), isKept })
  rememberSitting(engine)
  return engine
}

/**
 * Read once a page load: from then on the engine is the truth of this page, whatever page of it is shown. Without
 * network, the copy kept on this device is opened instead; the engine reads the real one as soon as it can.
 */
export const sittingQuery = (attemptId: string) =>
  queryOptions({
    queryKey: sittingKey(attemptId),
    queryFn: async ({ signal }) => {
      const asked = call(getAttempt, { params: { attemptId } }, { signal })
      try {
        return await openSitting(await inTime(asked, patienceMs))
      } catch (error) {
        // A refusal is the word of the server: not theirs, or signed out.
        const copy = error instanceof Refusal ? null : await keptCopy(attemptId)
        return copy ? openSitting(copy, true) : openSitting(await asked)
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
  await (await openOutboxStore()).forgetCopies().catch(() => undefined)
}

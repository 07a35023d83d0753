import { queryOptions } from '@tanstack/react-query'
import { getAttempt } from '#contract/attempts.ts'
import { call } from '#web/api.ts'
import { thisDevice } from './device.ts'
import { rememberSitting } from './open-sittings.ts'
import { openOutboxStore } from './outbox-store.ts'
import { SittingEngine } from './sitting-engine.ts'
import type { Copy } from './sitting-state.ts'

export const sittingKey = (attemptId: string) => ['sitting', attemptId] as const

export async function openSitting(copy: Copy): Promise<SittingEngine> {
  const engine = await SittingEngine.open({ copy, device: thisDevice(), store: await openOutboxStore() })
  rememberSitting(engine)
  return engine
}

/** Read once a page load: from then on the engine is the truth of this page, whatever page of it is shown. */
export const sittingQuery = (attemptId: string) =>
  queryOptions({
    queryKey: sittingKey(attemptId),
    queryFn: async ({ signal }) => openSitting(await call(getAttempt, { params: { attemptId } }, { signal })),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: Number.POSITIVE_INFINITY,
  })

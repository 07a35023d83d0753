import type { Deps } from '#server/platform/deps.ts'

type Work = { stop: AbortController; ended: Promise<void> }

/** The requests to an assistant that this server waits for, by the id of their batch. */
const underWay = new WeakMap<Deps, Map<string, Work>>()

const worksOf = (deps: Deps) => underWay.get(deps) ?? new Map<string, Work>()

/** Runs a work that outlives its request; it ends by itself, or when its signal says so. It must not throw. */
export function beginWork(deps: Deps, batchId: string, work: (stop: AbortController) => Promise<void>) {
  const works = worksOf(deps)
  underWay.set(deps, works)
  const stop = new AbortController()
  const ended = work(stop).finally(() => works.delete(batchId))
  works.set(batchId, { stop, ended })
}

export const stopWork = (deps: Deps, batchId: string) => worksOf(deps).get(batchId)?.stop.abort()

/** Stops them all and waits for their end: the server is closing. */
export async function closeDrafting(deps: Deps) {
  const works = [...worksOf(deps).values()]
  for (const { stop } of works) stop.abort()
  await Promise.all(works.map(({ ended }) => ended))
}

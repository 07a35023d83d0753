import type { Deps } from './deps.ts'
import type { JobState } from './replica-report.ts'

/** How the background jobs of this server went, by name. */
class JobStates {
  readonly #states = new Map<string, JobState>()

  succeeded(name: string, at: Date) {
    const known = this.#states.get(name)
    this.#states.set(name, {
      lastSuccessAt: at.toISOString(),
      lastFailureAt: known?.lastFailureAt ?? null,
      failures: 0,
    })
  }

  failed(name: string, at: Date) {
    const known = this.#states.get(name)
    const failures = (known?.failures ?? 0) + 1
    this.#states.set(name, { lastSuccessAt: known?.lastSuccessAt ?? null, lastFailureAt: at.toISOString(), failures })
  }

  all(): Record<string, JobState> {
    return Object.fromEntries(this.#states)
  }
}

const all = new WeakMap<Deps['pool'], JobStates>()
export function jobStatesOf({ pool }: Pick<Deps, 'pool'>): JobStates {
  const known = all.get(pool) ?? new JobStates()
  all.set(pool, known)
  return known
}

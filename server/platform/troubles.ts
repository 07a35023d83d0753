import { type ExamChore, restAfter } from '#core/exams/exam-troubles.ts'
import type { Deps } from './deps.ts'
import { isDatabaseAway } from './refusals.ts'

type Log = { error: (details: object, sentence: string) => void }
type Chore = {
  examId: string
  chore: ExamChore
  /** The id of the copy, when a single copy of the exam fails. */
  id?: string
}
type Trouble = { examId: string; chore: ExamChore; id: string; since: Date; failures: number; nextAt: number }

/**
 * Isolates failures of jobs per exam: each exam is tried on its own; a failure is logged, and tried again after a
 * delay. Each server keeps its own list.
 */
class Troubles {
  readonly #entries = new Map<string, Trouble>()
  log: Log | undefined

  /**
   * Returns whether the work was done; work that failed recently is skipped. A database failure is not recorded, since
   * it is not specific to the exam.
   */
  async apart({ now }: Deps, { examId, chore, id = examId }: Chore, work: () => Promise<unknown>): Promise<boolean> {
    const key = `${chore} ${id}`
    const known = this.#entries.get(key)
    if (known && known.nextAt > now().getTime()) return false
    try {
      await work()
      this.#entries.delete(key)
      return true
    } catch (error) {
      if (isDatabaseAway(error as Error)) throw error
      const failures = (known?.failures ?? 0) + 1
      const nextAt = now().getTime() + restAfter(failures)
      this.#entries.set(key, { examId, chore, id, since: known?.since ?? now(), failures, nextAt })
      this.log?.error({ err: error, examId, chore, id, failures }, 'a chore of one exam failed')
      return false
    }
  }

  /** Ids to skip for now, for a query that takes a few at a time. */
  resting({ now }: Deps, chore: ExamChore): string[] {
    const at = now().getTime()
    return [...this.#entries.values()].flatMap((one) => (one.chore === chore && one.nextAt > at ? [one.id] : []))
  }

  /** Ids that failed when last tried. */
  failing(chore: ExamChore): string[] {
    return [...this.#entries.values()].flatMap((one) => (one.chore === chore ? [one.id] : []))
  }

  /** By chore, those that failed twice or more. */
  counts(): Record<string, number> {
    const counts: Record<string, number> = {}
    for (const { chore, failures } of this.#entries.values()) if (failures > 1) counts[chore] = (counts[chore] ?? 0) + 1
    return counts
  }

  /** For the page of the exam: one line per failing chore, with the time of its first failure. */
  ofExam(examId: string): { chore: ExamChore; since: string }[] {
    const first = new Map<ExamChore, Date>()
    for (const { chore, since, ...one } of this.#entries.values())
      if (one.examId === examId && since < (first.get(chore) ?? new Date(8.64e15))) first.set(chore, since)
    return [...first].map(([chore, since]) => ({ chore, since: since.toISOString() }))
  }

  /** Drops troubles whose work is no longer due. */
  forget(chore: ExamChore, wanted: ReadonlySet<string>) {
    for (const [key, one] of this.#entries) if (one.chore === chore && !wanted.has(one.id)) this.#entries.delete(key)
  }
}

const all = new WeakMap<Deps, Troubles>()
export function troublesOf(deps: Deps): Troubles {
  const known = all.get(deps) ?? new Troubles()
  all.set(deps, known)
  return known
}

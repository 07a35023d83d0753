import { type ExamChore, restAfter } from '#core/exams/exam-troubles.ts'
import type { Deps } from './deps.ts'
import { isDatabaseAway } from './errors.ts'

type Log = { error: (details: object, sentence: string) => void }
type Chore = {
  examId: string
  chore: ExamChore
  /** What of the exam, when one of its copies fails alone. */
  id?: string
}
type Trouble = { examId: string; chore: ExamChore; id: string; since: Date; failures: number; nextAt: number }

/**
 * One bad exam does not stop the others: what a job does for one exam is tried apart, and what fails is logged, left alone
 * a while, then tried again. Held by each server for itself: each one works, fails and heals by itself.
 */
class Troubles {
  readonly #held = new Map<string, Trouble>()
  log: Log | undefined

  /** Whether the work was done; one that failed lately is not tried. A database that is away is nobody's trouble. */
  async apart({ now }: Deps, { examId, chore, id = examId }: Chore, work: () => Promise<unknown>): Promise<boolean> {
    const key = `${chore} ${id}`
    const known = this.#held.get(key)
    if (known && known.nextAt > now().getTime()) return false
    try {
      await work()
      this.#held.delete(key)
      return true
    } catch (error) {
      if (isDatabaseAway(error as Error)) throw error
      const failures = (known?.failures ?? 0) + 1
      const nextAt = now().getTime() + restAfter(failures)
      this.#held.set(key, { examId, chore, id, since: known?.since ?? now(), failures, nextAt })
      this.log?.error({ err: error, examId, chore, id, failures }, 'a chore of one exam failed')
      return false
    }
  }

  /** What is left alone for now, for a query that takes a few at a time. */
  resting({ now }: Deps, chore: ExamChore): string[] {
    const at = now().getTime()
    return [...this.#held.values()].flatMap((one) => (one.chore === chore && one.nextAt > at ? [one.id] : []))
  }

  /** What failed when it was last tried. */
  failing(chore: ExamChore): string[] {
    return [...this.#held.values()].flatMap((one) => (one.chore === chore ? [one.id] : []))
  }

  /** For the page of the exam: one line for each chore that fails, since when. */
  ofExam(examId: string): { chore: ExamChore; since: string }[] {
    const first = new Map<ExamChore, Date>()
    for (const { chore, since, ...one } of this.#held.values())
      if (one.examId === examId && since < (first.get(chore) ?? new Date(8.64e15))) first.set(chore, since)
    return [...first].map(([chore, since]) => ({ chore, since: since.toISOString() }))
  }

  /** What nothing asks for any more is no trouble. */
  forget(chore: ExamChore, wanted: ReadonlySet<string>) {
    for (const [key, one] of this.#held) if (one.chore === chore && !wanted.has(one.id)) this.#held.delete(key)
  }
}

const all = new WeakMap<Deps, Troubles>()
export function troublesOf(deps: Deps): Troubles {
  const known = all.get(deps) ?? new Troubles()
  all.set(deps, known)
  return known
}

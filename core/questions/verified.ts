/** When the facts of a question should be checked again. */
import type { Question } from './question.ts'

/** A version and the last day its publisher supports it. */
export type SupportedVersion = { readonly product: string; readonly version: string; readonly until: string }

export type Outdated =
  /** Last checked more than nine months ago. */
  | { readonly why: 'old'; readonly detail: string }
  /** Checked on a version that is no longer supported: the version, and since when. */
  | { readonly why: 'unsupported'; readonly detail: string }

const monthsKept = 9

type Today = { readonly today: string; readonly versions: readonly SupportedVersion[] }

/** Why the facts of a question should be checked again on this day (`2026-11-29`); empty when they should not. */
export function outdatedIn({ verified }: Pick<Question, 'verified'>, { today, versions }: Today): Outdated[] {
  if (!verified) return []
  const old: Outdated[] = monthsLater(verified.date, monthsKept) < today ? [{ why: 'old', detail: verified.date }] : []
  const unsupported = versions
    .filter((known) => known.until < today && names(verified.version, known))
    .map(({ product, version, until }): Outdated => ({ why: 'unsupported', detail: `${product} ${version}, ${until}` }))
  return [...old, ...unsupported]
}

/** `Kubernetes 1.33.2` names Kubernetes 1.33; `Kubernetes 1.330` does not. */
function names(text: string, { product, version }: SupportedVersion): boolean {
  const said = text.toLowerCase()
  const name = `${product} ${version}`.toLowerCase()
  for (let at = said.indexOf(name); at >= 0; at = said.indexOf(name, at + 1)) {
    const before = said.charAt(at - 1)
    const after = said.charAt(at + name.length)
    if (!/[\p{L}\d]/u.test(before) && !/\d/.test(after)) return true
  }
  return false
}

/** The same day so many months later, as a text that sorts by date; a 31 may name a day that its month lacks. */
function monthsLater(day: string, months: number): string {
  const [year = 0, month = 0] = day.split('-').map(Number)
  const total = year * 12 + month - 1 + months
  return `${Math.floor(total / 12)}-${String((total % 12) + 1).padStart(2, '0')}${day.slice(7)}`
}

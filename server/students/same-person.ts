import { Refusal } from '#core/refusal.ts'
import { nameKey, tidyName } from '#core/students/person-name.ts'
import type { KnownStudent, RosterStudent } from '#core/students/roster.ts'

/** Normalises fields like an import: no invisible characters, one space between words, null for an empty text. */
export function tidyFields(fields: RosterStudent): RosterStudent {
  const { familyName, givenName, email, number, group, extraTime } = fields
  const tidy = { familyName: tidyName(familyName), givenName: tidyName(givenName), group: tidyName(group) }
  if (tidy.familyName === '') throw new Refusal('invalid_request', [{ path: 'familyName', code: 'missing' }])
  return { ...tidy, email: email?.trim() || null, number: tidyName(number ?? '') || null, extraTime }
}

/** Uses the rules of an import, except that homonyms with different numbers or e-mail addresses are two people. */
export function refuseSamePerson(fields: RosterStudent, others: readonly KnownStudent[]) {
  const same = others.find((other) => isSamePerson(fields, other))
  if (same) throw new Refusal('student_exists', { studentId: same.mergedIntoId ?? same.id })
}

function isSamePerson(one: RosterStudent, other: RosterStudent): boolean {
  const number = compare(one.number, other.number)
  const email = compare(one.email, other.email)
  if (number === 'same' || email === 'same') return true
  return nameKey(one) === nameKey(other) && number === 'unknown' && email === 'unknown'
}

function compare(one: string | null, other: string | null): 'same' | 'different' | 'unknown' {
  if (one === null || other === null) return 'unknown'
  return one.toLowerCase() === other.toLowerCase() ? 'same' : 'different'
}

type Entry = { readonly id: string; readonly email: string | null; readonly number: string | null }
type Learner = { readonly email: string | null; readonly number: string | null }

/**
 * The entry of the class that a learner is: by their number, else by their address, without case. Only when it is one
 * entry's: two that share an address are two people, or one entered twice, and a launch does not decide which.
 */
export function matchLearner(learner: Learner, entries: readonly Entry[]): string | null {
  return only(learner, entries, 'number') ?? only(learner, entries, 'email')
}

function only(learner: Learner, entries: readonly Entry[], name: 'number' | 'email'): string | null {
  const said = plain(learner[name])
  if (said === '') return null
  const [one, other] = entries.filter((entry) => plain(entry[name]) === said)
  return one && !other ? one.id : null
}

const plain = (text: string | null) => (text ?? '').trim().toLowerCase()

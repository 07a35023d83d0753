import { type ExamStatus, isExamOver } from './exam.ts'

/** Whether a copy asks for Safe Exam Browser. `recommended`: others are let in, and marked. */
export const lockedBrowserUses = ['off', 'recommended', 'required'] as const
export type LockedBrowserUse = (typeof lockedBrowserUses)[number]

/**
 * Why a request does not count as one of Safe Exam Browser. `absent`: it shows no key; `wrong_key`: the key of other
 * settings; `wrong_address`: the right key, under another address of the site than the public one.
 */
export const browserFaults = ['absent', 'wrong_key', 'wrong_address'] as const
export type BrowserFault = (typeof browserFaults)[number]

/** Where a student works. `excused`: in another browser, by an exception; `refused`: kept out. */
export const browserStandings = ['inside', 'outside', 'excused', 'refused'] as const
export type BrowserStanding = (typeof browserStandings)[number]

type Sight = { use: LockedBrowserUse; fault: BrowserFault | null; isExcused: boolean }

/** What a request to a copy is told, of an exam that asks for the locked browser. */
export function standingOf({ use, fault, isExcused }: Sight): BrowserStanding {
  if (fault === null) return 'inside'
  if (isExcused) return 'excused'
  return use === 'required' ? 'refused' : 'outside'
}

const strictness = (use: LockedBrowserUse) => lockedBrowserUses.indexOf(use)

type Change = {
  status: ExamStatus
  hasStarted: boolean
  from: { use: LockedBrowserUse; keys: readonly string[] }
  to: { use: LockedBrowserUse; keys: readonly string[] }
}

/**
 * Before the first copy is started, anything may change. From then on only what keeps nobody out who is in: a looser use,
 * and more keys. Once the exam is over, nothing.
 */
export function mayChangeBrowser({ status, hasStarted, from, to }: Change): boolean {
  if (isExamOver(status)) return false
  if (!hasStarted) return true
  return strictness(to.use) <= strictness(from.use) && from.keys.every((key) => to.keys.includes(key))
}

/** A Config Key as somebody types it: hexadecimal, in any case, with spaces; null when it is none. */
export function readConfigKey(typed: string): string | null {
  const key = typed.replace(/\s+/g, '').toLowerCase()
  return /^[0-9a-f]{64}$/.test(key) ? key : null
}

/** The address of a request as Safe Exam Browser hashes it: without its fragment. */
export const hashedAddress = (address: string): string => address.split('#', 1)[0] ?? ''

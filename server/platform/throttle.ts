import { createHash } from 'node:crypto'
import { isIPv6 } from 'node:net'
import { nextTurn, type Pace } from '#core/pace.ts'
import { Refusal } from '#core/refusal.ts'
import type { Deps } from './deps.ts'
import { messagesOf, tellServers } from './messages.ts'

const second = 1_000

/**
 * Limits on guessing, per kind of secret (docs/decisions/0030-a-right-code-is-never-refused.md). A try is counted
 * before it is checked, and uncounted when it was right, so a bucket counts wrong tries. A full bucket delays the next
 * tries by up to `waitMs`; only beyond that are they refused.
 */
const limits = {
  /** Password tries from one address for one account. */
  password: { burst: 10, everyMs: 5 * second, waitMs: 20 * second },
  /** Password tries for one account from everywhere: a hundred an hour (NIST SP 800-63B, 3.2.2). */
  password_account: { burst: 100, everyMs: 36 * second, waitMs: 40 * second },
  /** Password tries from one address for all accounts: one password tried on many. */
  password_address: { burst: 100, everyMs: second, waitMs: 20 * second },
  /** A device on which the account was opened before has its own limit, so that others cannot lock its owner out. */
  password_device: { burst: 10, everyMs: 5 * second, waitMs: 20 * second },
  /** The current password, asked again of a signed-in person. */
  password_again: { burst: 10, everyMs: 5 * second, waitMs: 20 * second },
  /** Six digits after the password, of which three codes are valid at once: from an address or a known device. */
  second_factor: { burst: 10, everyMs: 10 * second, waitMs: 20 * second },
  /** The same, for one account from everywhere. */
  second_factor_account: { burst: 30, everyMs: 60 * second, waitMs: 60 * second },
  /** Access codes from one address: forty bits each, and a whole class signs in at once. */
  code: { burst: 2_000, everyMs: 10, waitMs: 30 * second },
  /** Access codes from a device on which a student signed in before. */
  code_device: { burst: 30, everyMs: second, waitMs: 30 * second },
  /** Join codes are not secret: only wrong ones are slowed down. */
  join: { burst: 600, everyMs: 100, waitMs: 0 },
  /** Links have 256 bits: only wrong ones are slowed down. */
  link: { burst: 50, everyMs: 6 * second, waitMs: 0 },
  /** Room codes of four digits, per signed-in student. */
  room_code: { burst: 10, everyMs: 30 * second, waitMs: 30 * second },
  /** API tokens have 256 bits: only wrong ones are slowed down. */
  token: { burst: 50, everyMs: 6 * second, waitMs: 0 },
  /** Requests with one API token: a script does not starve a class that sits an exam. */
  token_use: { burst: 120, everyMs: 500, waitMs: 0 },
  /** Trial messages to one's own address. */
  trial_mail: { burst: 5, everyMs: 60 * second, waitMs: 0 },
  /** Launches that begin are no guesses, but each is kept ten minutes: a lecture hall behind one address opens its exam. */
  launch: { burst: 3_000, everyMs: 100, waitMs: 0 },
  /** Device checks are no guesses: a whole room tries its computers, five questions each. */
  device: { burst: 3_000, everyMs: 100, waitMs: 0 },
} satisfies Record<string, Pace & { waitMs: number }>
export type Limit = keyof typeof limits
type LimitedKeys = readonly (readonly [Limit, string])[]

/** Most non-empty buckets per server. */
const mostBuckets = 50_000
const servers = new WeakMap<object, Map<string, number>>()
/** No secret is guessed: each server counts its own. */
const ownLimits: readonly Limit[] = ['device', 'launch', 'token_use']

/**
 * Runs a check under the limits: delayed after too many wrong tries, refused beyond the longest delay. A result of null
 * is a wrong try, which stays counted; any other is uncounted.
 */
export async function judgeInTurn<T>(
  deps: Deps,
  counted: LimitedKeys,
  judge: () => Promise<T | null>,
): Promise<T | null> {
  const now = deps.now().getTime()
  const startsAt = take(deps, counted, now)
  if (startsAt > now) await deps.sleep(startsAt - now)
  let isWrong = false
  try {
    const judged = await judge()
    isWrong = judged === null
    return judged
  } finally {
    // Also when the database failed: such a try revealed nothing.
    if (isWrong) tellOthers(deps, counted)
    else giveBack(deps, counted)
  }
}

/** Counts a request that is no guess, or was already checked; refuses above the limit. */
export function countOne(deps: Deps, counted: LimitedKeys) {
  take(deps, counted, deps.now().getTime())
  tellOthers(deps, counted)
}

/** Every server counts the wrong tries of all, so that an attacker gains nothing from their number. Not awaited. */
function tellOthers(deps: Deps, counted: LimitedKeys) {
  const { serverId } = messagesOf(deps)
  const shared = counted.filter(([limit]) => !ownLimits.includes(limit))
  if (shared.length > 0)
    void tellServers(
      deps,
      'wrong_try',
      shared.map(([limit, key]) => `${serverId} ${limit} ${nameOf(limit, key)}`),
    )
}

/** A wrong try on another server. */
function countElsewhere(deps: Deps, dues: Map<string, number>, payload: string) {
  const [serverId, limit = '', name = ''] = payload.split(' ')
  if (serverId === messagesOf(deps).serverId || !Object.hasOwn(limits, limit)) return
  const now = deps.now().getTime()
  const due = dueOf(dues.get(name) ?? 0, { limit: limit as Limit, now })
  dues.set(name, nextTurn(limits[limit as Limit], { due, now }).due)
  if (dues.size >= mostBuckets) forgetPaid(dues, now)
}

/** A hash, because a message has a length, and the address of an account nothing to do in it. */
const nameOf = (limit: Limit, key: string) => createHash('sha256').update(`${limit} ${key}`).digest('base64url')

/** A subscriber has up to 2^64 IPv6 addresses, so their network is counted. */
export function addressKey(ip: string) {
  const plain = ip.replace(/^::ffff:(?=\d+\.)/i, '')
  if (!isIPv6(plain)) return plain
  const [head = '', tail] = plain.split('%')[0]?.split('::') ?? []
  const groups = (text: string | undefined) => (text ? text.split(':') : [])
  const missing = 8 - groups(head).length - groups(tail).length
  const all = tail === undefined ? groups(head) : [...groups(head), ...Array(missing).fill('0'), ...groups(tail)]
  return `${all
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':')}::/64`
}

/** Counts on all keys or on none: a refused try is not counted. */
function take(deps: Deps, counted: LimitedKeys, now: number) {
  const dues = duesOf(deps)
  const turns = counted.map(([limit, key]) => {
    const name = nameOf(limit, key)
    return { name, limit, ...nextTurn(limits[limit], { due: dueOf(dues.get(name) ?? 0, { limit, now }), now }) }
  })
  const lateMs = Math.max(...turns.map(({ limit, startsAt }) => startsAt - now - limits[limit].waitMs))
  if (lateMs > 0) throw new Refusal('too_many_requests', { retryAfterSeconds: Math.ceil(lateMs / second) })
  if (dues.size >= mostBuckets) forgetPaid(dues, now)
  for (const { name, due } of turns) dues.set(name, due)
  return Math.max(...turns.map(({ startsAt }) => startsAt))
}

/**
 * A bucket cannot owe more than its size and the longest delay; a larger value dates from before the clock was set
 * back.
 */
function dueOf(due: number, { limit, now }: { limit: Limit; now: number }) {
  const { burst, everyMs, waitMs } = limits[limit]
  return due - now > burst * everyMs + waitMs ? 0 : due
}

function giveBack(deps: Deps, counted: LimitedKeys) {
  const dues = duesOf(deps)
  for (const [limit, key] of counted) {
    const name = nameOf(limit, key)
    dues.set(name, (dues.get(name) ?? 0) - limits[limit].everyMs)
  }
}

/** Removes the buckets that are empty again, and the oldest when too many are left. */
function forgetPaid(dues: Map<string, number>, now: number) {
  for (const [name, due] of dues) if (due <= now) dues.delete(name)
  for (const name of dues.keys()) {
    if (dues.size < mostBuckets) return
    dues.delete(name)
  }
}

function duesOf(deps: Deps) {
  const known = servers.get(deps.pool)
  if (known) return known
  const dues = new Map<string, number>()
  servers.set(deps.pool, dues)
  messagesOf(deps).listen('wrong_try', {
    hear: (payload) => countElsewhere(deps, dues, payload),
    missed: () => undefined,
  })
  return dues
}

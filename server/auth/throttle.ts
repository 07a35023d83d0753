import { isIPv6 } from 'node:net'
import { nextTurn, type Pace } from '#core/pace.ts'
import { Refusal } from '#core/refusal.ts'
import type { Deps } from '#server/platform/deps.ts'

const second = 1_000

/**
 * How fast one may guess, each kind of secret on its own (docs/decisions/0030-a-right-code-is-never-refused.md). A try
 * is counted before it is judged, and given back when it was right: what a bucket holds is what was wrong. A bucket that
 * is full slows down what comes next, as long as `waitMs`; only beyond that is anything refused.
 */
const limits = {
  /** A password, from an address, for one account: a person mistypes, a machine insists. */
  password: { burst: 10, everyMs: 5 * second, waitMs: 20 * second },
  /** The same account from everywhere: a hundred an hour (NIST SP 800-63B, 3.2.2). */
  password_account: { burst: 100, everyMs: 36 * second, waitMs: 40 * second },
  /** The same address for every account: one password tried on many. */
  password_address: { burst: 100, everyMs: second, waitMs: 20 * second },
  /** A device this account was opened on before: whatever others do to the account, its own tries alone count. */
  password_device: { burst: 10, everyMs: 5 * second, waitMs: 20 * second },
  /** The password in use, asked again of who is signed in. */
  password_again: { burst: 10, everyMs: 5 * second, waitMs: 20 * second },
  /** Six figures after the password, three steps of them good at once: from an address or a known device. */
  second_factor: { burst: 10, everyMs: 10 * second, waitMs: 20 * second },
  /** The same, of one account from everywhere. */
  second_factor_account: { burst: 30, everyMs: 60 * second, waitMs: 60 * second },
  /** Personal codes from one address: forty bits, and a whole promotion at the same second. */
  code: { burst: 2_000, everyMs: 10, waitMs: 30 * second },
  /** Personal codes on a device a student entered from before. */
  code_device: { burst: 30, everyMs: second, waitMs: 30 * second },
  /** Join codes are told to the room: only what is wrong is slowed down. */
  join: { burst: 600, everyMs: 100, waitMs: 0 },
  /** Links hold 256 bits: only what is wrong is slowed down. */
  link: { burst: 50, everyMs: 6 * second, waitMs: 0 },
  /** Four digits shown in the room, of one student: asked of who is signed in. */
  room_code: { burst: 10, everyMs: 30 * second, waitMs: 30 * second },
  /** A whole room that tries its computers, five questions each. */
  device: { burst: 3_000, everyMs: 100, waitMs: 0 },
} satisfies Record<string, Pace & { waitMs: number }>
export type Limit = keyof typeof limits
type LimitedKeys = readonly (readonly [Limit, string])[]

/** Buckets that hold something, per server. */
const mostBuckets = 50_000
const servers = new WeakMap<object, Map<string, number>>()

/**
 * Judges in its turn: waits while too many were wrong lately, refuses beyond the longest wait. Null is a wrong answer,
 * which stays counted; anything else gives its place back.
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
    // Also when the database was away: nothing was learnt.
    if (!isWrong) giveBack(deps, counted)
  }
}

/** Counts what is not a secret to guess, or was judged already; refuses when there was too much of it lately. */
export function countOne(deps: Deps, counted: LimitedKeys) {
  take(deps, counted, deps.now().getTime())
}

/** One subscriber of a provider has 2^64 IPv6 addresses: what counts is their network. */
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

/** All or nothing: a try that is refused costs nothing. */
function take(deps: Deps, counted: LimitedKeys, now: number) {
  const dues = duesOf(deps)
  const turns = counted.map(([limit, key]) => {
    const name = `${limit} ${key}`
    return { name, limit, ...nextTurn(limits[limit], { due: dueOf(dues.get(name) ?? 0, { limit, now }), now }) }
  })
  const lateMs = Math.max(...turns.map(({ limit, startsAt }) => startsAt - now - limits[limit].waitMs))
  if (lateMs > 0) throw new Refusal('too_many_requests', { retryAfterSeconds: Math.ceil(lateMs / second) })
  if (dues.size >= mostBuckets) forgetPaid(dues, now)
  for (const { name, due } of turns) dues.set(name, due)
  return Math.max(...turns.map(({ startsAt }) => startsAt))
}

/** No bucket owes more than it holds and the longest wait: what says so was written before the clock was set back. */
function dueOf(due: number, { limit, now }: { limit: Limit; now: number }) {
  const { burst, everyMs, waitMs } = limits[limit]
  return due - now > burst * everyMs + waitMs ? 0 : due
}

function giveBack(deps: Deps, counted: LimitedKeys) {
  const dues = duesOf(deps)
  for (const [limit, key] of counted) {
    const name = `${limit} ${key}`
    dues.set(name, (dues.get(name) ?? 0) - limits[limit].everyMs)
  }
}

/** What was paid for says nothing any more. When too much is not, the oldest goes. */
function forgetPaid(dues: Map<string, number>, now: number) {
  for (const [name, due] of dues) if (due <= now) dues.delete(name)
  for (const name of dues.keys()) {
    if (dues.size < mostBuckets) return
    dues.delete(name)
  }
}

function duesOf({ pool }: Deps) {
  let dues = servers.get(pool)
  if (!dues) {
    dues = new Map()
    servers.set(pool, dues)
  }
  return dues
}

import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible'
import { Refusal } from '#core/refusal.ts'

/**
 * Slows guessing down. Only failures count: a class of three hundred behind one address signs in within a minute and
 * must never be refused for it. Forty random bits per personal code make what remains hopeless.
 */
const limits = {
  /** Per account: a person mistypes, a machine insists. */
  account: new RateLimiterMemory({
    keyPrefix: 'account',
    points: 10,
    duration: 300,
  }),
  /** Per address: passwords and links. */
  address: new RateLimiterMemory({
    keyPrefix: 'address',
    points: 50,
    duration: 300,
  }),
  /** Per address: codes typed by a whole room. */
  room: new RateLimiterMemory({
    keyPrefix: 'room',
    points: 300,
    duration: 300,
  }),
  /** Per address: a whole room that tries its computers, five questions each. */
  device: new RateLimiterMemory({
    keyPrefix: 'device',
    points: 3_000,
    duration: 300,
  }),
}
export type Limit = keyof typeof limits
type Counted = readonly (readonly [Limit, string])[]

/** Refuses when one of these has failed too often lately. */
export async function refuseWhenTooMany(counted: Counted) {
  for (const [limit, key] of counted) {
    const state = await limits[limit].get(key)
    if (state && state.consumedPoints >= limits[limit].points) tooMany(state)
  }
}

/** Counts one failure. */
export async function countFailure(counted: Counted) {
  for (const [limit, key] of counted) {
    await limits[limit].consume(key).catch((state: unknown) => {
      if (!(state instanceof RateLimiterRes)) throw state
    })
  }
}

/** For tests: every count starts again. */
export async function forgetFailures(keys: Counted) {
  for (const [limit, key] of keys) await limits[limit].delete(key)
}

function tooMany(state: RateLimiterRes): never {
  throw new Refusal('too_many_requests', {
    retryAfterSeconds: Math.ceil(state.msBeforeNext / 1000),
  })
}

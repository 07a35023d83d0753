import { createHash } from 'node:crypto'
import type { Endpoint } from '#contract/endpoint.ts'
import { atMost } from './at-most.ts'
import type { AnyCaller } from './caller.ts'
import type { Deps } from './deps.ts'
import { entranceOf, entrancesOf, savedIn } from './entrance.ts'

type Asked = { caller: AnyCaller | undefined; body: unknown }
type Ride = <T>(asked: Asked, work: () => Promise<T>) => Promise<T>

/**
 * Three lanes for what the server is asked (docs/decisions/0134-starts-wait-their-turn.md): saves, pulses and submissions
 * at once; who enters, in turn; the long reads of staff, two at a time and once nobody waits to enter.
 */
export function laneOf(deps: Deps, endpoint: Endpoint): Ride {
  const entrance = entranceOf(deps, endpoint.access === 'anyone' ? 'codes' : 'copies')
  const { lane = endpoint.kind === 'file' && endpoint.access === 'trainer' ? 'long' : undefined } = endpoint
  switch (lane) {
    case 'entrance':
      return ({ caller, body }, work) => entrance.pass(() => keyOf(endpoint, caller, body), work)
    case 'long':
      return (_asked, work) =>
        longOf(deps)(async () => {
          await calm(deps)
          return work()
        })
    case undefined:
      return endpoint.isOfSitting ? timed(deps) : (_asked, work) => work()
  }
}

const timed =
  (deps: Deps): Ride =>
  async (_asked, work) => {
    const began = performance.now()
    const done = await work()
    savedIn(deps, performance.now() - began)
    return done
  }

/** Who has not signed in yet is known by the codes they typed. */
function keyOf({ path }: Endpoint, caller: AnyCaller | undefined, body: unknown): string {
  if (caller?.kind === 'student') return `${path} ${caller.studentId}`
  return createHash('sha256')
    .update(`${path} ${JSON.stringify(body)}`)
    .digest('base64url')
}

/** Connections a long read may hold; the pool has sixteen. */
const mostLong = 2
const longest = 30
const longs = new WeakMap<Deps['pool'], ReturnType<typeof atMost>>()

function longOf({ pool }: Deps) {
  const known = longs.get(pool) ?? atMost(mostLong, { waiting: longest })
  longs.set(pool, known)
  return known
}

/** A long read waits for those who enter, but not for ever. */
const mostWaits = 40
const waitMs = 250

async function calm(deps: Deps) {
  const isRush = () => Object.values(entrancesOf(deps)).some(({ waiting }) => waiting > 0)
  for (let waits = 0; waits < mostWaits && isRush(); waits += 1) await deps.sleep(waitMs)
}

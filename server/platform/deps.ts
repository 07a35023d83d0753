import type pg from 'pg'
import type { PrismaClient } from '#prisma/client/client.ts'
import type { TrustedProxies } from './trust-proxy.ts'

/** Everything the outside world gives us. Tests pass their own. */
export type Deps = {
  readonly db: PrismaClient
  /** The pool Prisma also uses: prepared SQL on start, save, submit and the session check. */
  readonly pool: pg.Pool
  readonly now: () => Date
  /** The instant attempts are judged at; null, always null outside tests, makes Postgres read its own clock. */
  readonly sqlNow: () => Date | null
  /** Holds somebody back. Tests, whose clock stands still, only note how long. */
  readonly sleep: (ms: number) => Promise<void>
  readonly randomBytes: (size: number) => Buffer
  /** Keys the hashes of access codes and receipts; at least 32 bytes, never in the database. */
  readonly secret: Buffer
  readonly settings: Settings
}

export type Settings = {
  /** Our own HTTPS; null when there is none or a proxy gives it. */
  readonly tls: { cert: Buffer; key: Buffer } | null
  /** Where people reach the site, for links and the origin check; null: the Host header of the request. */
  readonly publicUrl: string | null
  readonly trustProxy: TrustedProxies
  /** Staff without a second factor may do nothing but set it up. */
  readonly requireSecondFactor: boolean
  readonly questionsDir: string
  /** The built site; null in tests that only speak to the API. */
  readonly siteDir: string | null
  readonly logLevel: string
  /** True over plain HTTP on a network: the trainer is told what degrades. */
  readonly lan: boolean
}

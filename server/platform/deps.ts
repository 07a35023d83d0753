import type pg from 'pg'
import type { PrismaClient } from '#prisma/client/client.ts'
import type { SignOnProvider } from './sign-on-file.ts'
import type { TrustedProxies } from './trust-proxy.ts'

/** The dependencies on the outside world. Tests pass their own. */
export type Deps = {
  readonly db: PrismaClient
  /** The pool Prisma also uses: prepared SQL on start, save, submit and the session check. */
  readonly pool: pg.Pool
  /** Connections that stay with us from one statement to the next, to listen; absent when there is no pooler: the pool is. */
  readonly directPool?: pg.Pool
  readonly now: () => Date
  /** The clock of attempts; null (always, outside tests) makes Postgres use its own. */
  readonly sqlNow: () => Date | null
  /** Delays a caller. Tests, whose clock does not move, only record the duration. */
  readonly sleep: (ms: number) => Promise<void>
  readonly randomBytes: (size: number) => Buffer
  /** The key of the hashes of access codes and receipts; at least 32 bytes, never in the database. */
  readonly secret: Buffer
  readonly settings: Settings
}

/** A server of the OpenAI protocol that may be asked to draft questions. */
export type Assistant = {
  /** Its base address, without a slash at the end. */
  readonly url: string
  readonly model: string
  readonly key: string | null
  /** How long a whole answer may take, and how long it may say nothing, in milliseconds. */
  readonly longestMs: number
  readonly silenceMs: number
}

/** The server that takes our letters. */
export type MailServer = {
  readonly host: string
  readonly port: number
  /** `implicit`: from the first byte; `required`: STARTTLS, or nothing is sent; `offered`: when the server has it. */
  readonly tls: 'implicit' | 'required' | 'offered'
  readonly user: string | null
  readonly password: string | null
  readonly from: { readonly name: string; readonly address: string }
  /** How long it may say nothing, in milliseconds. */
  readonly patienceMs: number
}

export type Settings = {
  /** The server's own HTTPS; null when it has none or a proxy provides it. */
  readonly tls: { cert: Buffer; key: Buffer } | null
  /** The public address of the site, for links and the origin check; null: the Host header of the request. */
  readonly publicUrl: string | null
  readonly trustProxy: TrustedProxies
  /** Staff without a second factor may only set it up. */
  readonly requireSecondFactor: boolean
  readonly questionsDir: string
  /** The built site; null in tests that only call the API. */
  readonly siteDir: string | null
  readonly logLevel: string
  /** The port of `/metrics`; null: nothing is measured. */
  readonly metricsPort: number | null
  /** The OpenTelemetry collector that is sent a span per request; null: none. */
  readonly tracesTo: string | null
  /** Where the server keeps files; null when it keeps none. */
  readonly dataDir: string | null
  /** How long the server still calls itself ready when its database no longer answers, in milliseconds. */
  readonly readyWithoutDatabaseMs: number
  /** True over plain HTTP on a network: the trainer is then warned about missing features. */
  readonly lan: boolean
  /** Null: none; no course can be sent anywhere. */
  readonly assistant: Assistant | null
  /** Null: none; letters are sent by the people themselves. */
  readonly mail: MailServer | null
  /** A learning platform may be on this machine and without encryption, to try one out. */
  readonly lmsOnThisMachine: boolean
  /** Where people may sign in with the account of their school; none: nowhere. */
  readonly signOn: readonly SignOnProvider[]
}

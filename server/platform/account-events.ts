import type { FastifyBaseLogger } from 'fastify'
import type { AccountEventKind } from '#contract/auth/account.ts'
import type { Prisma } from '#prisma/client/client.ts'
import type { Deps } from './deps.ts'

/** From where somebody acts. */
export type From = {
  ip: string
  userAgent: string
  /** What a browser somebody entered from before shows of itself (server/platform/known-device.ts). */
  device: string | undefined
  log: FastifyBaseLogger
}

type RecordEventInput = {
  personId: string
  kind: AccountEventKind
  from: From | null
  /** What it was about, in words people read; never a secret. */
  detail?: Record<string, string>
}

/**
 * What happened to an account: shown to who holds it, and a line of the log. Alone, or in the transaction of the change;
 * `from` is null when somebody else did it, whose address is not the holder's to read.
 */
export async function recordEvent(
  deps: Pick<Deps, 'now'> & { db: Prisma.TransactionClient },
  { personId, kind, from, detail = {} }: RecordEventInput,
) {
  from?.log.info({ event: kind, personId, address: from.ip }, 'account')
  await deps.db.accountEvent.create({
    data: { personId, kind, at: deps.now(), address: from?.ip ?? '', userAgent: from?.userAgent ?? '', detail },
  })
}

type RecordRefusedRightInput = { personId: string; from: From; action: string; courseId: string | undefined }

/** A right that was refused: each one is a line of the log, one a minute is shown to the account. */
export async function recordRefusedRight(
  { pool, now }: Deps,
  { personId, from, action, courseId }: RecordRefusedRightInput,
) {
  from.log.warn({ event: 'right_refused', personId, address: from.ip, action, courseId }, 'account')
  await pool.query({
    name: 'right-refused',
    text: `insert into "AccountEvent" ("personId", kind, at, address, "userAgent", detail)
           select $1, 'right_refused', $2, $3, $4, jsonb_build_object('action', $5::text)
           where not exists (
             select from "AccountEvent" where "personId" = $1 and kind = 'right_refused'
               and at > $2::timestamptz - interval '1 minute' and detail->>'action' = $5)`,
    values: [personId, now(), from.ip, from.userAgent, action],
  })
}

const keptDays = 365

/** Called by the timer: a year of traces (CNIL, « journalisation »: six months to a year). */
export async function removeOldEvents({ db, now }: Deps) {
  const before = new Date(now().getTime() - keptDays * 24 * 3_600_000)
  await db.accountEvent.deleteMany({ where: { at: { lt: before } } })
}

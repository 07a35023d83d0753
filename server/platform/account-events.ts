import type { FastifyBaseLogger } from 'fastify'
import type { AccountEventKind } from '#contract/auth/account.ts'
import type { Prisma } from '#prisma/client/client.ts'
import type { Deps } from './deps.ts'

/** Where a request came from. */
export type From = {
  ip: string
  userAgent: string
  /** The device cookie of a browser that signed in before (server/platform/known-device.ts). */
  device: string | undefined
  log: FastifyBaseLogger
}

type RecordEventInput = {
  personId: string
  kind: AccountEventKind
  from: From | null
  /** Details as text for people; never a secret. */
  detail?: Record<string, string>
}

/**
 * Records an event of an account, shown to its holder and logged. On its own or in the transaction of the change;
 * `from` is null when somebody else acted, because the holder must not see their address.
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

/** Every refused right is logged; one a minute is shown in the account. */
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

/** Called by the timer: keeps events one year (CNIL, « journalisation »: six months to a year). */
export async function removeOldEvents({ db, now }: Deps) {
  const before = new Date(now().getTime() - keptDays * 24 * 3_600_000)
  await db.accountEvent.deleteMany({ where: { at: { lt: before } } })
}

import type pg from 'pg'
import type { Prisma } from '#prisma/client/client.ts'
import type { StaffCaller } from './caller.ts'

export type Actor = { id: string | null; name: string }

/** The actor of what the server does by itself. Its name is read by people, in the journal and on copies. */
export const systemActor: Actor = { id: null, name: 'Barème' }

type Change = {
  courseId: string | null
  actor: Actor
  /** `concept.verb`, as in `exam.publish`. */
  action: string
  /** `kind:id`, as in `exam:0f3c…`. */
  subject: string
  before?: unknown
  after?: unknown
  reason?: string
}

/** Adds an audit entry, in the transaction of the change. */
export async function audit(tx: Prisma.TransactionClient, { courseId, actor, action, subject, ...change }: Change) {
  await tx.auditLine.create({
    data: {
      courseId,
      actorId: actor.id,
      actorName: actor.name,
      action,
      subject,
      reason: change.reason ?? '',
      ...(change.before === undefined ? {} : { before: change.before }),
      ...(change.after === undefined ? {} : { after: change.after }),
    },
  })
}

/** Like `audit`, in a transaction on a `pg` client. */
export async function auditWith(client: pg.PoolClient, { courseId, actor, action, subject, ...change }: Change) {
  await client.query({
    name: 'audit',
    text: `insert into "AuditLine" ("courseId", "actorId", "actorName", action, subject, before, after, reason)
           values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    values: [
      ...[courseId, actor.id, actor.name, action, subject],
      ...[asJson(change.before), asJson(change.after), change.reason ?? ''],
    ],
  })
}

const asJson = (value: unknown) => (value === undefined || value === null ? null : JSON.stringify(value))

/** Who acts; with an API token, its name too: « Nadia Berthelot (API, scolarité) ». */
export const actorOf = ({ personId, name, token }: Pick<StaffCaller, 'personId' | 'name' | 'token'>): Actor => ({
  id: personId,
  name: token ? `${name} (API, ${token.name})` : name,
})

import type { AccountEventKind } from '#contract/auth/account.ts'
import { Refusal } from '#core/refusal.ts'
import { type From, recordEvent } from '#server/platform/account-events.ts'
import type { Deps } from '#server/platform/deps.ts'
import { clearSessionCaches } from '#server/platform/session.ts'
import { endOtherSessionsOf } from '#server/platform/sessions.ts'

type Holder = { personId: string; sessionId: string }

export async function listSessions({ db, now }: Deps, { personId, sessionId }: Holder) {
  const rows = await db.session.findMany({
    where: { personId, expiresAt: { gt: now() } },
    orderBy: [{ lastSeenAt: 'desc' }, { id: 'asc' }],
  })
  const sessions = rows.map(({ id, createdAt, lastSeenAt, address, userAgent }) => ({
    ...{ id, address, userAgent, isThisOne: id === sessionId },
    createdAt: createdAt.toISOString(),
    lastSeenAt: lastSeenAt.toISOString(),
  }))
  return { sessions }
}

/** Ends one of the caller's own sessions; any other is a 404. */
export async function endOneSession(deps: Deps, { personId, ended, from }: Holder & { ended: string; from: From }) {
  await deps.db.$transaction(async (tx) => {
    const { count } = await tx.session.deleteMany({ where: { id: ended, personId } })
    if (count === 0) throw new Refusal('not_found')
    await recordEvent({ ...deps, db: tx }, { personId, kind: 'session_ended', from })
  })
  await clearSessionCaches(deps)
  return { done: true as const }
}

export async function endOthers(deps: Deps, { personId, sessionId, from }: Holder & { from: From }) {
  await endOtherSessionsOf(deps, { personId, sessionId })
  await recordEvent(deps, { personId, kind: 'others_ended', from })
  return { done: true as const }
}

const pageLength = 50

/** Entries before this number, latest first. */
export async function listAccountEvents(
  { db }: Deps,
  { personId, before }: { personId: string; before?: string | undefined },
) {
  const rows = await db.accountEvent.findMany({
    where: { personId, ...(before ? { id: { lt: BigInt(before) } } : {}) },
    orderBy: { id: 'desc' },
    take: pageLength + 1,
  })
  const events = rows.slice(0, pageLength).map(({ id, at, kind, address, userAgent, detail }) => ({
    ...{ id: String(id), at: at.toISOString(), address, userAgent },
    kind: kind as AccountEventKind,
    detail: detail,
  }))
  return { events, next: rows.length > pageLength ? (events.at(-1)?.id ?? null) : null }
}

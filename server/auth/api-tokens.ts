import { mostTokens, tokenPrefix } from '#contract/auth/api-tokens.ts'
import { type ApiScope, apiScopes } from '#contract/endpoint.ts'
import { Refusal } from '#core/refusal.ts'
import { Prisma } from '#prisma/client/client.ts'
import { type From, recordEvent } from '#server/platform/account-events.ts'
import type { Deps } from '#server/platform/deps.ts'
import { hashToken } from '#server/platform/session.ts'
import { provenAgain, proveSecondFactor } from './second-factor.ts'

export async function listTokens({ db, now }: Deps, { personId }: { personId: string }) {
  const rows = await db.apiToken.findMany({
    where: { personId },
    include: { course: { select: { id: true, title: true } } },
    orderBy: [{ createdAt: 'desc' }, { id: 'asc' }],
  })
  const tokens = rows.map(({ id, name, hint, scopes, course, lastAddress, ...row }) => ({
    ...{ id, name, hint, course, lastAddress },
    scopes: apiScopes.filter((scope) => scopes.includes(scope)),
    createdAt: row.createdAt.toISOString(),
    expiresAt: row.expiresAt.toISOString(),
    isExpired: row.expiresAt <= now(),
    lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
  }))
  return { tokens }
}

type NewToken = {
  personId: string
  name: string
  scopes: readonly ApiScope[]
  courseId: string | null
  days: number
  password: string
  secondFactor?: string | undefined
  from: From
}

const day = 24 * 3_600_000

/**
 * Makes a token, shown once. The password and the second factor are asked again: a session left open must not become a
 * key that outlives it.
 */
export async function createToken(deps: Deps, { personId, password, secondFactor, from, days, ...asked }: NewToken) {
  const person = await provenAgain(deps, { personId, password })
  await proveSecondFactor(deps, { person, code: secondFactor, from })
  const { courseId } = asked
  if (courseId && (await deps.db.membership.count({ where: { courseId, personId } })) === 0)
    throw new Refusal('not_found')
  const token = `${tokenPrefix}${deps.randomBytes(32).toString('base64url')}`
  const createdAt = deps.now()
  const expiresAt = new Date(createdAt.getTime() + days * day)
  const data = {
    ...{ personId, courseId, name: asked.name, createdAt, expiresAt },
    scopes: [...new Set(asked.scopes)],
    hint: token.slice(0, tokenPrefix.length + 4),
    tokenHash: new Uint8Array(hashToken(token)),
  }
  await deps.db
    .$transaction(async (tx) => {
      // Two requests at once would both find room.
      await tx.$queryRaw`select from "Person" where id = ${personId}::uuid for update`
      if ((await tx.apiToken.count({ where: { personId } })) >= mostTokens) throw new Refusal('too_many_tokens')
      await tx.apiToken.create({ data })
      const detail = { token: asked.name }
      await recordEvent({ ...deps, db: tx }, { personId, kind: 'token_created', from, detail })
    })
    .catch(refuseTakenName)
  return { token, expiresAt: expiresAt.toISOString() }
}

function refuseTakenName(error: unknown): never {
  if (error instanceof Prisma.PrismaClientKnownRequestError && error.code === 'P2002') throw new Refusal('name_taken')
  throw error
}

type Revoked = { personId: string; tokenId: string; from: From }

/** Ends one of the caller's own tokens; any other is a 404. */
export async function revokeToken(deps: Deps, { personId, tokenId, from }: Revoked) {
  await deps.db.$transaction(async (tx) => {
    const token = await tx.apiToken.findFirst({ where: { id: tokenId, personId }, select: { name: true } })
    const { count } = await tx.apiToken.deleteMany({ where: { id: tokenId, personId } })
    if (!token || count === 0) throw new Refusal('not_found')
    const detail = { token: token.name }
    await recordEvent({ ...deps, db: tx }, { personId, kind: 'token_revoked', from, detail })
  })
  return { done: true as const }
}

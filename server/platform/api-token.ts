import type { FastifyRequest } from 'fastify'
import { tokenPrefix } from '#contract/auth/api-tokens.ts'
import { type ApiScope, apiScopes, type Endpoint } from '#contract/endpoint.ts'
import { Refusal } from '#core/refusal.ts'
import type { ApiTokenUse, StaffCaller } from './caller.ts'
import type { Deps } from './deps.ts'
import { hashToken } from './session.ts'
import { addressKey, countOne } from './throttle.ts'

/** The API token of a request, if it has one. Anything else in this header belongs to a proxy, and is left to it. */
export function bearerOf({ headers: { authorization } }: FastifyRequest): string | undefined {
  const [, token] = /^bearer\s+(\S+)\s*$/i.exec(authorization ?? '') ?? []
  return token?.startsWith(tokenPrefix) ? token : undefined
}

type Row = {
  id: string
  name: string
  scopes: string[]
  courseId: string | null
  personId: string
  personName: string
  hasSecondFactor: boolean
  isStale: boolean
}

type Call = { endpoint: Pick<Endpoint, 'scopes'>; token: string; courseId: string | undefined; ip: string }

/**
 * The holder of an API token that may be used here, or a refusal: unknown, expired and revoked ones get the same, and a
 * course it was not given for does not exist. Their rights are checked afterwards, as for anybody.
 */
export async function findTokenHolder(deps: Deps, { endpoint, token, courseId, ip }: Call): Promise<StaffCaller> {
  const row = await read(deps, token)
  if (!row) {
    countOne(deps, [['token', addressKey(ip)]])
    throw new Refusal('token_unusable')
  }
  countOne(deps, [['token_use', row.id]])
  if (row.isStale) await noteUse(deps, { id: row.id, ip })
  const scopes = apiScopes.filter((scope) => row.scopes.includes(scope))
  refuseOtherScope(endpoint, scopes)
  if (courseId && row.courseId && row.courseId !== courseId) throw new Refusal('not_found')
  const use: ApiTokenUse = { name: row.name, courseId: row.courseId }
  const { id, personId, personName, hasSecondFactor } = row
  return { kind: 'staff', sessionId: id, personId, name: personName, hasSecondFactor, token: use }
}

function refuseOtherScope({ scopes: accepted = [] }: Pick<Endpoint, 'scopes'>, held: readonly ApiScope[]) {
  if (accepted.length === 0) throw new Refusal('token_not_accepted')
  if (!accepted.some((scope) => held.includes(scope))) throw new Refusal('token_scope', { needed: [...accepted] })
}

async function read({ pool, now }: Deps, token: string): Promise<Row | undefined> {
  const { rows } = await pool.query<Row>({
    name: 'api-token',
    text: `select t.id, t.name, t.scopes, t."courseId", t."personId", p.name as "personName",
                  p."secondFactorAt" is not null as "hasSecondFactor",
                  coalesce(t."lastUsedAt" < $2::timestamptz - interval '1 minute', true) as "isStale"
           from "ApiToken" t join "Person" p on p.id = t."personId"
           where t."tokenHash" = $1 and t."expiresAt" > $2::timestamptz`,
    values: [hashToken(token), now()],
  })
  return rows[0]
}

async function noteUse({ pool, now }: Deps, { id, ip }: { id: string; ip: string }) {
  await pool.query({
    name: 'api-token-used',
    text: 'update "ApiToken" set "lastUsedAt" = $2, "lastAddress" = $3 where id = $1',
    values: [id, now(), ip],
  })
}

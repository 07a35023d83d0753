import { createRemoteJWKSet, errors, jwtVerify } from 'jose'
import { Refusal } from '#core/refusal.ts'
import type { Deps } from '#server/platform/deps.ts'
import { clearSessionCaches } from '#server/platform/session.ts'
import type { CasProvider, OidcProvider } from '#server/platform/sign-on-file.ts'
import { casSessionOf } from './cas.ts'
import { signOnSource } from './claims.ts'
import { discover } from './oidc.ts'
import { readCasLogout } from './read-cas-reply.ts'
import { findProvider } from './sign-on.ts'

const event = 'http://schemas.openid.net/event/backchannel-logout'
/** Seconds after which the word of a provider is stale, and by which two clocks may differ. */
const longestAge = 300
const drift = 30
/** How long the session of a student stays, whose copy runs: it ends with the exam, not in the middle of it. */
const copyMs = 6 * 3_600_000

type Sent = { provider: string; logout_token?: string | undefined; logoutRequest?: string | undefined }
type Ending = { source: string; before: Date } & ({ sourceSession: string } | { subject: string })

/** Ends what a provider has opened here, on its word alone: signed (OIDC), or holding a ticket that only it knows (CAS). */
export async function endSessionsFrom(deps: Deps, { provider: name, logout_token: token, logoutRequest: xml }: Sent) {
  const provider = findProvider(deps, name)
  const ending = provider.type === 'cas' ? byTicket(deps, provider, xml) : await byToken(deps, provider, token)
  await end(deps, ending)
  return { done: true as const }
}

/** OpenID Connect Back-Channel Logout 1.0, 2.6. */
async function byToken(deps: Deps, provider: OidcProvider, token: string | undefined): Promise<Ending> {
  if (!token) throw new Refusal('provider_failed')
  const { jwks_uri: keys, issuer } = (await discover(provider, deps.now().getTime())).serverMetadata()
  if (!keys) throw new Refusal('provider_failed')
  const { payload } = await jwtVerify(token, createRemoteJWKSet(new URL(keys), { timeoutDuration: 10_000 }), {
    issuer,
    audience: provider.clientId,
    algorithms: ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA', 'Ed25519'],
    requiredClaims: ['iat', 'jti'],
    maxTokenAge: longestAge,
    clockTolerance: drift,
    currentDate: deps.now(),
  }).catch((error: unknown) => {
    const isOfToken = error instanceof errors.JOSEError && !(error instanceof errors.JWKSTimeout)
    throw new Refusal(isOfToken ? 'provider_failed' : 'provider_down')
  })
  const { events, sid, sub, iat = 0 } = payload
  const isLogout = typeof events === 'object' && events !== null && Object.hasOwn(events, event)
  // A nonce makes it an ID token, which anybody who signs in is given.
  if (!isLogout || 'nonce' in payload) throw new Refusal('provider_failed')
  // Nothing that was opened since: a token told twice ends nothing more.
  const place = { source: signOnSource(provider), before: new Date((iat + 1) * 1_000) }
  if (typeof sid === 'string' && sid !== '') return { ...place, sourceSession: sid }
  if (typeof sub === 'string' && sub !== '') return { ...place, subject: sub }
  throw new Refusal('provider_failed')
}

function byTicket(deps: Deps, provider: CasProvider, xml: string | undefined): Ending {
  const ticket = readCasLogout(xml ?? '')
  if (ticket === null) throw new Refusal('provider_failed')
  return { source: signOnSource(provider), before: deps.now(), sourceSession: casSessionOf(ticket) }
}

async function end(deps: Deps, { before, ...whose }: Ending) {
  const where = { ...whose, createdAt: { lte: before } }
  const isSitting = { student: { attempts: { some: { status: { in: ['in_progress' as const, 'paused' as const] } } } } }
  const until = new Date(deps.now().getTime() + copyMs)
  await deps.db.session.deleteMany({ where: { ...where, NOT: isSitting } })
  await deps.db.session.updateMany({
    where: { ...where, ...isSitting, expiresAt: { gt: until } },
    data: { expiresAt: until },
  })
  await clearSessionCaches(deps)
}

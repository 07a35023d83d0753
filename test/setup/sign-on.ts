import type { AddressInfo } from 'node:net'
import type { CasProvider, OidcProvider } from '#server/platform/sign-on-file.ts'
import { createWorld } from './world.ts'

const shared = {
  label: { fr: 'Compte de l’université', en: 'University account' },
  serves: ['staff' as const, 'students' as const],
  staff: { admit: [] },
  students: { match: 'email' as const },
}

/** A provider as `SSO_FILE` would give it, for what a test does not care about. */
export const oidcProvider = (given: Partial<OidcProvider> & { issuer: string }): OidcProvider => ({
  ...shared,
  name: 'universite',
  type: 'oidc',
  clientId: 'bareme',
  clientSecret: null,
  scopes: ['openid', 'profile', 'email'],
  email: { claim: 'email', trusted: false },
  ...given,
})

export const casProvider = (given: Partial<CasProvider> & { url: string }): CasProvider => ({
  ...shared,
  name: 'cas',
  type: 'cas',
  email: { claim: 'mail', trusted: true },
  ...given,
})

/** A platform that listens, since a provider sends browsers back to it. Its clock runs: tokens have dates. */
export async function openSignOn(signOn: readonly (OidcProvider | CasProvider)[]) {
  const world = await createWorld({ settings: { signOn }, isRunning: true })
  await world.app.listen({ host: '127.0.0.1', port: 0 })
  const origin = `http://localhost:${(world.app.server.address() as AddressInfo).port}`
  return { world, origin, at: (provider: string, path: string) => `${origin}/api/sso/${provider}/${path}` }
}

import { cutText } from '#core/cut-text.ts'
import type { SignOnProvider } from '#server/platform/sign-on-file.ts'

/** What a provider says of somebody, each name with its values. */
export type Claims = ReadonlyMap<string, readonly string[]>

/** Whom a provider has signed in, and the session over there when it has a name. */
export type SignedOn = { subject: string; claims: Claims; sourceSession: string }

const mostClaims = 200
const mostValues = 200

/** The values that are words; the rest is left out. */
export function claimsFrom(said: Iterable<readonly [string, unknown]>): Claims {
  const claims = new Map<string, string[]>()
  for (const [name, value] of said) {
    if (claims.size >= mostClaims) break
    const values = (Array.isArray(value) ? value : [value])
      .filter((one) => ['string', 'number', 'boolean'].includes(typeof one))
      .map((one) =>
        cutText(
          String(one)
            .replace(/[\0\p{Cs}]/gu, '')
            .trim(),
          1_000,
        ),
      )
      .filter((one) => one !== '')
    claims.set(name, [...(claims.get(name) ?? []), ...values].slice(0, mostValues))
  }
  return claims
}

export const signOnSource = ({ type, name }: Pick<SignOnProvider, 'type' | 'name'>) => `${type}:${name}`

export const holds = (claims: Claims, { claim, value }: { claim: string; value: string }) =>
  claims.get(claim)?.includes(value) === true

/** The address the provider vouches for, in lower case; null when there is none, or when it does not. */
export function verifiedEmail({ email, type }: SignOnProvider, claims: Claims): string | null {
  const said = claims.get(email.claim)?.[0]?.toLowerCase()
  if (!said || !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(said) || said.length > 200) return null
  const isVouchedFor = email.trusted || (type === 'oidc' && claims.get('email_verified')?.[0] === 'true')
  return isVouchedFor ? said : null
}

/** How people read who it is; an address when nothing else is said. */
export function nameIn(claims: Claims): string {
  const first = (...names: string[]) => names.map((name) => claims.get(name)?.[0]).find((value) => value)
  const both = [first('given_name', 'givenName'), first('family_name', 'sn')].filter((part) => part).join(' ')
  return cutText(first('name', 'displayName') || both || first('cn', 'preferred_username', 'email', 'mail') || '', 120)
}

import { importJWK, type JWK } from 'jose'
import { z } from 'zod'
import { LaunchRefusal } from '#core/lms/launch-refusal.ts'
import type { Deps } from '#server/platform/deps.ts'
import { callPlatform } from './call-platform.ts'

type Platform = { id: string; jwksUrl: string }
type Kept = { url: string; keys: readonly JWK[]; readAt: number; askedAt: number }

/** How long keys are believed without being read again; a platform that leaks one takes it away. */
const keptMs = 3_600_000
/** A key that is not known is looked for once in this time: forged names do not make us call the platform. */
const restMs = 60_000

const published = z.object({ keys: z.array(z.looseObject({ kty: z.string(), kid: z.string().optional() })).max(100) })
const servers = new WeakMap<object, Map<string, Kept>>()

/** The public key of this name. The platform is asked when its keys are old, or when it may have changed them. */
export async function publicKeyOf(deps: Deps, { platform, kid }: { platform: Platform; kid: string }) {
  const kept = keptOf(deps)
  const now = deps.now().getTime()
  let known = kept.get(platform.id)
  if (known?.url !== platform.jwksUrl) known = undefined
  const isFresh = known !== undefined && now - known.readAt < keptMs && known.keys.some((key) => key.kid === kid)
  if (!isFresh && (known === undefined || now - known.askedAt >= restMs)) {
    known = { url: platform.jwksUrl, keys: known?.keys ?? [], readAt: known?.readAt ?? 0, askedAt: now }
    kept.set(platform.id, known)
    known = { ...known, keys: await readKeys(deps, platform), readAt: now }
    kept.set(platform.id, known)
  }
  const key = known?.keys.find((one) => one.kid === kid && one.kty === 'RSA')
  if (!key) throw new LaunchRefusal('unknown_key')
  try {
    return await importJWK(key, 'RS256')
  } catch {
    throw new LaunchRefusal('unknown_key')
  }
}

async function readKeys(deps: Deps, { jwksUrl }: Platform): Promise<readonly JWK[]> {
  try {
    const { status, text } = await callPlatform(deps, { url: jwksUrl })
    if (status === 200) return published.parse(JSON.parse(text)).keys as JWK[]
  } catch {
    // Said below, as any other answer that is no list of keys.
  }
  throw new LaunchRefusal('keys_unreachable')
}

function keptOf({ pool }: Deps) {
  const known = servers.get(pool) ?? new Map<string, Kept>()
  servers.set(pool, known)
  return known
}

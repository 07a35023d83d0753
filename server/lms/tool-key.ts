import { createPrivateKey, createPublicKey, generateKeyPair, type KeyObject } from 'node:crypto'
import { promisify } from 'node:util'
import { type JWTPayload, SignJWT } from 'jose'
import type { Deps } from '#server/platform/deps.ts'
import { openBytes, sealBytes } from '#server/platform/seal-bytes.ts'

const newPair = promisify(generateKeyPair)
const purpose = 'lti-key'

type ToolKey = { kid: string; privateKey: KeyObject }

/** The public keys, as platforms read them to check what we sign. */
export async function readPublicKeys(deps: Deps) {
  const keys = await listKeys(deps)
  return {
    keys: keys.map(({ kid, privateKey }) => {
      const { kty, n, e } = createPublicKey(privateKey).export({ format: 'jwk' })
      return { kid, kty, n, e, alg: 'RS256', use: 'sig' }
    }),
  }
}

/** Signs as the tool: the answer to a choice of content, or who asks for an access token. */
export async function signAsTool(deps: Deps, { claims, seconds }: { claims: JWTPayload; seconds: number }) {
  const [key] = await listKeys(deps)
  if (!key) throw new Error('the tool has no key')
  const at = Math.floor(deps.now().getTime() / 1_000)
  return new SignJWT(claims)
    .setProtectedHeader({ alg: 'RS256', kid: key.kid, typ: 'JWT' })
    .setIssuedAt(at)
    .setExpirationTime(at + seconds)
    .setJti(deps.randomBytes(16).toString('base64url'))
    .sign(key.privateKey)
}

/**
 * The keys, oldest first: it signs, and all are public. Two servers that start at once may each make one, which both then
 * publish. A key sealed under another secret is replaced by a new one.
 */
async function listKeys(deps: Deps): Promise<ToolKey[]> {
  const kept = await readKeys(deps)
  if (kept.length > 0) return kept
  await makeKey(deps)
  return readKeys(deps)
}

async function readKeys(deps: Deps): Promise<ToolKey[]> {
  const rows = await deps.db.ltiKey.findMany({ orderBy: [{ createdAt: 'asc' }, { id: 'asc' }] })
  return rows.flatMap(({ id, sealed }) => {
    const bytes = openBytes(deps, { purpose, id, sealed })
    return bytes ? [{ kid: id, privateKey: createPrivateKey({ key: bytes, format: 'der', type: 'pkcs8' }) }] : []
  })
}

async function makeKey(deps: Deps) {
  const { privateKey } = await newPair('rsa', { modulusLength: 2048 })
  const id = deps.randomBytes(12).toString('base64url')
  const bytes = privateKey.export({ format: 'der', type: 'pkcs8' })
  const sealed = sealBytes(deps, { purpose, id, bytes })
  await deps.db.ltiKey.create({ data: { id, sealed, createdAt: deps.now() } })
}

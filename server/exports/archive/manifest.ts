import { createHmac, timingSafeEqual } from 'node:crypto'
import { z } from 'zod'
import { canonicalJson } from '#core/canonical-json.ts'
import type { Deps } from '#server/platform/deps.ts'
import { sha256 } from '#server/platform/sha256.ts'

export const manifestPath = 'MANIFEST.json'
export const archiveFormat = 'bareme-exam-archive'
export const archiveVersion = 1

const file = z.strictObject({ path: z.string().max(200), size: z.int().min(0), sha256: z.string().length(64) })
export type ArchivedFile = z.output<typeof file>

/** The list of the files of an archive, signed with the secret of the installation. */
export const manifest = z.strictObject({
  format: z.literal(archiveFormat),
  version: z.literal(archiveVersion),
  bareme: z.string().max(40),
  takenAt: z.iso.datetime(),
  courseTitle: z.string().max(500),
  examId: z.uuid(),
  examTitle: z.string().max(500),
  files: z.array(file).max(2_000),
  /** A fingerprint of the secret that signed, which does not reveal it. */
  signedBy: z.string().length(32),
  signature: z.string().length(64),
})
export type Manifest = z.output<typeof manifest>
type Unsigned = Omit<Manifest, 'signedBy' | 'signature'>

export const signed = (deps: Pick<Deps, 'secret'>, content: Unsigned): Manifest => ({
  ...content,
  signedBy: nameOf(deps),
  signature: signatureOf(deps, content),
})

/**
 * `ours`: written by this installation and unchanged. `foreign`: by another one, which alone can verify it. `wrong`:
 * changed since.
 */
export function signatureOriginOf(deps: Pick<Deps, 'secret'>, { signedBy, signature, ...content }: Manifest) {
  if (signedBy !== nameOf(deps)) return 'foreign'
  return timingSafeEqual(Buffer.from(signature), Buffer.from(signatureOf(deps, content))) ? 'ours' : 'wrong'
}

const keyed = ({ secret }: Pick<Deps, 'secret'>, text: string) =>
  createHmac('sha256', secret).update(text).digest('hex')
const nameOf = (deps: Pick<Deps, 'secret'>) => keyed(deps, 'exam-archive-key').slice(0, 32)
const signatureOf = (deps: Pick<Deps, 'secret'>, content: Unsigned) =>
  keyed(deps, `exam-archive:${sha256(canonicalJson(content))}`)

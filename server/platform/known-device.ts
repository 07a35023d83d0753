import { createHmac, timingSafeEqual } from 'node:crypto'
import type { Deps } from '#server/platform/deps.ts'

/** Most holders remembered per browser, such as a shared computer of a staff room. */
const mostHolders = 5
const isPart = /^[\w-]{22}$/

/**
 * Recognises a browser from which the holder signed in before: its number, then one keyed hash per holder (OWASP, «
 * device cookies »). It grants no access: it only separates the holder's password tries from those of others. Null when
 * the holder never used it.
 */
export function knownDevice(deps: Deps, { device, holder }: { device: string | undefined; holder: string }) {
  const parts = partsOf(device)
  if (!parts) return null
  const proof = Buffer.from(proofOf(deps, { number: parts.number, holder }))
  return parts.proofs.some((one) => timingSafeEqual(Buffer.from(one), proof)) ? parts.number : null
}

/** All students are one holder, because the person is unknown until the code has been checked. */
export const anyStudent = 'student'
export const deviceHolderOf = (holder: { personId: string } | { studentId: string }) =>
  'personId' in holder ? `person:${holder.personId}` : anyStudent

/** The cookie of this browser once this holder has signed in; the latest five holders are remembered. */
export function rememberDevice(deps: Deps, { device, holder }: { device: string | undefined; holder: string }) {
  const { number, proofs } = partsOf(device) ?? { number: deps.randomBytes(16).toString('base64url'), proofs: [] }
  const proof = proofOf(deps, { number, holder })
  return [number, proof, ...proofs.filter((one) => one !== proof)].slice(0, mostHolders + 1).join('.')
}

function partsOf(device: string | undefined) {
  const [number = '', ...proofs] = (device ?? '').split('.')
  if (!isPart.test(number) || proofs.length > mostHolders || !proofs.every((proof) => isPart.test(proof))) return null
  return { number, proofs }
}

const proofOf = ({ secret }: Deps, { number, holder }: { number: string; holder: string }) =>
  createHmac('sha256', secret).update(`known-device:${number}:${holder}`).digest('base64url').slice(0, 22)

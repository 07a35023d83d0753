import { createHash } from 'node:crypto'
import { z } from 'zod'
import { Refusal } from '#core/refusal.ts'
import type { Deps } from '#server/platform/deps.ts'
import { openBytes, sealBytes } from '#server/platform/seal-bytes.ts'
import type { Http } from '#server/platform/serve.ts'
import { served } from '#server/platform/sign-on-file.ts'

/** Minutes between the leaving of a browser and its return, long enough to find one's telephone. */
const seconds = 15 * 60
/** Tabs that may sign in at once. */
const mostFlows = 4
const prefix = 'sso-'

const flow = z.object({
  provider: z.string(),
  wanted: z.enum(served),
  state: z.string(),
  nonce: z.string(),
  verifier: z.string(),
  back: z.string().nullable(),
  until: z.number(),
})
export type Flow = z.output<typeof flow>

type Passing = Pick<Http, 'passing'>
type NewFlow = Pick<Flow, 'provider' | 'wanted' | 'back'>

/**
 * What binds the return of a browser to its leaving: sealed in a cookie that only this browser has, one per tab. Nothing
 * is kept here, so that any server takes the return.
 */
export function startFlow(deps: Deps, { passing }: Passing, asked: NewFlow): Flow {
  const random = () => deps.randomBytes(32).toString('base64url')
  const started = { ...asked, state: random(), nonce: random(), verifier: random(), until: later(deps) }
  const others = passing.names(prefix)
  for (const name of others.slice(0, Math.max(0, others.length - mostFlows + 1))) passing.clear(name)
  passing.set({ name: nameOf(started.state), value: sealed(deps, 'sign-on', started.state, started), seconds })
  return started
}

/** Once: a second return with the same state finds nothing. */
export function endFlow(
  deps: Deps,
  { passing }: Passing,
  { provider, state }: { provider: string; state: string },
): Flow {
  const name = nameOf(state)
  const value = passing.read(name)
  passing.clear(name)
  const opened = value === undefined ? null : open(deps, { purpose: 'sign-on', id: state, value })
  const read = flow.safeParse(opened)
  if (!read.success || read.data.until < deps.now().getTime()) throw new Refusal('sign_on_expired')
  // One provider cannot answer for another: what one of them gave is not shown to the other.
  if (read.data.provider !== provider || read.data.state !== state) throw new Refusal('provider_failed')
  return read.data
}

const proof = z.object({
  personId: z.string(),
  source: z.string(),
  subject: z.string(),
  sourceSession: z.string(),
  provider: z.string(),
  back: z.string().nullable(),
  until: z.number(),
})
type SignOnProof = z.output<typeof proof>
const proofName = 'second'

/** Somebody whom the provider has named, and who still has to give the second factor they have here. */
export function keepProof(deps: Deps, { passing }: Passing, kept: Omit<SignOnProof, 'until'>) {
  const value = sealed(deps, 'sign-on-proof', proofName, { ...kept, until: later(deps) })
  passing.set({ name: proofName, value, seconds })
}

export function readProof(deps: Deps, { passing }: Passing): SignOnProof {
  const value = passing.read(proofName)
  const opened = value === undefined ? null : open(deps, { purpose: 'sign-on-proof', id: proofName, value })
  const read = proof.safeParse(opened)
  if (!read.success || read.data.until < deps.now().getTime()) throw new Refusal('sign_on_expired')
  return read.data
}

export const forgetProof = ({ passing }: Passing) => passing.clear(proofName)

/** A page of this site, or null: never another site, an endpoint, nor the door itself. */
export function pageOf(asked: string | undefined): string | null {
  if (asked === undefined || !/^\/(?![/\\])[\x21-\x5b\x5d-\x7e]*$/.test(asked)) return null
  const { origin, pathname, search } = new URL(asked, 'http://here.invalid')
  if (origin !== 'http://here.invalid' || /^\/(?:api|connexion|lien)(?:\/|$)/.test(pathname)) return null
  return pathname === '/' || pathname.startsWith('//') ? null : pathname + search
}

type Purpose = 'sign-on' | 'sign-on-proof'
const sealed = (deps: Deps, purpose: Purpose, id: string, value: unknown) =>
  Buffer.from(sealBytes(deps, { purpose, id, bytes: Buffer.from(JSON.stringify(value)) })).toString('base64url')

function open(deps: Deps, { purpose, id, value }: { purpose: Purpose; id: string; value: string }): unknown {
  const bytes = openBytes(deps, { purpose, id, sealed: Buffer.from(value, 'base64url') })
  return bytes && JSON.parse(bytes.toString('utf8'))
}

const later = ({ now }: Deps) => now().getTime() + seconds * 1_000
const nameOf = (state: string) => prefix + createHash('sha256').update(state).digest('base64url').slice(0, 12)

import { createHash } from 'node:crypto'
import { Refusal } from '#core/refusal.ts'
import type { CasProvider } from '#server/platform/sign-on-file.ts'
import type { SignedOn } from './claims.ts'
import { longestReply, readCasReply } from './read-cas-reply.ts'

const patienceMs = 10_000

/** The address that a ticket is for. With the state in it, a ticket given to another browser serves nobody here. */
const serviceOf = (callback: string, state: string) => `${callback}?state=${encodeURIComponent(state)}`

export const casAddress = ({ url }: CasProvider, { callback, state }: { callback: string; state: string }) =>
  `${url}/login?${new URLSearchParams({ service: serviceOf(callback, state) })}`

type Ticket = { callback: string; state: string; ticket: string | undefined }

/** Whom the ticket names, asked of the CAS server itself (protocol 3.0, `/p3/serviceValidate`). */
export async function finishCas({ url }: CasProvider, { callback, state, ticket }: Ticket): Promise<SignedOn> {
  // Only a ticket for a service: one of a proxy would name whoever asked for it.
  if (!ticket || !/^ST-[\x21-\x7e]{1,400}$/.test(ticket)) throw new Refusal('provider_failed', { cause: 'no ticket' })
  const asked = new URLSearchParams({ service: serviceOf(callback, state), ticket })
  const reply = readCasReply(await read(`${url}/p3/serviceValidate?${asked}`))
  if (reply === null) throw new Refusal('provider_failed', { cause: 'not a reply of CAS' })
  if ('failure' in reply) throw new Refusal('provider_failed', { cause: reply.failure })
  return { subject: reply.user, claims: reply.claims, sourceSession: casSessionOf(ticket) }
}

/** The ticket names the session in a logout request; it is a secret, so that its digest is kept. */
export const casSessionOf = (ticket: string) => createHash('sha256').update(ticket).digest('base64url')

async function read(address: string): Promise<string> {
  try {
    const response = await fetch(address, { redirect: 'error', signal: AbortSignal.timeout(patienceMs) })
    if (!response.ok) throw new Error(`HTTP ${response.status}`)
    return await readBody(response)
  } catch (error) {
    throw new Refusal('provider_down', { cause: String(error) })
  }
}

/** As much as a reply may be long, and a little more, by which it is refused. */
async function readBody({ body }: Response): Promise<string> {
  let text = ''
  if (!body) return text
  for await (const part of body.pipeThrough(new TextDecoderStream())) {
    text += part
    if (text.length > longestReply) break
  }
  return text
}

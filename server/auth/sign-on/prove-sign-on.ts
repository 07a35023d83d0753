import { Refusal } from '#core/refusal.ts'
import { proveSecondFactor } from '#server/auth/second-factor.ts'
import { recordEvent } from '#server/platform/account-events.ts'
import type { Deps } from '#server/platform/deps.ts'
import type { Http } from '#server/platform/serve.ts'
import { forgetProof, readProof } from './flow.ts'

/** Ends a sign-in elsewhere with the second factor of the account here. */
export async function proveSignOn(deps: Deps, http: Http, { secondFactor }: { secondFactor: string }) {
  const { personId, source, subject, sourceSession, provider, back } = readProof(deps, http)
  const person = await deps.db.person.findUnique({ where: { id: personId } })
  if (!person) throw new Refusal('sign_on_expired')
  await proveSecondFactor(deps, { person, code: secondFactor, from: http })
  forgetProof(http)
  await http.signIn({ personId }, { source, subject, sourceSession })
  const label = deps.settings.signOn.find(({ name }) => name === provider)?.label.fr ?? provider
  await recordEvent(deps, { personId, kind: 'signed_on', from: http, detail: { provider: label } })
  return { person, back }
}

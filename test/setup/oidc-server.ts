import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import Provider, { type Configuration } from 'oidc-provider'

export type OidcServer = Awaited<ReturnType<typeof startOidcServer>>

const clientId = 'bareme'
export const clientSecret = 'un-secret-de-test-assez-long-pour-etre-un-secret'

type Account = { sub: string; claims: Record<string, unknown> }

/** A real OpenID provider on this machine. Whoever comes is signed in as the account that was named last. */
export async function startOidcServer() {
  let provider: Provider | null = null
  let account: Account = { sub: 'personne', claims: {} }
  const accounts = new Map<string, Account>()
  const server = createServer((request, response) => {
    if (!provider) return void response.writeHead(503).end()
    if (request.url?.startsWith('/interaction/')) return void interact(provider, request, response)
    return void provider.callback()(request, response)
  })
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  const { port } = server.address() as AddressInfo
  const issuer = `http://127.0.0.1:${port}`

  const interact = async (from: Provider, request: IncomingMessage, response: ServerResponse) => {
    const { prompt, params, session } = await from.interactionDetails(request, response)
    if (prompt.name === 'login') {
      accounts.set(account.sub, account)
      return from.interactionFinished(request, response, { login: { accountId: account.sub } })
    }
    const grant = new from.Grant({ accountId: session?.accountId ?? '', clientId: String(params['client_id']) })
    grant.addOIDCScope(String(params['scope']))
    return from.interactionFinished(request, response, { consent: { grantId: await grant.save() } })
  }

  return {
    issuer,
    clientId,
    /** Opens its doors to one client, whose addresses are known by now. */
    serve({ callback, logout }: { callback: string; logout?: string }) {
      provider = new Provider(issuer, configurationOf({ callback, logout, accounts }))
      // What it says on its console is about a machine of tests.
      provider.on('server_error', () => undefined)
    },
    signsInAs(sub: string, claims: Record<string, unknown> = {}) {
      account = { sub, claims }
    },
    /** No answer to anything, as a machine that is off. */
    async stop() {
      server.closeAllConnections()
      await new Promise((resolve) => {
        server.close(resolve)
      })
    },
  }
}

type Wanted = { callback: string; logout: string | undefined; accounts: ReadonlyMap<string, Account> }

const configurationOf = ({ callback, logout, accounts }: Wanted): Configuration => ({
  clients: [
    {
      client_id: clientId,
      client_secret: clientSecret,
      redirect_uris: [callback],
      response_types: ['code'],
      grant_types: ['authorization_code'],
      ...(logout ? { backchannel_logout_uri: logout, backchannel_logout_session_required: true } : {}),
    },
  ],
  cookies: { keys: ['une clef de test'] },
  claims: {
    openid: ['sub'],
    profile: ['name', 'given_name', 'family_name', 'supannEtuId', 'eduPersonAffiliation', 'amr'],
    email: ['email', 'email_verified'],
  },
  features: {
    devInteractions: { enabled: false },
    backchannelLogout: { enabled: true },
    rpInitiatedLogout: { enabled: true },
  },
  interactions: { url: (_context, { uid }) => `/interaction/${uid}` },
  findAccount: (_context, sub) => ({ accountId: sub, claims: () => ({ sub, ...accounts.get(sub)?.claims }) }),
  pkce: { required: () => true },
  ttl: { AccessToken: 600, AuthorizationCode: 60, Grant: 600, IdToken: 600, Interaction: 600, Session: 600 },
})

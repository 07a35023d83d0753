import { addPlatform, listPlatforms } from '#contract/lms/platforms.ts'
import type { LtiPlatform } from './lti-platform.ts'
import type { Someone, World } from './world.ts'

type Options = { platform: LtiPlatform; owner: Someone; clientId?: string; deploymentIds?: string[] }

/** Registers Barème on the platform of the tests, and the platform at Barème, by hand. */
export async function registerBothWays(world: World, { platform, owner, clientId = 'bareme', deploymentIds }: Options) {
  const { tool } = (await world.ask(owner, listPlatforms, {})).body
  platform.trust({
    clientId,
    initiateLogin: tool.loginUrl,
    redirectUris: [tool.launchUrl],
    jwks: async () => (await world.app.inject('/lti/jwks.json')).json(),
  })
  const { authorization, token, jwks } = platform.endpoints
  const added = await world.ask(owner, addPlatform, {
    body: {
      ...{
        name: 'Moodle de l’école',
        issuer: platform.issuer,
        clientId,
        deploymentIds: deploymentIds ?? ['testdeploy'],
      },
      ...{ authorizationUrl: authorization, tokenUrl: token, jwksUrl: jwks },
    },
  })
  return { platformId: added.body.platformId, tool }
}

type Begun = Record<string, string>

/** A browser, reduced to what a launch needs of it: it follows addresses of ours and keeps our cookies. */
export function ltiBrowser(world: World) {
  const cookies: Record<string, string> = {}
  const headers = { host: 'localhost', 'user-agent': 'test', 'sec-fetch-dest': 'document' }
  type Sent = { fields?: Record<string, string>; framed?: boolean }

  async function open(address: string, { fields, framed = false }: Sent = {}) {
    const answer = await world.app.inject({
      method: fields ? 'POST' : 'GET',
      url: address.replace('http://localhost', ''),
      headers: {
        ...headers,
        ...(framed ? { 'sec-fetch-dest': 'iframe' } : {}),
        ...(fields ? { 'content-type': 'application/x-www-form-urlencoded', origin: 'http://127.0.0.1' } : {}),
      },
      // Lax: they do not come along with a form of another site.
      cookies: fields ? {} : cookies,
      ...(fields ? { payload: new URLSearchParams(fields).toString() } : {}),
    })
    for (const { name, value } of answer.cookies) {
      if (value === '') delete cookies[name]
      else cookies[name] = value
    }
    return {
      status: answer.statusCode,
      to: String(answer.headers.location ?? ''),
      headers: answer.headers,
      body: answer.body,
    }
  }

  return {
    cookies,
    open,
    /** The authentication request that a click on the platform leads to. */
    async login(begun: Begun, { by = 'POST' as 'GET' | 'POST' } = {}) {
      const query = new URLSearchParams(begun).toString()
      const { to } =
        by === 'POST' ? await open('/api/lti/login', { fields: begun }) : await open(`/api/lti/login?${query}`)
      return to
    },
    /** From the click to the page: the address at which the launch ends. */
    async launch(platform: LtiPlatform, begun: Begun) {
      const { to } = await open('/api/lti/login', { fields: begun })
      const { state, idToken } = await platform.launches.authorize(new URL(to, 'http://localhost').searchParams)
      return this.post({ state, id_token: idToken })
    },
    /** What the form of the platform posts, and where that leads. */
    async post(fields: Record<string, string>) {
      const received = await open('/api/lti/launch', { fields })
      return received.to.startsWith('/api/lti/launches/') ? (await open(received.to)).to : received.to
    },
  }
}

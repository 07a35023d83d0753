import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose'

export type LyingProvider = Awaited<ReturnType<typeof startLyingProvider>>

/** What its next token says, and by which key; null: the truth. */
type Lies = { claims?: JWTPayload; isForged?: boolean; isUnsigned?: boolean; iss?: string }

/**
 * An OpenID provider that says what it is told to: what a real one never does. Its tokens hold by default what they should.
 */
export async function startLyingProvider() {
  const { publicKey, privateKey } = await generateKeyPair('RS256')
  const forger = await generateKeyPair('RS256')
  const keys = { keys: [{ ...(await exportJWK(publicKey)), kid: 'k1', alg: 'RS256', use: 'sig' }] }
  const asked = new Map<string, URLSearchParams>()
  const exchanged: URLSearchParams[] = []
  let lies: Lies = {}

  const server = createServer((request, response) => {
    const address = new URL(request.url ?? '/', issuer)
    const json = (body: unknown) =>
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body))
    if (address.pathname === '/.well-known/openid-configuration')
      return json({
        issuer,
        authorization_endpoint: `${issuer}/authorize`,
        token_endpoint: `${issuer}/token`,
        jwks_uri: `${issuer}/keys`,
        response_types_supported: ['code'],
        subject_types_supported: ['public'],
        id_token_signing_alg_values_supported: ['RS256'],
        authorization_response_iss_parameter_supported: true,
      })
    if (address.pathname === '/keys') return json(keys)
    if (address.pathname === '/authorize') {
      const code = `code-${asked.size + 1}`
      asked.set(code, address.searchParams)
      const back = new URL(address.searchParams.get('redirect_uri') ?? '')
      back.searchParams.set('code', code)
      back.searchParams.set('state', address.searchParams.get('state') ?? '')
      back.searchParams.set('iss', lies.iss ?? issuer)
      return response.writeHead(302, { location: back.href }).end()
    }
    let body = ''
    request.on('data', (part) => {
      body += String(part)
    })
    return request.on('end', () => {
      const sent = new URLSearchParams(body)
      exchanged.push(sent)
      const flow = asked.get(sent.get('code') ?? '')
      void tokenOf(flow).then((token) =>
        json({ access_token: 'a', token_type: 'Bearer', expires_in: 60, id_token: token }),
      )
    })
  })
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`

  const sign = (claims: JWTPayload, key = privateKey, type = 'JWT') =>
    new SignJWT(claims).setProtectedHeader({ alg: 'RS256', kid: 'k1', typ: type }).sign(key)

  function tokenOf(flow: URLSearchParams | undefined) {
    const at = Math.floor(Date.now() / 1_000)
    const truth = { iss: issuer, aud: 'bareme', sub: 'menteur', iat: at, exp: at + 60, nonce: flow?.get('nonce') ?? '' }
    const claims = { ...truth, ...lies.claims }
    if (!lies.isUnsigned) return sign(claims, lies.isForged ? forger.privateKey : privateKey)
    const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
    return Promise.resolve(`${part({ alg: 'none' })}.${part(claims)}.`)
  }

  return {
    issuer,
    /** The forms its token endpoint was sent. */
    exchanged,
    lies(told: Lies) {
      lies = told
    },
    /** A token of any kind by its key, or by another. */
    sign: (claims: JWTPayload, { isForged = false, type = 'JWT' } = {}) =>
      sign(claims, isForged ? forger.privateKey : privateKey, type),
    async stop() {
      server.closeAllConnections()
      await new Promise((resolve) => {
        server.close(resolve)
      })
    },
  }
}

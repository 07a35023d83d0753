import { randomBytes } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Readable } from 'node:stream'

export type CasServer = Awaited<ReturnType<typeof startCasServer>>
type Account = { user: string; attributes: Record<string, string | string[]> }

const escaped = (words: string) => words.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;')

/** What it may be told to say: an answer that never ends. */
export const endless = 'endless'
function* withoutEnd() {
  for (;;) yield '<cas:serviceResponse>'.repeat(500)
}

/** A CAS server, protocol 3.0: a ticket is good once, for the service it was asked for. */
export async function startCasServer() {
  let account: Account = { user: 'personne', attributes: {} }
  let said: string | null = null
  const tickets = new Map<string, { service: string } & Account>()

  const validated = (address: URL) => {
    const ticket = address.searchParams.get('ticket') ?? ''
    const known = tickets.get(ticket)
    tickets.delete(ticket)
    if (!known) return failure('INVALID_TICKET')
    if (known.service !== address.searchParams.get('service')) return failure('INVALID_SERVICE')
    const attributes = Object.entries(known.attributes).flatMap(([name, values]) =>
      [values].flat().map((value) => `<cas:${name}>${escaped(value)}</cas:${name}>`),
    )
    return reply(
      `<cas:authenticationSuccess><cas:user>${escaped(known.user)}</cas:user><cas:attributes>${attributes.join('')}</cas:attributes></cas:authenticationSuccess>`,
    )
  }

  const server = createServer((request, response) => {
    const address = new URL(request.url ?? '/', 'http://cas.invalid')
    if (address.pathname === '/cas/login') {
      const service = address.searchParams.get('service') ?? ''
      const ticket = `ST-${randomBytes(16).toString('hex')}`
      tickets.set(ticket, { service, ...account })
      return response.writeHead(302, { location: `${service}&ticket=${ticket}` }).end()
    }
    if (address.pathname !== '/cas/p3/serviceValidate') return response.writeHead(404).end()
    response.writeHead(200, { 'content-type': 'application/xml' })
    if (said === endless) return Readable.from(withoutEnd()).pipe(response)
    return response.end(said ?? validated(address))
  })
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/cas`,
    signsInAs(user: string, attributes: Account['attributes'] = {}) {
      account = { user, attributes }
    },
    /** What it answers to any validation from now on; null: the truth again. */
    says(xml: string | null) {
      said = xml
    },
    async stop() {
      server.closeAllConnections()
      await new Promise((resolve) => {
        server.close(resolve)
      })
    },
  }
}

export const reply = (inside: string) =>
  `<cas:serviceResponse xmlns:cas="http://www.yale.edu/tp/cas">${inside}</cas:serviceResponse>`
const failure = (code: string) => reply(`<cas:authenticationFailure code="${code}">refusé</cas:authenticationFailure>`)

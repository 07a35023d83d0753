import { SaxesParser } from 'saxes'
import { type Claims, claimsFrom } from './claims.ts'

const casNamespace = 'http://www.yale.edu/tp/cas'
/** In characters: some kilobytes, read at once as they come. */
export const longestReply = 64 * 1024
const deepest = 12

type CasReply = { user: string; claims: Claims } | { failure: string }

/**
 * What a CAS server says of a ticket. Null when it is no such reply: a document type, another namespace, another root,
 * or anything that XML does not allow.
 */
export function readCasReply(xml: string): CasReply | null {
  if (xml.length > longestReply) return null
  const parser = new SaxesParser({ xmlns: true })
  const path: string[] = []
  const said: [string, string][] = []
  const users: string[] = []
  let failure: string | null = null
  let words = ''
  let isBad = false
  const stop = () => {
    isBad = true
  }
  parser.on('error', stop)
  parser.on('doctype', stop)
  parser.on('opentag', ({ uri, local, attributes }) => {
    path.push(uri === casNamespace ? local : '')
    words = ''
    if (path.length > deepest) stop()
    if (path.join('/') === 'serviceResponse/authenticationFailure') failure = attributes['code']?.value ?? 'UNKNOWN'
  })
  const onWords = (more: string) => {
    words += more
  }
  parser.on('text', onWords)
  parser.on('cdata', onWords)
  parser.on('closetag', () => {
    const [root, outcome, part, name] = path
    if (root === 'serviceResponse' && outcome === 'authenticationSuccess') {
      if (part === 'user' && path.length === 3) users.push(words.trim())
      if (part === 'attributes' && name && path.length === 4) said.push([name, words])
    }
    path.pop()
    words = ''
  })
  try {
    parser.write(xml).close()
  } catch {
    return null
  }
  if (isBad) return null
  if (failure !== null) return users.length === 0 ? { failure } : null
  const [user, ...others] = users
  // Two people in one reply: neither.
  return user && user.length <= 250 && others.length === 0 ? { user, claims: claimsFrom(said) } : null
}

const samlProtocol = 'urn:oasis:names:tc:SAML:2.0:protocol'

/** The ticket whose session is over, of a logout request of CAS (protocol 3.0, 2.3.3). */
export function readCasLogout(xml: string): string | null {
  if (xml === '' || xml.length > longestReply) return null
  const parser = new SaxesParser({ xmlns: true })
  const tickets: string[] = []
  let isIn = false
  let words = ''
  let isBad = false
  const stop = () => {
    isBad = true
  }
  parser.on('error', stop)
  parser.on('doctype', stop)
  parser.on('opentag', ({ uri, local }) => {
    isIn = uri === samlProtocol && local === 'SessionIndex'
    words = ''
  })
  parser.on('text', (more) => {
    words += more
  })
  parser.on('closetag', () => {
    if (isIn) tickets.push(words.trim())
    isIn = false
  })
  try {
    parser.write(xml).close()
  } catch {
    return null
  }
  const [ticket] = tickets
  return !isBad && tickets.length === 1 && ticket ? ticket : null
}

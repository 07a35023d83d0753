/** The address of a repository a team hands in: read once, refused with the reason, shown with its host. */
export const linkFaults = ['link_unreadable', 'link_ssh', 'link_not_https', 'link_with_password'] as const
export type LinkFault = (typeof linkFaults)[number]
export type RepositoryLink = { readonly url: string; readonly host: string }

/** In characters; addresses of forges are far shorter. */
export const longestLink = 500

/**
 * Reads what a student pasted. Only `https`, and `http` when the project takes it: anything else would not open from a
 * page, or would run something there. An address with a name or a password would give them to every reader.
 */
export function readRepositoryLink(pasted: string, { takesHttp }: { takesHttp: boolean }): RepositoryLink | LinkFault {
  const said = pasted.trim()
  if (/^(?:ssh|git):\/\//i.test(said) || /^[\w.-]+@[\w.-]+:(?!\/\/)/.test(said)) return 'link_ssh'
  const url =
    /^[a-z][a-z0-9+.-]*:\/\//i.test(said) && said.length <= longestLink && !/\s/.test(said) ? parsed(said) : null
  if (url === null) return 'link_unreadable'
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return 'link_unreadable'
  if (url.username !== '' || url.password !== '') return 'link_with_password'
  if (url.protocol === 'http:' && !takesHttp) return 'link_not_https'
  // A punycode host shows letters that only look like those of another host.
  return url.href.length <= longestLink ? { url: url.href, host: url.host } : 'link_unreadable'
}

/** The host of an address that was read before. */
export const linkHost = (url: string): string => parsed(url)?.host ?? ''

function parsed(text: string): URL | null {
  try {
    return new URL(text)
  } catch {
    return null
  }
}

/** A commit (its hash, whole or cut) or a tag, as Git allows them: no space, no `..`, no `-` at the start. */
export const referencePattern = /^(?!-)(?!.*\.\.)[\w./+@-]{1,100}$/

export const isLinkFault = (read: RepositoryLink | LinkFault): read is LinkFault => typeof read === 'string'

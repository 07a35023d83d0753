import { useParams } from 'wouter'

/** The parameters of the current route. Throws when the route lacks one of them, which is a programming error. */
export function usePathIds<Name extends string>(...names: readonly Name[]): Record<Name, string> {
  const params = useParams<Record<string, string | undefined>>()
  const ids: Partial<Record<Name, string>> = {}
  for (const name of names) {
    const id = params[name]
    if (id === undefined) throw new Error(`the route of this page has no :${name}`)
    ids[name] = id
  }
  return ids as Record<Name, string>
}

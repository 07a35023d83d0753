import { useParams } from 'wouter'

/** The parts of the page's address that its route names. A route without one of them is our mistake, so it throws. */
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

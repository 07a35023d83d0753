import { useSearchParams } from 'wouter'

type Change = Readonly<Record<string, string | null>>

/**
 * Reads and writes filters in the query string, so that a list can be shared, reloaded and reached by the back button.
 * An empty value removes its parameter. The history entry is replaced, so that typing does not add ten entries.
 */
export function useAddress(): [(name: string) => string, (change: Change) => void] {
  const [search, setSearch] = useSearchParams()
  const set = (change: Change) =>
    setSearch(
      (current) => {
        const next = new URLSearchParams(current)
        for (const [name, value] of Object.entries(change)) {
          if (value) next.set(name, value)
          else next.delete(name)
        }
        return next
      },
      { replace: true },
    )
  return [(name) => search.get(name) ?? '', set]
}

import { useSearchParams } from 'wouter'

type Change = Readonly<Record<string, string | null>>

/**
 * What narrows a list lives in the address: it can be shared, reloaded and gone back to. An empty value leaves no trace.
 * The entry of the history is replaced: typing a name must not take ten steps back.
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

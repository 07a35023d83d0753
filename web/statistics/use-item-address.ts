import { useSearchParams } from 'wouter'

/** The URL of a question's panel on the current page, with its other parameters. */
export function useItemAddress() {
  const [search] = useSearchParams()
  return (position: number) => {
    const next = new URLSearchParams(search)
    next.set('question', String(position))
    return `?${next}#question`
  }
}

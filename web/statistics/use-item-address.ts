import { useSearchParams } from 'wouter'

/** Where the panel of a question is, on this page as it is shown now. */
export function useItemAddress() {
  const [search] = useSearchParams()
  return (position: number) => {
    const next = new URLSearchParams(search)
    next.set('question', String(position))
    return `?${next}#question`
  }
}

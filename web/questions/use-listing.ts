import { useSearchParams } from 'wouter'
import { questionOrders } from '#contract/questions/questions.ts'

export const looks = ['cards', 'table'] as const
export const columnIds = [
  'section',
  'type',
  'difficulty',
  'level',
  'seconds',
  'facility',
  'discrimination',
  'lastUse',
  'remark',
] as const
export type ColumnId = (typeof columnIds)[number]

export type Listing = {
  look: (typeof looks)[number]
  columns: readonly ColumnId[]
  sort: (typeof questionOrders)[number]
  direction: 'asc' | 'desc'
}

const usual: Listing = {
  look: 'cards',
  columns: ['section', 'difficulty', 'facility', 'discrimination', 'lastUse'],
  sort: 'course',
  direction: 'asc',
}

/** In French like the site's other URLs; see use-filters.ts. */
const names = { look: 'vue', columns: 'colonnes', sort: 'tri', direction: 'sens' } as const

/** How the list is shown and in which order: in the query string, beside its filters. */
export function useListing(): [Listing, (change: Partial<Listing>) => void] {
  const [search, setSearch] = useSearchParams()
  const listing = listingIn(search)
  const change = (part: Partial<Listing>) => {
    const next = { ...listing, ...part }
    const address = new URLSearchParams(search)
    for (const name of ['look', 'columns', 'sort', 'direction'] as const) {
      if (String(next[name]) === String(usual[name])) address.delete(names[name])
      else address.set(names[name], String(next[name]))
    }
    // Another order begins at its first page.
    if (part.sort || part.direction) address.delete('page')
    setSearch(address)
  }
  return [listing, change]
}

function listingIn(search: URLSearchParams): Listing {
  const asked = search.get(names.columns)?.split(',')
  return {
    look: looks.find((one) => one === search.get(names.look)) ?? usual.look,
    columns: asked ? columnIds.filter((id) => asked.includes(id)) : usual.columns,
    sort: questionOrders.find((one) => one === search.get(names.sort)) ?? usual.sort,
    direction: search.get(names.direction) === 'desc' ? 'desc' : 'asc',
  }
}

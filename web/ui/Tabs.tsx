import { Link, useLocation, useSearch } from 'wouter'

type Props = { label: string; tabs: readonly { href: string; text: string; count?: number }[] }

/** Views of one thing, each with its URL (`/x`, `/x?onglet=y`): links, so that a tab can be opened, shared and gone back to. */
export function Tabs({ label, tabs }: Props) {
  const [path] = useLocation()
  const search = useSearch()
  const here = tabs.find(({ href }) => href === `${path}?${search}`) ?? tabs.find(({ href }) => href === path)
  return (
    <nav className="tabs" aria-label={label}>
      <ul className="tabs__list">
        {tabs.map(({ href, text, count }) => (
          <li key={href}>
            <Link href={href} aria-current={here?.href === href ? 'page' : undefined}>
              {text}
              {count !== undefined && <span className="tabs__count">{count}</span>}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  )
}

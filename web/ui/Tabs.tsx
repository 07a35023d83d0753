import { Link, useLocation, useSearch } from 'wouter'

type Props = { label: string; tabs: readonly { href: string; text: string; count?: number }[] }

/** Tabs as links (`/x`, `/x?onglet=y`), so that each can be opened, shared and reached by the back button. */
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

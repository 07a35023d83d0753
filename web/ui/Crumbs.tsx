import { Link } from 'wouter'
import { useText } from '#web/text/text.tsx'

export type Crumb = { label: string; href?: string }

/** Breadcrumbs; the last one, without href, is the current page. */
export function Crumbs({ crumbs }: { crumbs: readonly Crumb[] }) {
  const { t } = useText()
  return (
    <nav aria-label={t('ui.breadcrumbs')}>
      <ol className="crumbs">
        {crumbs.map(({ label, href }) => (
          <li key={`${href ?? ''} ${label}`}>
            {href ? <Link href={href}>{label}</Link> : <span aria-current="page">{label}</span>}
          </li>
        ))}
      </ol>
    </nav>
  )
}

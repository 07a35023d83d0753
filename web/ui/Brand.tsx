import { Link } from 'wouter'

/** The name and logo in the students' bar. */
export function Brand({ href, name }: { href: string; name: string }) {
  return (
    <Link href={href} className="brand">
      <svg className="brand__glyph" viewBox="0 0 18 24" aria-hidden="true">
        <path className="pen" d="M4 1.5v21" />
        <path d="M4 2h11M4 7h6M4 12h11M4 17h6M4 22h11" />
      </svg>
      {name}
    </Link>
  )
}

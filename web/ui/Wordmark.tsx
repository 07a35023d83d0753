import { Link } from 'wouter'

const ticks = Array.from({ length: 21 }, (_, tick) => tick)

/** The name of the site above its graduated scale, in the trainers' shell. The needle is at 14 out of 20. */
export function Wordmark({ href, name }: { href: string; name: string }) {
  return (
    <Link href={href} className="wordmark">
      {name}
      <svg viewBox="0 0 101 9" aria-hidden="true">
        {ticks.map((tick) => (
          <path
            key={tick}
            className="tick-line"
            d={`M${tick * 5 + 0.5} ${tick % 10 === 0 ? 0 : tick % 5 === 0 ? 3 : 5}V9`}
          />
        ))}
        <path className="mark-line" d="M70.5 0V9" />
      </svg>
    </Link>
  )
}

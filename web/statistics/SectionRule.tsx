type Props = { share: number; interval: { low: number; high: number } | null }

/** A dot and its interval on a rule from 0 to 100 %; the same figures are written beside it. */
export function SectionRule({ share, interval }: Props) {
  const x = (value: number) => 8 + 184 * Math.min(1, Math.max(0, value))
  return (
    <svg className="chart section-rule" viewBox="0 0 200 32" aria-hidden="true">
      <path className="axis" d="M8 26H192" />
      {Array.from({ length: 11 }, (_, tick) => (
        <path key={x(tick / 10)} className="axis" d={`M${x(tick / 10)} ${tick % 5 === 0 ? 20 : 23}V26`} />
      ))}
      <path className="pass" d={`M${x(0.5)} 2V26`} />
      {interval && (
        <path
          className="section-rule__interval"
          d={`M${x(interval.low)} 11H${x(interval.high)}M${x(interval.low)} 7V15M${x(interval.high)} 7V15`}
        />
      )}
      <circle className="section-rule__dot" cx={x(share)} cy="11" r="4.5" />
    </svg>
  )
}

type Props = {
  value: number
  max: number
  /** The pass mark, on the same scale. */
  pass?: number
  /** The interval between labels, in units; 0 for none. */
  labelEvery?: number
}

/** A graduated scale with a value. Decorative: the value is written beside it. */
export function GraduatedRule({ value, max, pass, labelEvery = 5 }: Props) {
  // One tick per unit up to forty, then one per five, so that ticks remain apart.
  const step = max <= 40 ? 1 : 5
  const ticks = Array.from({ length: Math.floor(max / step) + 1 }, (_, index) => index * step)
  const x = (units: number) => (1000 * units) / max
  const at = x(Math.min(Math.max(value, 0), max))
  const labels = labelEvery > 0 ? ticks.filter((tick) => tick % labelEvery === 0) : []
  return (
    <div className="rule" aria-hidden="true">
      <svg className="rule__svg" viewBox="0 0 1000 24" preserveAspectRatio="none">
        <path d="M0 23.5H1000" />
        {ticks.map((tick) => (
          <path
            key={tick}
            className={tick % 5 === 0 ? 'five' : undefined}
            d={`M${x(tick)} ${tick % 5 === 0 ? 10 : 16}V24`}
          />
        ))}
        {pass !== undefined && <path className="pass" d={`M${x(pass)} 0V24`} />}
        <path className="got" d={`M0 22H${at}`} />
        <path className="needle" d={`M${at} 0V24`} />
      </svg>
      {labels.length > 0 && (
        <div className="rule__labels">
          {labels.map((label) => (
            <span key={label}>{label}</span>
          ))}
        </div>
      )}
    </div>
  )
}

type Props = {
  /** In hundredths. */
  mark: number
  /** The mark before a correction: drawn hollow, with a line to the new one. */
  was?: number
  outOf?: number
  pass?: number
}

const left = 3
const width = 114

/**
 * The position of a mark between 0 and 20, hollow below the pass mark. Hidden from screen readers, because the mark is
 * written beside it.
 */
export function ScaleDot({ mark, was, outOf = 2000, pass = 1000 }: Props) {
  const x = (hundredths: number) => left + (width * hundredths) / outOf
  return (
    <svg className="scale-dot" viewBox="0 0 120 16" aria-hidden="true">
      <path d={`M${left} 13.5H${left + width}`} />
      {[0, 0.25, 0.5, 0.75, 1].map((part) => (
        <path key={part} d={`M${left + width * part} ${part % 1 === 0 ? 8 : 10}V13.5`} />
      ))}
      <path className="pass" d={`M${x(pass)} 6V13.5`} />
      {was !== undefined && <path className="move" d={`M${x(was)} 6H${x(mark)}`} />}
      {was !== undefined && <circle className="was" cx={x(was)} cy="6" r="3" />}
      <circle className={mark < pass ? 'dot dot--below' : 'dot'} cx={x(mark)} cy="6" r={mark < pass ? 3.4 : 4} />
    </svg>
  )
}

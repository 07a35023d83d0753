import { useText } from '#web/text/text.tsx'
import { GraduatedRule } from './GraduatedRule.tsx'

type Props = {
  /** In hundredths: 1325 is 13,25. */
  mark: number
  outOf?: number
  size?: 'large' | 'medium' | 'small'
  /** Draws the graduated scale under the mark. */
  rule?: boolean
  pass?: number
}

/** A mark with its total; large on its own page, small in a table. */
export function MarkOnTwenty({ mark: hundredths, outOf = 2000, size = 'large', rule = false, pass }: Props) {
  const { mark, points } = useText()
  return (
    <div className={`mark mark--${size}`}>
      <p className="mark__figure">
        {mark(hundredths)}
        <span className="mark__on">
          {'\u202f/\u202f'}
          {points(outOf)}
        </span>
      </p>
      {rule && (
        <GraduatedRule
          value={hundredths / 100}
          max={outOf / 100}
          {...(pass === undefined ? {} : { pass: pass / 100 })}
        />
      )}
    </div>
  )
}

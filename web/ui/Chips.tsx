import { Button } from './Button.tsx'

type Props = {
  /** What the chips are: « Motifs fréquents ». */
  label: string
  options: readonly string[]
  value: string
  /** The text of the chip; the field beside it stays editable. */
  onPick: (text: string) => void
}

/** Texts that one click writes in the field above or below. */
export function Chips({ label, options, value, onPick }: Props) {
  return (
    <div className="chips" role="group" aria-label={label}>
      {options.map((option) => (
        <Button key={option} size="small" aria-pressed={value === option} onClick={() => onPick(option)}>
          {option}
        </Button>
      ))}
    </div>
  )
}

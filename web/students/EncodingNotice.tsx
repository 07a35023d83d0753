import { guessedEncodings } from '#contract/students/roster-import.ts'
import { useText } from '#web/text/text.tsx'
import { Field } from '#web/ui/Field.tsx'
import { Notice } from '#web/ui/Notice.tsx'
import { Select } from '#web/ui/Select.tsx'

type Guessed = (typeof guessedEncodings)[number]
type Props = { encoding: string; onChoose?: (encoding: Guessed) => void }

/** Shows the encoding guessed for a file that does not declare one, and offers the others. */
export function EncodingNotice({ encoding, onChoose }: Props) {
  const { t } = useText()
  const guessed = guessedEncodings.find((each) => each === encoding)
  if (guessed === undefined) return null
  return (
    <Notice tone="warn">
      <p>{t('students.import.guessed', { encoding: t(`students.import.encodings.${guessed}`) })}</p>
      {onChoose && (
        <Field label={t('students.import.encoding')}>
          <Select
            value={guessed}
            onChange={(value) => onChoose(value as Guessed)}
            options={guessedEncodings.map((value) => ({ value, label: t(`students.import.encodings.${value}`) }))}
          />
        </Field>
      )}
    </Notice>
  )
}

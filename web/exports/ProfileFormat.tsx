import {
  csvProfileOf,
  type FileFormat,
  fileBases,
  fileDecimals,
  fileEncodings,
  fileLineEnds,
  fileQuotes,
  fileSeparators,
  isWorkbook,
} from '#core/exports/file-layout.ts'
import { useText } from '#web/text/text.tsx'
import { Field } from '#web/ui/Field.tsx'
import { Select } from '#web/ui/Select.tsx'

type Props = { format: FileFormat; onChange: (format: FileFormat) => void }

const options = {
  separator: fileSeparators,
  decimal: fileDecimals,
  encoding: fileEncodings,
  lineEnd: fileLineEnds,
  quote: fileQuotes,
} as const
const names: Record<string, string> = {
  ';': 'semicolon',
  ',': 'comma',
  '\t': 'tab',
  '.': 'point',
  '\r\n': 'crlf',
  '\n': 'lf',
}

/** The format of the file: a preset, and the options that differ from it. */
export function ProfileFormat({ format, onChange }: Props) {
  const { t } = useText()
  const wordOf = (value: string) => t(`exports.profiles.form.${names[value] ?? value}` as 'exports.profiles.form.comma')
  const inherited = csvProfileOf({
    ...format,
    separator: null,
    decimal: null,
    encoding: null,
    lineEnd: null,
    quote: null,
  })
  const own = { ...inherited, encoding: inherited.start === '' ? 'utf8' : 'utf8_bom' }
  return (
    <fieldset className="profile__format">
      <legend>{t('exports.profiles.format')}</legend>
      <Field label={t('exports.profiles.base')}>
        <Select
          value={format.base}
          onChange={(base) => onChange({ ...format, base })}
          options={fileBases.map((value) => ({
            value,
            label: t(`exports.profile.${value}.name`),
          }))}
        />
      </Field>
      {(isWorkbook(format.base) ? [] : (['separator', 'decimal', 'encoding', 'lineEnd', 'quote'] as const)).map(
        (part) => (
          <Field key={part} label={t(`exports.profiles.form.${part}`)}>
            <Select
              value={format[part] ?? ''}
              onChange={(value) => onChange({ ...format, [part]: value === '' ? null : value } as FileFormat)}
              options={[
                { value: '', label: t('exports.profiles.inherited', { value: wordOf(own[part]) }) },
                ...options[part].map((value) => ({ value: value as string, label: wordOf(value) })),
              ]}
            />
          </Field>
        ),
      )}
    </fieldset>
  )
}

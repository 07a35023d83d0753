import { type RosterColumnField, type RosterColumns, rosterColumnFields } from '#core/students/roster-columns.ts'
import { useText } from '#web/text/text.tsx'
import { Checkbox } from '#web/ui/Checkbox.tsx'
import { Field } from '#web/ui/Field.tsx'
import { Notice } from '#web/ui/Notice.tsx'
import { Select } from '#web/ui/Select.tsx'
import type { RosterReading } from './roster-preview.ts'

type Props = {
  headers: readonly string[]
  columns: RosterColumns
  firstLine: 'titles' | 'student'
  reading: RosterReading
  /** Open when the columns were not recognised and the trainer must choose them. */
  open: boolean
  onRead: (reading: RosterReading) => void
}

/** Chooses the meaning of each column; each change previews the list again. */
export function ColumnsForm({ headers, columns, firstLine, reading, open, onRead }: Props) {
  const { t, list } = useText()
  const known = rosterColumnFields.filter((field) => columns[field] !== undefined)
  const choose = (field: RosterColumnField, index: string) => {
    const { [field]: _former, ...others } = columns
    onRead({ ...reading, firstLine, columns: index === '' ? others : { ...others, [field]: Number(index) } })
  }
  const options = [
    { value: '', label: t('students.import.noColumn') },
    ...headers.map((header, index) => ({
      value: String(index),
      label: header === '' ? t('students.import.columnNumber', { number: index + 1 }) : header,
    })),
  ]
  return (
    <details className="disclosure" open={open}>
      <summary>
        {known.length > 0
          ? t('students.import.columns', { columns: list(known.map((field) => t(`students.${field}`))) })
          : t('students.import.columnsUnknown')}
      </summary>
      <div className="stack stack--tight">
        {open && known.length === 0 && (
          <Notice tone="warn">
            <p>{t('students.import.needName')}</p>
          </Notice>
        )}
        <div className="columns-map">
          {rosterColumnFields.map((field) => (
            <Field key={field} label={t(`students.${field}`)}>
              <Select
                value={columns[field] === undefined ? '' : String(columns[field])}
                onChange={(index) => choose(field, index)}
                options={options}
              />
            </Field>
          ))}
        </div>
        <Checkbox
          label={t('students.import.noTitles')}
          checked={firstLine === 'student'}
          onChange={(event) => onRead({ ...reading, columns, firstLine: event.target.checked ? 'student' : 'titles' })}
        />
      </div>
    </details>
  )
}

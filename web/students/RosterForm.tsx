import { useEffect, useRef, useState } from 'react'
import { useText } from '#web/text/text.tsx'
import { Field } from '#web/ui/Field.tsx'
import { Notice } from '#web/ui/Notice.tsx'
import { Segmented } from '#web/ui/Segmented.tsx'
import { Textarea } from '#web/ui/Textarea.tsx'
import { type TableFile, TableFileField } from './TableFileField.tsx'

export type Roster = TableFile
type Props = {
  busy: boolean
  error: string | null
  /** The expected rows, when they are not a class list. */
  hint?: string
  /** At each key: what was previewed is no longer what is written here. */
  onEdit: () => void
  /** A file was chosen, or typing paused. */
  onRead: (roster: Roster) => void
}

const pauseMs = 350

/** The list to import: a file, or rows copied from a spreadsheet; it is previewed as soon as it is there. */
export function RosterForm({ busy, error, hint, onEdit, onRead }: Props) {
  const { t } = useText()
  const [source, setSource] = useState<'file' | 'text'>('file')
  const [file, setFile] = useState<File | null>(null)
  const [text, setText] = useState('')
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined)
  useEffect(() => () => clearTimeout(timer.current), [])
  const take = (table: TableFile | null) => {
    onEdit()
    if (table) onRead(table)
  }
  const type = (next: string) => {
    setText(next)
    onEdit()
    clearTimeout(timer.current)
    if (next.trim() !== '') timer.current = setTimeout(() => onRead({ text: next }), pauseMs)
  }
  return (
    <form className="form" onSubmit={(event) => event.preventDefault()} aria-busy={busy}>
      <Segmented
        legend={t('students.import.source')}
        value={source}
        onChange={setSource}
        options={[
          { value: 'file', label: t('students.import.file') },
          { value: 'text', label: t('students.import.paste') },
        ]}
      />
      {source === 'file' ? (
        <TableFileField
          label={t('students.import.fileLabel')}
          hint={hint ?? t('students.import.fileHint')}
          file={file}
          onFile={setFile}
          onTable={take}
        />
      ) : (
        <Field label={t('students.import.pasteLabel')} hint={hint ?? t('students.import.pasteHint')}>
          <Textarea code rows={8} value={text} onChange={(event) => type(event.target.value)} />
        </Field>
      )}
      {error && (
        <Notice tone="bad" live="alert">
          <p>{error}</p>
        </Notice>
      )}
    </form>
  )
}

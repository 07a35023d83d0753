import { useState } from 'react'
import { type TableFile, TableFileField } from '#web/students/TableFileField.tsx'
import { useText } from '#web/text/text.tsx'
import { Field } from '#web/ui/Field.tsx'
import { Segmented } from '#web/ui/Segmented.tsx'
import { Textarea } from '#web/ui/Textarea.tsx'

export type AnswersFile = TableFile
type Props = { label: string; hint: string; onFile: (file: AnswersFile | null) => void }

/** A table, as a file or as rows copied from a spreadsheet. */
export function AnswersField({ label, hint, onFile }: Props) {
  const { t } = useText()
  const [source, setSource] = useState<'file' | 'text'>('file')
  const [file, setFile] = useState<File | null>(null)
  const [text, setText] = useState('')
  const [table, setTable] = useState<AnswersFile | null>(null)
  const take = (next: AnswersFile | null) => {
    setTable(next)
    onFile(next)
  }
  const paste = (value: string) => {
    setText(value)
    onFile(value.trim() === '' ? null : { text: value })
  }
  const turn = (next: 'file' | 'text') => {
    setSource(next)
    if (next === 'file') onFile(table)
    else paste(text)
  }
  return (
    <div className="answers-field">
      <div className="answers-field__head">
        <span className="field__label" aria-hidden="true">
          {label}
        </span>
        <Segmented
          legend={label}
          value={source}
          onChange={turn}
          options={[
            { value: 'file', label: t('grading.imports.file') },
            { value: 'text', label: t('grading.imports.paste') },
          ]}
        />
      </div>
      {source === 'file' ? (
        <TableFileField
          label={<span className="vh">{label}</span>}
          hint={hint}
          file={file}
          onFile={setFile}
          onTable={take}
        />
      ) : (
        <Field label={<span className="vh">{label}</span>} hint={hint}>
          <Textarea code rows={6} value={text} onChange={(event) => paste(event.target.value)} />
        </Field>
      )}
    </div>
  )
}

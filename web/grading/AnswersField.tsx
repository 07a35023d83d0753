import { useState } from 'react'
import { largestRosterBytes } from '#contract/students/roster-import.ts'
import { useText } from '#web/text/text.tsx'
import { base64Of } from '#web/ui/base64-of.ts'
import { Field } from '#web/ui/Field.tsx'
import { FileDrop } from '#web/ui/FileDrop.tsx'
import { Segmented } from '#web/ui/Segmented.tsx'
import { Textarea } from '#web/ui/Textarea.tsx'

export type AnswersFile = { text: string } | { base64: string }
type Props = { label: string; hint: string; onFile: (file: AnswersFile | null) => void }

/** A table, as a file or as rows copied from a spreadsheet. */
export function AnswersField({ label, hint, onFile }: Props) {
  const { t } = useText()
  const [source, setSource] = useState<'file' | 'text'>('file')
  const [file, setFile] = useState<File | null>(null)
  const [text, setText] = useState('')
  const take = async (chosen: File | null) => {
    setFile(chosen)
    onFile(chosen && { base64: await base64Of(chosen) })
  }
  const paste = (value: string) => {
    setText(value)
    onFile(value.trim() === '' ? null : { text: value })
  }
  const turn = (next: 'file' | 'text') => {
    setSource(next)
    if (next === 'file') void take(file)
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
        <Field label={<span className="vh">{label}</span>} hint={hint}>
          <FileDrop
            accept=".csv,.tsv,.txt"
            maxKb={largestRosterBytes / 1024}
            file={file}
            onFile={(chosen) => void take(chosen)}
          />
        </Field>
      ) : (
        <Field label={<span className="vh">{label}</span>} hint={hint}>
          <Textarea code rows={6} value={text} onChange={(event) => paste(event.target.value)} />
        </Field>
      )}
    </div>
  )
}

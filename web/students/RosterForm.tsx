import { type FormEvent, useState } from 'react'
import { largestRosterBytes } from '#contract/students/roster-import.ts'
import { useText } from '#web/text/text.tsx'
import { Button } from '#web/ui/Button.tsx'
import { base64Of } from '#web/ui/base64-of.ts'
import { Field } from '#web/ui/Field.tsx'
import { FileDrop } from '#web/ui/FileDrop.tsx'
import { Notice } from '#web/ui/Notice.tsx'
import { Segmented } from '#web/ui/Segmented.tsx'
import { Textarea } from '#web/ui/Textarea.tsx'

export type Roster = { text: string } | { base64: string }
type Props = {
  busy: boolean
  reason: string | undefined
  error: string | null
  /** The expected rows, when they are not a class list. */
  hint?: string
  onRead: (roster: Roster) => void
}

/** The list to import: a file, or rows copied from a spreadsheet. */
export function RosterForm({ busy, reason, error, hint, onRead }: Props) {
  const { t } = useText()
  const [source, setSource] = useState<'file' | 'text'>('file')
  const [file, setFile] = useState<File | null>(null)
  const [text, setText] = useState('')
  const take = async (chosen: File | null) => {
    setFile(chosen)
    if (chosen) onRead({ base64: await base64Of(chosen) })
  }
  const send = (event: FormEvent) => {
    event.preventDefault()
    if (text.trim() !== '') onRead({ text })
  }
  return (
    <form className="form" onSubmit={send}>
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
        <Field label={t('students.import.fileLabel')} hint={hint ?? t('students.import.fileHint')}>
          <FileDrop
            accept=".csv,.tsv,.txt"
            maxKb={largestRosterBytes / 1024}
            file={file}
            onFile={(chosen) => void take(chosen)}
          />
        </Field>
      ) : (
        <>
          <Field label={t('students.import.pasteLabel')} hint={hint ?? t('students.import.pasteHint')}>
            <Textarea code rows={8} value={text} onChange={(event) => setText(event.target.value)} />
          </Field>
          <div>
            <Button
              type="submit"
              variant="primary"
              busy={busy}
              reason={reason ?? (text.trim() === '' ? t('students.import.nothingPasted') : undefined)}
            >
              {t('students.import.preview')}
            </Button>
          </div>
        </>
      )}
      {error && (
        <Notice tone="bad" live="alert">
          <p>{error}</p>
        </Notice>
      )}
    </form>
  )
}

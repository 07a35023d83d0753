import { type ClipboardEvent, type FormEvent, useState } from 'react'
import type { Reply, Sent } from '#contract/endpoint.ts'
import { importFormats, largestImportBytes, type stageImport } from '#contract/questions/question-batches.ts'
import type { getBank } from '#contract/questions/questions.ts'
import { cutText } from '#core/cut-text.ts'
import { bloomLevels, difficulties } from '#core/questions/question.ts'
import { useText } from '#web/text/text.tsx'
import { Button } from '#web/ui/Button.tsx'
import { base64Of } from '#web/ui/base64-of.ts'
import { Field } from '#web/ui/Field.tsx'
import { FileDrop } from '#web/ui/FileDrop.tsx'
import { NumberStepper } from '#web/ui/NumberStepper.tsx'
import { Segmented } from '#web/ui/Segmented.tsx'
import { Select } from '#web/ui/Select.tsx'
import { Textarea } from '#web/ui/Textarea.tsx'
import { placeOptions } from './section-options.ts'

export type GivenFile = Sent<typeof stageImport>['body']
type Props = {
  bank: Reply<typeof getBank>
  busy: boolean
  reason: string | undefined
  /** Opened to paste an answer on a section. */
  pasteIn?: string | undefined
  onRead: (file: GivenFile) => void
}
type Settings = Omit<GivenFile, 'name' | 'base64'>

/** The file to import, and the section and difficulty to give to questions that have none. */
export function ImportFileForm({ bank, busy, reason, pasteIn, onRead }: Props) {
  const { t } = useText()
  const places = placeOptions(bank.sessions, t)
  const [source, setSource] = useState<'file' | 'text'>(pasteIn === undefined ? 'file' : 'text')
  const [file, setFile] = useState<File | null>(null)
  const [text, setText] = useState('')
  const [settings, setSettings] = useState<Settings>({
    section: places.find(({ value }) => value === pasteIn)?.value ?? places[0]?.value ?? '',
    difficulty: 'medium',
    level: 'understand',
    seconds: 60,
  })
  const change = (part: Partial<Settings>) => setSettings({ ...settings, ...part })
  const chosen = source === 'file' ? file : text.trim() === '' ? null : new File([text], 'texte')
  const read = async (given: File | null) => {
    if (given) onRead({ ...settings, name: cutText(given.name, 200), base64: await base64Of(given) })
  }
  const send = (event: FormEvent) => {
    event.preventDefault()
    void read(chosen)
  }
  /** The answer of an assistant is all there is to read. */
  const paste = (event: ClipboardEvent<HTMLTextAreaElement>) => {
    const pasted = event.clipboardData.getData('text/plain')
    if (pasteIn === undefined || text !== '' || pasted.trim() === '' || busy || reason !== undefined) return
    event.preventDefault()
    setText(pasted)
    void read(new File([pasted], 'texte'))
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
        <Field label={t('questions.import.fileLabel')} hint={t('questions.import.fileHint')}>
          <FileDrop
            accept=".gift,.txt,.xml,.zip,.yaml,.yml,.dat"
            maxKb={largestImportBytes / 1024}
            file={file}
            onFile={setFile}
          />
        </Field>
      ) : (
        <Field
          label={t('questions.import.pasteLabel')}
          hint={t(pasteIn === undefined ? 'questions.import.pasteHint' : 'questions.import.pasteAnswerHint')}
        >
          <Textarea
            code
            rows={10}
            value={text}
            // Who comes with an answer came to paste it.
            // oxlint-disable-next-line jsx-a11y/no-autofocus
            autoFocus={pasteIn !== undefined}
            onPaste={paste}
            onChange={(event) => setText(event.target.value)}
          />
        </Field>
      )}
      <details className="import-settings">
        <summary>{t('questions.import.settings')}</summary>
        <div className="form">
          <Field label={t('questions.import.sectionLabel')} hint={t('questions.import.sectionHint')}>
            <Select value={settings.section} onChange={(section) => change({ section })} options={places} />
          </Field>
          <div className="form__row">
            <Field label={t('questions.difficultyLabel')}>
              <Select
                value={settings.difficulty}
                onChange={(difficulty) => change({ difficulty })}
                options={difficulties.map((value) => ({ value, label: t(`questions.difficulty.${value}`) }))}
              />
            </Field>
            <Field label={t('questions.levelLabel')}>
              <Select
                value={settings.level}
                onChange={(level) => change({ level })}
                options={bloomLevels.map((value) => ({ value, label: t(`questions.level.${value}`) }))}
              />
            </Field>
          </div>
          <div className="form__row">
            <Field label={t('questions.edit.seconds')}>
              <NumberStepper
                value={settings.seconds}
                min={10}
                max={900}
                step={10}
                onChange={(seconds) => change({ seconds })}
              />
            </Field>
            <Field label={t('questions.import.format')}>
              <Select
                value={settings.format ?? ''}
                onChange={(format) => change({ format: format || undefined })}
                options={[
                  { value: '', label: t('questions.import.anyFormat') },
                  ...importFormats.map((value) => ({ value, label: t(`questions.formats.${value}`) })),
                ]}
              />
            </Field>
          </div>
        </div>
      </details>
      <div className="form__end">
        <Button
          type="submit"
          variant="primary"
          busy={busy}
          reason={reason ?? (chosen ? undefined : t('questions.import.nothingGiven'))}
        >
          {t('students.import.preview')}
        </Button>
      </div>
    </form>
  )
}

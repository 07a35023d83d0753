import { type FormEvent, useState } from 'react'
import type { ExamFiles } from '#contract/grading/exam-imports.ts'
import { ScaleFields } from '#web/exams/ScaleFields.tsx'
import { scaleOf, textOfScale } from '#web/exams/scale-text.ts'
import { useText } from '#web/text/text.tsx'
import { Button } from '#web/ui/Button.tsx'
import { Field } from '#web/ui/Field.tsx'
import { Input } from '#web/ui/Input.tsx'
import { Notice } from '#web/ui/Notice.tsx'
import { RadioGroup } from '#web/ui/RadioGroup.tsx'
import { AnswersField, type AnswersFile } from './AnswersField.tsx'

type Props = {
  busy: boolean
  reason: string | undefined
  error: string | null
  /** Called when an input changes, because the displayed preview no longer matches. */
  onChange: () => void
  onRead: (request: ExamImportRequest) => void
}

/** The two files of an exam taken elsewhere, and its scale. */
export function ImportExamForm({ busy, reason, error, onChange, onRead }: Props) {
  const { t } = useText()
  const [title, setTitle] = useState('')
  const [responses, setResponses] = useState<AnswersFile | null>(null)
  const [key, setKey] = useState<AnswersFile | null>(null)
  const [unknown, setUnknown] = useState<'create' | 'leave'>('leave')
  const [scale, setScale] = useState(() => textOfScale({ kind: 'all_or_nothing' }))
  const changed =
    <T,>(set: (value: T) => void) =>
    (value: T) => {
      set(value)
      onChange()
    }
  const made = scaleOf(scale)
  const missing =
    title.trim() === ''
      ? t('grading.imports.needTitle')
      : responses === null
        ? t('grading.imports.needFile')
        : undefined
  const send = (event: FormEvent) => {
    event.preventDefault()
    if (responses && made && !missing) onRead({ title, body: { responses, key, unknown, scale: made } })
  }
  return (
    <form className="form" onSubmit={send}>
      <Field label={t('grading.imports.name')} required>
        <Input data-safe value={title} maxLength={200} onChange={(event) => setTitle(event.target.value)} />
      </Field>
      <AnswersField
        label={t('grading.imports.responses')}
        hint={t('grading.imports.responsesHint')}
        onFile={changed(setResponses)}
      />
      <AnswersField label={t('grading.imports.key')} hint={t('grading.imports.keyHint')} onFile={changed(setKey)} />
      <RadioGroup
        legend={t('grading.imports.unknown')}
        value={unknown}
        onChange={changed(setUnknown)}
        options={(['leave', 'create'] as const).map((value) => ({
          value,
          label: t(`grading.imports.unknowns.${value}`),
          hint: t(`grading.imports.unknowns.${value}Hint`),
        }))}
      />
      <ScaleFields isAnswered scale={scale} onChange={changed(setScale)} />
      <div>
        <Button type="submit" variant="primary" busy={busy} reason={reason ?? missing}>
          {t('grading.imports.read')}
        </Button>
      </div>
      {error && (
        <Notice tone="bad" live="alert">
          <p>{error}</p>
        </Notice>
      )}
    </form>
  )
}

export type ExamImportRequest = { title: string; body: ExamFiles }

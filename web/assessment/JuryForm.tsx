import { type FormEvent, useState } from 'react'
import { setJury } from '#contract/assessment/final-sheet.ts'
import { formatMark, parseHundredths } from '#core/points.ts'
import { useText } from '#web/text/text.tsx'
import { Button } from '#web/ui/Button.tsx'
import { Field } from '#web/ui/Field.tsx'
import { Input } from '#web/ui/Input.tsx'
import { sentenceOf } from '#web/ui/refusal-sentence.ts'
import { useToast } from '#web/ui/use-toast.ts'
import { nameOf, type SheetLine } from './final-sheet.ts'
import { useAssessmentChange } from './use-assessment-change.ts'

const most = 2000

/** Points the jury adds to the rounded grade. The reason is required, because the record prints it. */
export function JuryForm({ courseId, line }: { courseId: string; line: SheetLine }) {
  const text = useText()
  const { t, language } = text
  const say = useToast()
  const saved = line.jury ? formatMark(line.jury.points, language) : ''
  const [written, setWritten] = useState(saved)
  const [reason, setReason] = useState(line.jury?.reason ?? '')
  const points = written.trim() === '' ? 0 : parseHundredths(written)
  const isBad = points === null || Math.abs(points) > most
  const lacksReason = !isBad && points !== 0 && reason.trim() === ''
  const isChanged = written.trim() !== saved || reason.trim() !== (line.jury?.reason ?? '')
  const saving = useAssessmentChange(setJury, () => say({ text: t('assessment.jury.saved', { name: nameOf(line) }) }))
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!isChanged || isBad || lacksReason) return
    saving.mutate({ params: { courseId, studentId: line.studentId }, body: { points, reason } })
  }
  return (
    <form className="entry-form" noValidate onSubmit={submit}>
      <Field
        label={t('assessment.jury.points')}
        error={isBad ? t('assessment.jury.bad') : saving.error && sentenceOf(saving.error, text)}
      >
        <Input inputMode="decimal" maxLength={8} value={written} onChange={(event) => setWritten(event.target.value)} />
      </Field>
      <Field label={t('assessment.jury.reason')} error={lacksReason ? t('assessment.jury.reasonNeeded') : null}>
        <Input maxLength={500} value={reason} onChange={(event) => setReason(event.target.value)} />
      </Field>
      <Button type="submit" size="small" busy={saving.isPending} disabled={!isChanged || isBad || lacksReason}>
        {t('assessment.entry.save')}
        <span className="vh">, {t('assessment.jury.points')}</span>
      </Button>
    </form>
  )
}

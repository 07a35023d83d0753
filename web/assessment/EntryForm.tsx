import { type FormEvent, useState } from 'react'
import { setEntry } from '#contract/assessment/final-sheet.ts'
import { entryStatuses, type MarkPart } from '#core/assessment/rules.ts'
import { formatMark } from '#core/points.ts'
import { useText } from '#web/text/text.tsx'
import { Button } from '#web/ui/Button.tsx'
import { Field } from '#web/ui/Field.tsx'
import { Input } from '#web/ui/Input.tsx'
import { sentenceOf } from '#web/ui/refusal-sentence.ts'
import { Select } from '#web/ui/Select.tsx'
import { useToast } from '#web/ui/use-toast.ts'
import { hundredthsOf } from './exact.ts'
import { nameOf, type SheetEntry, type SheetLine } from './final-sheet.ts'
import { TypedMarkField, useTypedMark } from './TypedMarkField.tsx'
import { useAssessmentChange } from './use-assessment-change.ts'

type Props = {
  courseId: string
  line: SheetLine
  part: MarkPart
  entry: SheetEntry
  /** Whether there is a second session, for the course or for this student. */
  hasRetake: boolean
  /** Titles of the exams that are its retake: their mark is not typed. */
  retakeExams: readonly string[]
}

/** The exams among which somebody must choose: none where the rule chooses, or with a single mark. */
function choicesOf({ content }: MarkPart, { exams }: SheetEntry) {
  const marked = exams.flatMap(({ examId, title, session, mark }) =>
    session === 'first' && mark !== null ? [{ examId, title, mark }] : [],
  )
  const isChosen = content.source.kind === 'exams' && content.source.several === 'choose'
  return isChosen && marked.length > 1 ? marked : []
}

/** Edits one entry of one student: the status and its reason, and the mark when it is entered by hand. */
export function EntryForm({ courseId, line, part, entry, hasRetake, retakeExams }: Props) {
  const text = useText()
  const { t, language } = text
  const say = useToast()
  const isByHand = part.content.source.kind === 'hand'
  const mark = useTypedMark(isByHand ? entry.mark : null, part)
  const retake = useTypedMark(entry.typedRetake, part)
  const [status, setStatus] = useState(entry.status)
  const [reason, setReason] = useState(entry.reason)
  const [chosen, setChosen] = useState(entry.chosen ?? '')
  const choices = choicesOf(part, entry)
  const isChanged =
    status !== entry.status ||
    mark.isChanged ||
    retake.isChanged ||
    chosen !== (entry.chosen ?? '') ||
    reason.trim() !== entry.reason
  const isBad = mark.isBad || retake.isBad
  const saving = useAssessmentChange(setEntry, () =>
    say({
      text: t('assessment.entry.saved', {
        name: nameOf(line),
        component: part.name,
        status: t(`assessment.student.statuses.${status}`),
      }),
    }),
  )
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!isChanged || isBad) return
    const params = { courseId, studentId: line.studentId, component: part.id }
    const body = { status, mark: mark.mark, retake: retake.mark, examId: chosen || null, reason }
    saving.mutate({ params, body })
  }
  const component = part.name
  return (
    <form className="entry-form" noValidate onSubmit={submit}>
      <Field label={t('assessment.entry.status', { component })} error={saving.error && sentenceOf(saving.error, text)}>
        <Select
          value={status}
          onChange={setStatus}
          options={entryStatuses.map((value) => ({ value, label: t(`assessment.student.statuses.${value}`) }))}
        />
      </Field>
      {isByHand && (
        <TypedMarkField
          label={t('assessment.entry.mark', { component })}
          typed={mark}
          error={t('assessment.entry.badMark')}
        />
      )}
      {choices.length > 0 && (
        <Field label={t('assessment.entry.exam', { component })}>
          <Select
            value={chosen}
            onChange={setChosen}
            options={[
              { value: '', label: t('assessment.entry.examNone') },
              ...choices.map(({ examId, title, mark: exact }) => ({
                value: examId,
                label: t('assessment.entry.examOption', { title, mark: formatMark(hundredthsOf(exact), language) }),
              })),
            ]}
          />
        </Field>
      )}
      {retakeExams.length > 0 && (
        <p className="small muted">{t('assessment.entry.retakeFrom', { component, titles: retakeExams.join(', ') })}</p>
      )}
      {(retakeExams.length > 0 ? retake.isSaved : hasRetake) && (
        <TypedMarkField
          label={t(retakeExams.length > 0 ? 'assessment.entry.typedRetake' : 'assessment.entry.retake', { component })}
          typed={retake}
          error={t('assessment.entry.badMark')}
        />
      )}
      <Field
        label={
          <>
            {t('assessment.entry.reason')}
            <span className="vh">, {component}</span>
          </>
        }
        optional
      >
        <Input maxLength={500} value={reason} onChange={(event) => setReason(event.target.value)} />
      </Field>
      <Button type="submit" size="small" busy={saving.isPending} disabled={!isChanged || isBad}>
        {t('assessment.entry.save')}
        <span className="vh">, {component}</span>
      </Button>
    </form>
  )
}

import type { ExamView } from '#contract/exams/exams.ts'
import { examStatuses } from '#core/exams/exam.ts'
import { useText } from '#web/text/text.tsx'
import { Stepper } from '#web/ui/Stepper.tsx'

const steps = ['compose', 'publish', 'open', 'close', 'release'] as const

/** Where an exam stands in its life: what was done and when, and what comes next. */
export function ExamLife({ exam }: { exam: ExamView }) {
  const { t, dateTime } = useText()
  // A draft is being composed; each later status is a step that was taken.
  const reached = examStatuses.indexOf(exam.status)
  const doneAt = {
    compose: null,
    publish: exam.publishedAt,
    open: exam.openedAt,
    close: exam.closedAt,
    release: exam.releasedAt,
  }
  const planned = { open: exam.opensAt, close: exam.closesAt }
  const noteOf = (step: (typeof steps)[number], isDone: boolean) => {
    if (isDone) return doneAt[step] && dateTime(doneAt[step], exam.timeZone)
    const at = step === 'open' || step === 'close' ? planned[step] : null
    return at && t('exams.life.planned', { at: dateTime(at, exam.timeZone) })
  }
  return (
    <div className="exam-life">
      <Stepper
        label={t('exams.life.label')}
        steps={steps.map((id, rank) => {
          const isDone = reached > 0 && rank <= reached
          const isNext = rank === (reached === 0 ? 0 : reached + 1)
          const note = noteOf(id, isDone)
          return {
            id,
            name: t(`exams.life.${id}`),
            state: isDone ? 'done' : isNext ? 'current' : 'todo',
            note: note && <span className="exam-life__when">{note}</span>,
          }
        })}
      />
    </div>
  )
}

import { useId } from 'react'
import type { CourseOverview } from '#contract/exports/overview.ts'
import { useText } from '#web/text/text.tsx'
import { LinkButton } from '#web/ui/LinkButton.tsx'
import { placeOfStep } from './step-place.ts'
import { useStepText } from './use-step-text.ts'

type Props = { courseId: string; overview: CourseOverview; isTrainer: boolean }
type Step = CourseOverview['nextSteps'][number]

/** The first next step with its reason, then the others in order. */
export function NextStepsView({ courseId, overview, isTrainer }: Props) {
  const { t } = useText()
  const id = useId()
  const [first, ...others] = overview.nextSteps
  return (
    <section aria-labelledby={id}>
      <div className="section-head">
        <h2 id={id}>{t('exports.home.now')}</h2>
      </div>
      {first ? (
        <FirstStep courseId={courseId} step={first} />
      ) : (
        <p className="muted">{t(isTrainer ? 'exports.home.allDone' : 'exports.home.nothingToWatch')}</p>
      )}
      {others.length > 0 && (
        <ol className="todo-steps" start={2}>
          {others.map((step, index) => (
            <OtherStep key={keyOf(step)} courseId={courseId} step={step} number={index + 2} />
          ))}
        </ol>
      )}
    </section>
  )
}

function FirstStep({ courseId, step }: { courseId: string; step: Step }) {
  const text = useStepText(step)
  return (
    <div className="next-step">
      <span className="next-step__margin" aria-hidden="true">
        1
      </span>
      <div className="next-step__body">
        <h3>{text.what}</h3>
        <p>{text.why}</p>
        <div className="actions">
          <LinkButton href={placeOfStep(courseId, step)} variant="primary">
            {text.go}
          </LinkButton>
        </div>
      </div>
    </div>
  )
}

function OtherStep({ courseId, step, number }: { courseId: string; step: Step; number: number }) {
  const text = useStepText(step)
  return (
    <li className="todo-step">
      <span className="todo-step__number" aria-hidden="true">
        {number}
      </span>
      <div>
        <p className="todo-step__what">{text.what}</p>
        <p className="small muted">{text.why}</p>
      </div>
      <LinkButton href={placeOfStep(courseId, step)} size="small">
        {text.go}
        <span className="vh"> – {text.what}</span>
      </LinkButton>
    </li>
  )
}

function keyOf(step: Step): string {
  const of = 'exam' in step ? step.exam.id : 'project' in step ? step.project.id : ''
  return `${step.kind}/${of}`
}

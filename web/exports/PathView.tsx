import { useId, useState } from 'react'
import type { CoursePath } from '#contract/exports/course-path.ts'
import { at } from '#web/addresses.ts'
import { CourseDraftingPrompt } from '#web/courses/CourseDraftingPrompt.tsx'
import { ProposeExamDialog } from '#web/exams/ProposeExamDialog.tsx'
import { useText } from '#web/text/text.tsx'
import { Button } from '#web/ui/Button.tsx'
import { LinkButton } from '#web/ui/LinkButton.tsx'
import { StatusGlyph } from '#web/ui/StatusGlyph.tsx'

type Step = CoursePath['steps'][number]

/** From the material to the class: what each step lacks, and the button that does it. Folded once it is complete. */
export function PathView({ courseId, path: { isComplete, steps } }: { courseId: string; path: CoursePath }) {
  const { t } = useText()
  const id = useId()
  const done = steps.filter(({ state }) => state === 'done').length
  const next = steps.find(({ state }) => state === 'current')
  const list = (
    <ol className="path" aria-label={t('exports.path.title')}>
      {steps.map((step) => (
        <PathStepView key={step.id} courseId={courseId} step={step} isNext={step === next && !isComplete} />
      ))}
    </ol>
  )
  if (isComplete)
    return (
      <details className="disclosure">
        <summary>{t('exports.path.folded', { done, total: steps.length })}</summary>
        {list}
      </details>
    )
  return (
    <section aria-labelledby={id}>
      <div className="section-head">
        <h2 id={id}>{t('exports.path.title')}</h2>
        <p>{t('exports.path.lead', { done, total: steps.length })}</p>
      </div>
      {list}
    </section>
  )
}

type StepProps = { courseId: string; step: Step; isNext: boolean }

const stateText = { done: 'ui.staff.stepDone', current: 'ui.staff.stepCurrent', todo: 'ui.staff.stepTodo' } as const

function PathStepView({ courseId, step, isNext }: StepProps) {
  const { t } = useText()
  const { state } = step
  return (
    <li className={`path__step path__step--${state}`} aria-current={state === 'current' ? 'step' : undefined}>
      <StatusGlyph shape={state} />
      <div>
        <h3 className="path__name">
          {t(`exports.path.${step.id}.name`)}
          <span className="vh">, {t(stateText[state])}</span>
        </h3>
        <p className="small">{t(`exports.path.${step.id}.lacks`, valuesOf(step))}</p>
      </div>
      <PathAction courseId={courseId} step={step} isNext={isNext} />
    </li>
  )
}

/** The figures of its sentence. */
function valuesOf(step: Step) {
  if (step.id === 'exam') return { ...step, draft: step.draft ? 'yes' : 'no', title: step.draft?.title ?? '' }
  return step
}

function PathAction({ courseId, step, isNext }: StepProps) {
  const { t } = useText()
  const [isProposing, setProposing] = useState(false)
  const words = t(`exports.path.${step.id}.go`, valuesOf(step))
  const variant = isNext ? 'primary' : 'secondary'
  if (step.id === 'exam' && step.draft === null && step.state !== 'done')
    return (
      <>
        <Button
          variant={variant}
          reason={step.coveredCount === 0 ? t('exports.path.exam.noQuestion') : undefined}
          onClick={() => setProposing(true)}
        >
          {words}
        </Button>
        <ProposeExamDialog courseId={courseId} open={isProposing} onClose={() => setProposing(false)} />
      </>
    )
  const link = (
    <LinkButton href={placeOf(courseId, step)} variant={variant}>
      {words}
    </LinkButton>
  )
  if (step.id !== 'questions' || step.state !== 'current') return link
  return (
    <div className="cluster">
      {link}
      <CourseDraftingPrompt courseId={courseId} count={step.perSection} />
    </div>
  )
}

function placeOf(courseId: string, step: Step): string {
  const inCourse = at.course(courseId)
  switch (step.id) {
    case 'material':
      return inCourse.materials
    case 'plan':
      return inCourse.outline
    case 'questions':
      return step.questionCount === 0 ? inCourse.questions : inCourse.coverage
    case 'exam':
      return step.draft ? inCourse.exam(step.draft.id).page : inCourse.exams
    case 'class':
      return step.studentCount === 0
        ? inCourse.importStudents
        : step.withoutCodeCount > 0
          ? inCourse.codes
          : inCourse.students
  }
}

import { lazy, type ReactNode, Suspense, useState } from 'react'
import type { AskedQuestion } from '#contract/questions/asked-question.ts'
import { AnswerFields } from '#web/attempts/AnswerFields.tsx'
import type { AnswerTools } from '#web/attempts/answer-tools.ts'
import { useText } from '#web/text/text.tsx'
import { Icon } from '#web/ui/Icon.tsx'
import { useArrival } from '#web/ui/use-arrival.ts'
import { loadAnnotations } from './load-annotations.ts'
import type { LiveSitting } from './use-sitting.ts'

type Tools = Awaited<ReturnType<typeof loadAnnotations>>['AnnotationTools']

/** Without this part of the site, a question is answered as it is. */
const AnnotationTools = lazy(() =>
  loadAnnotations().then(
    (file) => ({ default: file.AnnotationTools }),
    (): { default: Tools } => ({ default: () => null }),
  ),
)

type Props = { sitting: LiveSitting; question: AskedQuestion; position: number }

/** A question laid out as on paper: number, points and flag in the margin, the stem, then the choices. */
export function AnswerSheet({ sitting: { engine, state }, question, position }: Props) {
  const answer = state.answers[question.id]
  const isOff = state.lock !== null
  const [tools, setTools] = useState<AnswerTools | null>(null)
  return (
    <div className="question">
      <div className="question__note">
        <Heading position={position} state={state} />
        <Points hundredths={question.points} />
        <Flag isOn={answer?.flagged ?? false} isOff={isOff} onChange={(flagged) => engine.flag(question.id, flagged)} />
      </div>
      <div className="question__body">
        <AnswerFields
          question={question}
          chosen={answer?.choices ?? []}
          isOff={isOff}
          onChoose={(choices) => engine.choose(question.id, choices)}
          tools={tools}
        />
        <Suspense fallback={null}>
          <AnnotationTools attemptId={state.copy.id} question={question} isOff={isOff} onTools={setTools} />
        </Suspense>
      </div>
    </div>
  )
}

function Heading({ position, state }: { position: number; state: LiveSitting['state'] }) {
  const { t, rich } = useText()
  const total = state.copy.questions.length
  const heading = useArrival(t('attempts.question.tab', { position, total, exam: state.copy.examTitle }))
  const number = (digits: ReactNode) => <span className="question__n">{digits}</span>
  return (
    <h1 className="question__number" ref={heading} tabIndex={-1}>
      {rich('attempts.question.title', { position, total, n: number })}
    </h1>
  )
}

function Points({ hundredths }: { hundredths: number }) {
  const { t, points } = useText()
  return (
    <p className="question__points">
      {t('attempts.question.points', { points: hundredths / 100, shown: points(hundredths) })}
    </p>
  )
}

type FlagProps = { isOn: boolean; isOff: boolean; onChange: (isOn: boolean) => void }

function Flag({ isOn, isOff, onChange }: FlagProps) {
  const { t } = useText()
  return (
    <button type="button" className="flag" aria-pressed={isOn} disabled={isOff} onClick={() => onChange(!isOn)}>
      <Icon name={isOn ? 'flag-filled' : 'flag'} />
      <span>
        {t(isOn ? 'attempts.question.flagged' : 'attempts.question.flag')}{' '}
        <span className="vh">{t('attempts.question.forReview')}</span>
      </span>
    </button>
  )
}

import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { getExamSupply } from '#contract/exams/composition.ts'
import type { ExamDraft } from '#contract/exams/exam-draft.ts'
import { proposeExam, usualCount } from '#core/exams/exam-proposal.ts'
import { sampleOf } from '#core/exams/pools.ts'
import { difficulties } from '#core/questions/question.ts'
import { query } from '#web/api.ts'
import { useText } from '#web/text/text.tsx'
import { Button } from '#web/ui/Button.tsx'
import { Field } from '#web/ui/Field.tsx'
import { Icon } from '#web/ui/Icon.tsx'
import { NumberStepper } from '#web/ui/NumberStepper.tsx'
import { Status } from '#web/ui/Status.tsx'
import { useToast } from '#web/ui/use-toast.ts'
import type { ExamDraw } from './exam-draw.ts'

type Blueprint = ExamDraft['blueprint']
type Props = {
  courseId: string
  blueprint: Blueprint
  requested: number
  draw: ExamDraw | undefined
  onChange: (blueprint: Blueprint) => void
}

/** How many questions in all and how hard, and how to share them out again over the whole course. */
export function PlanTop({ courseId, blueprint, requested, draw, onChange }: Props) {
  const { t, list } = useText()
  const say = useToast()
  const supply = useQuery(query(getExamSupply, { params: { courseId } }))
  // Null follows the plan, until the trainer says otherwise.
  const [wanted, setWanted] = useState<number | null>(null)
  const fixed = blueprint.questionIds.length
  const count = wanted ?? (requested || usualCount)
  const share = () => {
    const { lines } = proposeExam({ supply: supply.data?.sections ?? [], count: Math.max(0, count - fixed) })
    onChange({ ...blueprint, lines: [...lines] })
    setWanted(null)
    say({ text: t('exams.plan.shared'), tone: 'good', undo: () => onChange(blueprint) })
  }
  const sample = draw ? sampleOf(draw.questions) : []
  const mix = difficulties.flatMap((difficulty) => {
    const of = sample.filter((question) => question.difficulty === difficulty).length
    return of > 0 ? [t('exams.proposal.ofDifficulty', { count: of, difficulty })] : []
  })
  const missing = draw ? requested - draw.asked : 0
  return (
    <div className="plan__top">
      <Field label={t('exams.plan.total')}>
        <NumberStepper value={count} min={1} max={200} onChange={(next) => setWanted(Math.round(next))} />
      </Field>
      <Button variant={wanted === null ? 'secondary' : 'primary'} disabled={!supply.data} onClick={share}>
        <Icon name="swap" />
        {t('exams.plan.share')}
      </Button>
      <p className="plan__sum" role="status">
        {mix.length > 0 && <span>{list(mix)}</span>}
        {missing > 0 && (
          <Status shape="bad" tone="bad">
            {t('exams.plan.short', { count: missing })}
          </Status>
        )}
      </p>
    </div>
  )
}

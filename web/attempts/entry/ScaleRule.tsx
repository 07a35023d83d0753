import type { ExamDetail } from '#web/attempts/my-exam-state.ts'
import { useText } from '#web/text/text.tsx'
import { SheetRow } from '#web/ui/SheetRow.tsx'

type Scales = ExamDetail['scales']

/** How answers become points and what a wrong answer costs, shown before the exam starts. */
export function ScaleRule({ scales }: { scales: Scales }) {
  const { t } = useText()
  return (
    <SheetRow label={t('attempts.rules.scale')}>
      {scales.map((scale) => (
        <p key={JSON.stringify(scale)} className="prose">
          {scales.length > 1 && <strong>{t('attempts.rules.scaleOf', { count: scale.questionCount })} </strong>}
          <Rule {...scale} />
        </p>
      ))}
    </SheetRow>
  )
}

function Rule({ kind, wrong, blank, wrongPoints, certainty, canLose }: Scales[number]) {
  const { t, has, points } = useText()
  const rule = `attempts.scale.${kind}`
  const said = [
    has(rule) && t(rule),
    wrong && t('attempts.rules.penalty', { share: wrong.replace(/^[-−]/, '') }),
    wrongPoints !== null && t('attempts.rules.penaltyPoints', { points: points(Math.abs(wrongPoints)) }),
    blank && blank !== '0' && t('attempts.rules.blankWorth', { share: blank.replace('-', '−') }),
    ...certainty.map(({ right, wrong }, index) =>
      t('attempts.certainty.rule', { degree: index + 1, right, wrong: wrong.replace('-', '−') }),
    ),
    !wrong && canLose && t('attempts.rules.canLose'),
  ]
  return said.filter(Boolean).join(' ')
}

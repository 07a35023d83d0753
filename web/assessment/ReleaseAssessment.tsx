import { releaseAssessment } from '#contract/assessment/finalisation.ts'
import { useText } from '#web/text/text.tsx'
import { Button } from '#web/ui/Button.tsx'
import { Icon } from '#web/ui/Icon.tsx'
import { sentenceOf } from '#web/ui/refusal-sentence.ts'
import { useToast } from '#web/ui/use-toast.ts'
import { FinaliseButton } from './FinaliseButton.tsx'
import type { FinalSheetView } from './final-sheet.ts'
import { useAssessmentChange } from './use-assessment-change.ts'

/** Shows statements to students, or hides them again; available once the sheet is finalised. */
export function ReleaseAssessment({ courseId, sheet }: { courseId: string; sheet: FinalSheetView }) {
  const text = useText()
  const { t } = text
  const say = useToast()
  const release = useAssessmentChange(releaseAssessment, (_reply, { body }) =>
    say({ text: t(body.released ? 'assessment.releaseDone' : 'assessment.withholdDone') }),
  )
  const send = (released: boolean) =>
    release.mutate(
      { params: { courseId }, body: { released } },
      { onError: (error) => say({ text: sentenceOf(error, text), tone: 'warn' }) },
    )
  if (sheet.seal === null) return <FinaliseButton courseId={courseId} sheet={sheet} />
  return sheet.releasedAt ? (
    <Button busy={release.isPending} onClick={() => send(false)}>
      <Icon name="eye-off" />
      {t('assessment.withhold')}
    </Button>
  ) : (
    <Button variant="primary" busy={release.isPending} onClick={() => send(true)}>
      <Icon name="eye" />
      {t('assessment.release')}
    </Button>
  )
}

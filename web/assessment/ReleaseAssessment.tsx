import { useState } from 'react'
import { releaseAssessment } from '#contract/assessment.ts'
import { useText } from '#web/text/text.tsx'
import { Button } from '#web/ui/Button.tsx'
import { ConfirmDialog } from '#web/ui/ConfirmDialog.tsx'
import { Icon } from '#web/ui/Icon.tsx'
import { Notice } from '#web/ui/Notice.tsx'
import { sentenceOf } from '#web/ui/refusal-sentence.ts'
import { useToast } from '#web/ui/use-toast.ts'
import { isWaiting, type Sheet } from './sheet.ts'
import { useAssessmentChange } from './use-assessment-change.ts'

/** Shows every student their statement, once every grade is decided; takes them back at once. */
export function ReleaseAssessment({ courseId, sheet }: { courseId: string; sheet: Sheet }) {
  const text = useText()
  const { t } = text
  const say = useToast()
  const [isAsking, setAsking] = useState(false)
  const release = useAssessmentChange(releaseAssessment, (_reply, { body }) => {
    setAsking(false)
    say({ text: t(body.released ? 'assessment.releaseDone' : 'assessment.withholdDone') })
  })
  const send = (released: boolean) => release.mutate({ params: { courseId }, body: { released } })
  if (sheet.releasedAt) {
    return (
      <Button busy={release.isPending} onClick={() => send(false)}>
        <Icon name="eye-off" />
        {t('assessment.withhold')}
      </Button>
    )
  }
  const waiting = sheet.lines.filter(isWaiting).length
  return (
    <>
      <Button
        variant="primary"
        onClick={() => setAsking(true)}
        reason={waiting > 0 ? t('assessment.notComplete', { count: waiting }) : undefined}
      >
        <Icon name="eye" />
        {t('assessment.release')}
      </Button>
      <ConfirmDialog
        open={isAsking}
        onClose={() => setAsking(false)}
        onConfirm={() => send(true)}
        title={t('assessment.releaseTitle')}
        confirm={t('assessment.release')}
        busy={release.isPending}
        error={
          release.error && (
            <Notice tone="bad" live="alert">
              {sentenceOf(release.error, text)}
            </Notice>
          )
        }
      >
        {t('assessment.releaseText')}
      </ConfirmDialog>
    </>
  )
}

import { useState } from 'react'
import { finalise } from '#contract/assessment/finalisation.ts'
import { useText } from '#web/text/text.tsx'
import { Button } from '#web/ui/Button.tsx'
import { Checkbox } from '#web/ui/Checkbox.tsx'
import { ConfirmDialog } from '#web/ui/ConfirmDialog.tsx'
import { Failed } from '#web/ui/Failed.tsx'
import { Icon } from '#web/ui/Icon.tsx'
import { useToast } from '#web/ui/use-toast.ts'
import { type FinalSheetView, isWaiting } from './final-sheet.ts'
import { useAssessmentChange } from './use-assessment-change.ts'

/** Finalises the sheet as displayed; later regrades are shown beside it and do not change it. */
export function FinaliseButton({ courseId, sheet }: { courseId: string; sheet: FinalSheetView }) {
  const text = useText()
  const { t } = text
  const say = useToast()
  const [isAsking, setAsking] = useState(false)
  const [released, setReleased] = useState(false)
  const signing = useAssessmentChange(finalise, ({ number }) => {
    setAsking(false)
    say({ text: t('assessment.final.done', { number }) })
  })
  const waiting = sheet.lines.filter(isWaiting).length
  return (
    <>
      <Button
        variant="primary"
        onClick={() => setAsking(true)}
        reason={waiting > 0 ? t('assessment.notComplete', { count: waiting }) : undefined}
      >
        <Icon name="lock" />
        {t('assessment.final.finalise')}
      </Button>
      <ConfirmDialog
        open={isAsking}
        onClose={() => {
          setAsking(false)
          signing.reset()
        }}
        onConfirm={() => signing.mutate({ params: { courseId }, body: { fingerprint: sheet.fingerprint, released } })}
        title={t('assessment.final.title')}
        confirm={t('assessment.final.finalise')}
        busy={signing.isPending}
        error={signing.error && <Failed error={signing.error} />}
      >
        <p>{t('assessment.final.text', { count: sheet.lines.length })}</p>
        <Checkbox
          label={t('assessment.final.alsoRelease')}
          hint={t('assessment.final.alsoReleaseHint')}
          checked={released}
          onChange={(event) => setReleased(event.target.checked)}
        />
      </ConfirmDialog>
    </>
  )
}

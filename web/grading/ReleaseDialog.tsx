import { useState } from 'react'
import { useText } from '#web/text/text.tsx'
import { ConfirmDialog } from '#web/ui/ConfirmDialog.tsx'
import { Notice } from '#web/ui/Notice.tsx'
import { RadioGroup } from '#web/ui/RadioGroup.tsx'
import { sentenceOf } from '#web/ui/refusal-sentence.ts'
import type { Release, Shown } from './ReleasePanel.tsx'
import type { Results } from './ResultsPage.tsx'

type Props = { open: boolean; results: Results; release: Release; onClose: () => void }

/** The last look before marks are known: what is shown, and to how many. */
export function ReleaseDialog({ open, results, release, onClose }: Props) {
  const { t, has } = useText()
  const [what, setWhat] = useState<Shown>(results.release.what === 'review' ? 'review' : 'mark')
  const count = results.rows.filter(({ mark }) => mark !== null).length
  return (
    <ConfirmDialog
      open={open}
      onClose={onClose}
      onConfirm={() => release.mutate(what, { onSuccess: onClose })}
      title={t('grading.release.askTitle', { exam: results.examTitle })}
      confirm={t('grading.release.go')}
      busy={release.isPending}
      error={
        release.error && (
          <Notice tone="bad" live="alert">
            <p>{sentenceOf(release.error, { t, has })}</p>
          </Notice>
        )
      }
    >
      <div className="stack--tight">
        <p>{t('grading.release.askText', { count })}</p>
        <RadioGroup
          legend={t('grading.release.what')}
          value={what}
          onChange={setWhat}
          options={[
            { value: 'mark', label: t('grading.release.mark'), hint: t('grading.release.markHint') },
            { value: 'review', label: t('grading.release.review'), hint: t('grading.release.reviewHint') },
          ]}
        />
      </div>
    </ConfirmDialog>
  )
}

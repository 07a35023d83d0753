import { useState } from 'react'
import type { ExamResults } from '#contract/grading/grading.ts'
import { Refusal } from '#core/refusal.ts'
import { groupsOf } from '#core/students/name-order.ts'
import { type ReleaseChoice, ReleasePartsFields } from '#web/exams/ReleasePartsFields.tsx'
import { useText } from '#web/text/text.tsx'
import { Checkbox } from '#web/ui/Checkbox.tsx'
import { ConfirmDialog } from '#web/ui/ConfirmDialog.tsx'
import { Failed } from '#web/ui/Failed.tsx'
import { RadioGroup } from '#web/ui/RadioGroup.tsx'
import type { ReleaseMutation, ReleaseRequest } from './use-release.ts'

type Props = { open: boolean; results: ExamResults; release: ReleaseMutation; onClose: () => void }

/** Confirms the release: what is shown, to whom, and to how many students. */
export function ReleaseDialog({ open, results, release, onClose }: Props) {
  const { t } = useText()
  const [choice, setChoice] = useState<ReleaseRequest>(() => firstChoice(results))
  const change = (part: Partial<ReleaseChoice>) => setChoice({ ...choice, ...part } as ReleaseRequest)
  const isToCome = release.error instanceof Refusal && release.error.code === 'windows_to_come'
  const count = results.rows.filter(({ mark, group }) => mark !== null && !choice.heldGroups.includes(group)).length
  return (
    <ConfirmDialog
      open={open}
      onClose={onClose}
      onConfirm={() => release.mutate(choice, { onSuccess: onClose })}
      title={t('grading.release.askTitle', { exam: results.examTitle })}
      confirm={t(results.releasedAt === null ? 'grading.release.go' : 'grading.release.change')}
      busy={release.isPending}
      error={release.error && <Failed error={release.error} />}
    >
      <div className="stack--tight">
        <p>{t('grading.release.askText', { count })}</p>
        <RadioGroup
          legend={t('grading.release.what')}
          value={choice.what}
          onChange={(what) => change({ what })}
          options={[
            { value: 'mark', label: t('grading.release.mark'), hint: t('grading.release.markHint') },
            { value: 'review', label: t('grading.release.review'), hint: t('grading.release.reviewHint') },
          ]}
        />
        {isToCome && (
          <Checkbox
            label={t('grading.release.anyway')}
            checked={choice.anyway === true}
            onChange={({ target }) => setChoice({ ...choice, anyway: target.checked })}
          />
        )}
        <ReleasePartsFields release={choice} groups={groupsOf(results.rows)} onChange={change} />
      </div>
    </ConfirmDialog>
  )
}

function firstChoice({ release: { what, parts, statistics, heldGroups } }: ExamResults): ReleaseRequest {
  return { what: what === 'review' ? 'review' : 'mark', parts, statistics, heldGroups }
}

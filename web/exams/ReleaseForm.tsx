import { useText } from '#web/text/text.tsx'
import { RadioGroup } from '#web/ui/RadioGroup.tsx'
import type { DraftForm } from './ScaleForm.tsx'

const what = ['review', 'mark', 'never'] as const
const when = ['by_hand', 'at_close'] as const

/** What students will see, and when. */
export function ReleaseForm({ draft, onChange }: DraftForm) {
  const { t } = useText()
  const { release } = draft
  return (
    <div className="form">
      <RadioGroup
        legend={t('exams.release.what')}
        value={release.what}
        onChange={(value) => onChange({ release: { ...release, what: value } })}
        options={what.map((value) => ({
          value,
          label: t(`exams.release.${value}`),
          hint: t(`exams.release.${value}Hint`),
        }))}
      />
      {release.what !== 'never' && (
        <RadioGroup
          legend={t('exams.release.when')}
          value={release.when}
          onChange={(value) => onChange({ release: { ...release, when: value } })}
          options={when.map((value) => ({
            value,
            label: t(`exams.release.${value}`),
            hint: t(`exams.release.${value}Hint`),
          }))}
        />
      )}
    </div>
  )
}

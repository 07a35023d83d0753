import { groupsOf } from '#core/students/name-order.ts'
import { useClass } from '#web/students/use-class.ts'
import { useText } from '#web/text/text.tsx'
import { DateTimeField } from '#web/ui/DateTimeField.tsx'
import { RadioGroup } from '#web/ui/RadioGroup.tsx'
import { ReleasePartsFields } from './ReleasePartsFields.tsx'
import type { DraftForm } from './ScaleForm.tsx'

const what = ['review', 'mark', 'never'] as const
const when = ['by_hand', 'at_close', 'at_date', 'at_once'] as const

/** What students will see, when, and which groups see it later. */
export function ReleaseForm({ draft, onChange, courseId }: DraftForm & { courseId: string }) {
  const { t } = useText()
  const students = useClass(courseId)
  const { release, timeZone } = draft
  const set = (part: Partial<typeof release>) => onChange({ release: { ...release, ...part } })
  return (
    <div className="form">
      <RadioGroup
        legend={t('exams.release.what')}
        value={release.what}
        onChange={(value) => set({ what: value })}
        options={what.map((value) => ({
          value,
          label: t(`exams.release.${value}`),
          hint: t(`exams.release.${value}Hint`),
        }))}
      />
      {release.what !== 'never' && (
        <>
          <RadioGroup
            legend={t('exams.release.when')}
            value={release.when}
            onChange={(value) => set({ when: value })}
            options={when.map((value) => ({
              value,
              label: t(`exams.release.${value}`),
              hint: t(`exams.release.${value}Hint`),
            }))}
          />
          {release.when === 'at_date' && (
            <DateTimeField
              label={t('exams.release.date')}
              error={release.at === null ? t('exams.release.dateMissing') : undefined}
              value={release.at ? new Date(release.at) : null}
              timeZone={timeZone}
              onChange={(at) => set({ at: at?.toISOString() ?? null })}
            />
          )}
          <ReleasePartsFields release={release} groups={groupsOf(students.data?.students)} onChange={set} />
        </>
      )}
    </div>
  )
}

import type { ExamDraft } from '#contract/exams/exam-draft.ts'
import { byText } from '#core/students/name-order.ts'
import { useText } from '#web/text/text.tsx'
import { Checkbox } from '#web/ui/Checkbox.tsx'

export type ReleaseChoice = Pick<ExamDraft['release'], 'what' | 'parts' | 'statistics' | 'heldGroups'>
type Props = {
  release: ReleaseChoice
  /** The groups of the class; empty when it has none. */
  groups: readonly string[]
  onChange: (part: Partial<ReleaseChoice>) => void
}

const names = ['points', 'answers', 'key', 'explanations'] as const

/** The released parts, and the groups that see them later because they sit the exam later. */
export function ReleasePartsFields({ release, groups, onChange }: Props) {
  const { t } = useText()
  const { what, parts, statistics, heldGroups } = release
  // Also lists withheld groups that no longer exist, so that they can be released.
  const all = [...new Set([...groups, ...heldGroups])].sort(byText)
  const withGroup = (group: string, isOn: boolean) =>
    isOn ? [...heldGroups, group] : heldGroups.filter((other) => other !== group)
  return (
    <>
      <fieldset className="field">
        <legend className="field__label">{t('exams.release.parts')}</legend>
        <div className="options">
          {what === 'review' &&
            names.map((name) => (
              <Checkbox
                key={name}
                label={t(`exams.release.part.${name}`)}
                checked={parts[name]}
                onChange={(event) => onChange({ parts: { ...parts, [name]: event.target.checked } })}
              />
            ))}
          <Checkbox
            label={t('exams.release.statistics')}
            hint={t('exams.release.statisticsHint')}
            checked={statistics}
            onChange={(event) => onChange({ statistics: event.target.checked })}
          />
        </div>
      </fieldset>
      {all.length > 0 && (
        <fieldset className="field">
          <legend className="field__label">{t('exams.release.held')}</legend>
          <p className="field__hint">{t('exams.release.heldHint')}</p>
          <div className="options">
            {all.map((group) => (
              <Checkbox
                key={group}
                label={group}
                checked={heldGroups.includes(group)}
                onChange={(event) => onChange({ heldGroups: withGroup(group, event.target.checked) })}
              />
            ))}
          </div>
        </fieldset>
      )}
    </>
  )
}

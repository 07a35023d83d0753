import { type SeveralRule, type Source, severalRules } from '#core/assessment/rules.ts'
import { useText } from '#web/text/text.tsx'
import { Checkbox } from '#web/ui/Checkbox.tsx'
import { Field } from '#web/ui/Field.tsx'
import { Select } from '#web/ui/Select.tsx'
import type { FinalSheetView } from './final-sheet.ts'

type Several = Extract<Source, { kind: 'exams' }>
type Props = {
  source: Several
  exams: FinalSheetView['sources']['exams']
  onChange: (source: Several) => void
}

/** The exams of a component (waves), and which one counts for a student who has a mark at two. */
export function SeveralExamsFields({ source, exams, onChange }: Props) {
  const { t } = useText()
  const toggle = (id: string, isRead: boolean) => {
    const read = new Set(isRead ? [...source.examIds, id] : source.examIds.filter((each) => each !== id))
    // In the order of the course, which is the one the rule falls back on.
    onChange({ ...source, examIds: exams.flatMap((exam) => (read.has(exam.id) ? exam.id : [])) })
  }
  return (
    <div className="part-fields__more">
      <Field as="group" label={t('assessment.rules.exams')}>
        {exams.map(({ id, title }) => (
          <Checkbox
            key={id}
            label={title}
            checked={source.examIds.includes(id)}
            onChange={(event) => toggle(id, event.target.checked)}
          />
        ))}
      </Field>
      <Field label={t('assessment.rules.severalRule')}>
        <Select
          value={source.several}
          onChange={(several: SeveralRule) => onChange({ ...source, several })}
          options={severalRules.map((value) => ({ value, label: t(`assessment.rules.severals.${value}`) }))}
        />
      </Field>
    </div>
  )
}

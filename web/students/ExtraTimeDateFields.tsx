import { useQuery } from '@tanstack/react-query'
import { getCourse } from '#contract/auth/auth.ts'
import { query } from '#web/api.ts'
import { useCourse } from '#web/auth/use-course.ts'
import { useText } from '#web/text/text.tsx'
import { Field } from '#web/ui/Field.tsx'
import { Input } from '#web/ui/Input.tsx'
import { instantOf, wallTimeOf } from '#web/ui/wall-time.ts'
import type { StudentDraft } from './student-fields.ts'

type Props = {
  draft: Pick<StudentDraft, 'from' | 'until'>
  hasFault: boolean
  onChange: (part: Partial<StudentDraft>) => void
}

const dayMs = 86_400_000

/**
 * The first and last days of the decision, in the course's time zone; an exam that starts outside has no extra time.
 */
export function ExtraTimeDateFields({ draft, hasFault, onChange }: Props) {
  const { t, timeZone } = useText()
  const { courseId } = useCourse()
  const course = useQuery(query(getCourse, { params: { courseId } }))
  const zone = course.data?.timeZone ?? timeZone
  const first = draft.from && wallTimeOf(new Date(draft.from), zone).date
  // The stored instant is the end of the last day; people enter the day itself.
  const last = draft.until && wallTimeOf(new Date(Date.parse(draft.until) - 1), zone).date
  return (
    <div className="stack stack--tight">
      <div className="form__row">
        <Field label={t('students.extra.from')} error={hasFault ? t('students.fault.dates') : null} optional>
          <Input
            type="date"
            value={first}
            onChange={(event) => onChange({ from: dayStart(event.target.value, zone) })}
          />
        </Field>
        <Field label={t('students.extra.until')} optional>
          <Input
            type="date"
            value={last}
            onChange={(event) => onChange({ until: dayStart(nextDay(event.target.value), zone) })}
          />
        </Field>
      </div>
      <p className="muted small">{t('students.extra.datesHint')}</p>
    </div>
  )
}

const dayStart = (date: string, zone: string) => instantOf({ date, time: '00:00' }, zone)?.toISOString() ?? ''
const nextDay = (date: string) => {
  const day = Date.parse(`${date}T00:00:00Z`)
  return Number.isNaN(day) ? '' : new Date(day + dayMs).toISOString().slice(0, 10)
}

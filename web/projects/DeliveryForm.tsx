import { writeProjectMark } from '#core/assessment/written-project-mark.ts'
import { daysLate } from '#core/projects/late.ts'
import { useText } from '#web/text/text.tsx'
import { Checkbox } from '#web/ui/Checkbox.tsx'
import { DateTimeField } from '#web/ui/DateTimeField.tsx'
import { Field } from '#web/ui/Field.tsx'
import { Input } from '#web/ui/Input.tsx'
import { type DeliveryDraft, type GradeDraft, isUnexcused, type Marks, type TeamGrading } from './grade-draft.ts'

type Props = {
  project: TeamGrading['project']
  draft: GradeDraft
  marks: Marks
  onChange: (part: Partial<GradeDraft>) => void
}

/** The delivery date of a team, its late penalty, and the reason when the penalty is waived. */
export function DeliveryForm({ project, draft: { delivery }, marks, onChange }: Props) {
  const { t, dateTime, language } = useText()
  if (project.deadline === null) return null
  const deadline = new Date(project.deadline)
  const submittedAt = delivery.submittedAt === null ? null : new Date(delivery.submittedAt)
  const days = submittedAt === null ? 0 : daysLate({ deadline, submittedAt, timeZone: project.timeZone })
  const set = (part: Partial<DeliveryDraft>) => onChange({ delivery: { ...delivery, ...part } })
  const cost = marks.steps.filter(({ kind }) => kind === 'late' || kind === 'waived')
  return (
    <section className="stack stack--tight" aria-labelledby="remise">
      <div className="section-head">
        <h2 id="remise">{t('projects.delivery.title')}</h2>
        <p>{t('projects.delivery.due', { at: dateTime(project.deadline) })}</p>
      </div>
      <div className="delivery">
        <DateTimeField
          label={t('projects.delivery.submittedAt')}
          optional
          value={submittedAt}
          onChange={(at) => set({ submittedAt: at?.toISOString() ?? null })}
        />
        {days > 0 && project.late !== null && (
          <Checkbox
            label={t('projects.delivery.waive')}
            checked={delivery.waived !== null}
            onChange={(event) => set({ waived: event.target.checked ? '' : null })}
          />
        )}
        {delivery.waived !== null && (
          <Field
            label={t('projects.delivery.reason')}
            error={isUnexcused(delivery) ? t('projects.delivery.reasonMissing') : null}
          >
            <Input value={delivery.waived} maxLength={500} onChange={(event) => set({ waived: event.target.value })} />
          </Field>
        )}
      </div>
      <p className="small muted">
        {cost.length > 0 ? writeProjectMark(cost, language) : t('projects.delivery.lateBy', { days })}
      </p>
    </section>
  )
}

import { writeProjectMark } from '#core/assessment/written-project-mark.ts'
import { daysLate } from '#core/projects/late.ts'
import { useText } from '#web/text/text.tsx'
import { Checkbox } from '#web/ui/Checkbox.tsx'
import { DateTimeField } from '#web/ui/DateTimeField.tsx'
import { Field } from '#web/ui/Field.tsx'
import { Input } from '#web/ui/Input.tsx'
import { Status } from '#web/ui/Status.tsx'
import {
  type DeliveryDraft,
  type GradeDraft,
  isUndated,
  isUnexcused,
  type Marks,
  type TeamGrading,
} from './grade-draft.ts'
import { HandInLink } from './HandInLink.tsx'

type Props = {
  place: { courseId: string; projectId: string }
  grading: TeamGrading
  draft: GradeDraft
  marks: Marks
  onChange: (part: Partial<GradeDraft>) => void
}

/**
 * What a team handed in and when, its late penalty, and the reasons of a trainer who counts another date or waives the
 * penalty.
 */
export function DeliveryForm({ place, grading, draft: { delivery }, marks, onChange }: Props) {
  const { t, dateTime, language } = useText()
  const { project, gradedAt } = grading
  const [last] = grading.handIns
  const { handedInAt } = delivery
  if (project.deadline === null && handedInAt === null) return null
  const counted = delivery.submittedAt ?? handedInAt
  const days =
    counted === null || project.deadline === null
      ? 0
      : daysLate({ deadline: new Date(project.deadline), submittedAt: new Date(counted), timeZone: project.timeZone })
  const set = (part: Partial<DeliveryDraft>) => onChange({ delivery: { ...delivery, ...part } })
  const cost = marks.steps.filter(({ kind }) => kind === 'late' || kind === 'waived')
  return (
    <section className="stack stack--tight" aria-labelledby="remise">
      <div className="section-head">
        <h2 id="remise">{t('projects.delivery.title')}</h2>
        {project.deadline !== null && <p>{t('projects.delivery.due', { at: dateTime(project.deadline) })}</p>}
      </div>
      {handedInAt !== null && (
        <p>
          {t('projects.delivery.handedIn', { at: dateTime(handedInAt) })}{' '}
          {last && <HandInLink handIn={last} place={place} />}
        </p>
      )}
      {handedInAt !== null && gradedAt !== null && handedInAt > gradedAt && (
        <Status shape="warn" tone="warn" wraps>
          {t('projects.delivery.after')}
        </Status>
      )}
      {handedInAt !== null && (
        <Checkbox
          label={t('projects.delivery.own')}
          checked={delivery.submittedAt !== null}
          onChange={(event) => set({ submittedAt: event.target.checked ? handedInAt : null, dateReason: '' })}
        />
      )}
      <div className="delivery">
        {(handedInAt === null || delivery.submittedAt !== null) && (
          <DateTimeField
            label={t('projects.delivery.submittedAt')}
            optional
            value={delivery.submittedAt === null ? null : new Date(delivery.submittedAt)}
            onChange={(at) => set({ submittedAt: at?.toISOString() ?? null })}
          />
        )}
        {handedInAt !== null && delivery.submittedAt !== null && (
          <Field
            label={t('projects.delivery.dateReason')}
            error={isUndated(delivery) ? t('projects.delivery.dateReasonMissing') : null}
          >
            <Input
              value={delivery.dateReason}
              maxLength={500}
              onChange={(event) => set({ dateReason: event.target.value })}
            />
          </Field>
        )}
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

import { writeProjectMark } from '#core/assessment/written-project-mark.ts'
import { PersonName } from '#web/students/PersonName.tsx'
import { useText } from '#web/text/text.tsx'
import { Field } from '#web/ui/Field.tsx'
import { Input } from '#web/ui/Input.tsx'
import { MarkOnTwenty } from '#web/ui/MarkOnTwenty.tsx'
import { NumberStepper } from '#web/ui/NumberStepper.tsx'
import { type GradeDraft, isUnexplained, type Marks, type Share, type TeamGrading } from './grade-draft.ts'

type Props = {
  grading: TeamGrading
  draft: GradeDraft
  marks: Marks
  onChange: (part: Partial<GradeDraft>) => void
}

/** Each member's mark: the team's mark times a factor, plus an adjustment. A change requires a reason. */
export function MembersForm({ grading, draft, marks, onChange }: Props) {
  const { t } = useText()
  return (
    <section aria-labelledby="membres">
      <div className="section-head">
        <h2 id="membres">{t('projects.grade.members')}</h2>
        <p>{t('projects.grade.membersNote')}</p>
      </div>
      {grading.members.length === 0 && <p className="muted">{t('projects.grade.noMembers')}</p>}
      <ul className="adjustments">
        {grading.members.map((member) => (
          <MemberForm
            key={member.studentId}
            member={member}
            share={draft.members[member.studentId] ?? asTheTeam}
            result={marks.memberOf(member.studentId)}
            onChange={(share) => onChange({ members: { ...draft.members, [member.studentId]: share } })}
          />
        ))}
      </ul>
    </section>
  )
}

const asTheTeam: Share = { factor: 1, adjustment: 0, reason: '' }

type MemberProps = {
  member: TeamGrading['members'][number]
  share: Share
  result: ReturnType<Marks['memberOf']>
  onChange: (share: Share) => void
}

function MemberForm({ member, share, result, onChange }: MemberProps) {
  const { t, language } = useText()
  const name = `${member.givenName} ${member.familyName}`.trim()
  const set = (part: Partial<Share>) => onChange({ ...share, ...part })
  return (
    <li className="adjustment">
      <p className="adjustment__name">
        <PersonName {...member} />
      </p>
      <Field label={<Label name={name} id="factor" />}>
        <NumberStepper value={share.factor} min={0} max={5} step={0.05} onChange={(factor) => set({ factor })} />
      </Field>
      <Field label={<Label name={name} id="adjustment" />}>
        <NumberStepper
          value={share.adjustment / 100}
          min={-20}
          max={20}
          step={0.25}
          onChange={(points) => set({ adjustment: Math.round(points * 100) })}
        />
      </Field>
      <Field
        label={<Label name={name} id="reason" />}
        error={isUnexplained(share) ? t('projects.grade.reasonMissing') : null}
      >
        <Input
          value={share.reason}
          maxLength={500}
          placeholder={t('projects.grade.reasonPlaceholder')}
          onChange={(event) => set({ reason: event.target.value })}
        />
      </Field>
      <div className="adjustment__mark">{result === null ? '–' : <MarkOnTwenty mark={result.mark} size="small" />}</div>
      {result !== null && result.steps.length > 1 && (
        <p className="adjustment__working small muted">{writeProjectMark(result.steps, language)}</p>
      )}
    </li>
  )
}

/** The visible label is the column heading; the member's name is added for screen readers. */
function Label({ name, id }: { name: string; id: 'factor' | 'adjustment' | 'reason' }) {
  const { t } = useText()
  return (
    <>
      <span aria-hidden="true">{t(`projects.grade.${id}`)}</span>
      <span className="vh">{t(`projects.grade.${id}Of`, { name })}</span>
    </>
  )
}

import { PersonName } from '#web/attempts/PersonName.tsx'
import { useText } from '#web/text/text.tsx'
import { Field } from '#web/ui/Field.tsx'
import { Input } from '#web/ui/Input.tsx'
import { MarkOnTwenty } from '#web/ui/MarkOnTwenty.tsx'
import { NumberStepper } from '#web/ui/NumberStepper.tsx'
import { type GradeDraft, isUnexplained, type marksOf, type TeamGrading } from './grade-draft.ts'

type Props = {
  grading: TeamGrading
  draft: GradeDraft
  marks: ReturnType<typeof marksOf>
  onChange: (part: Partial<GradeDraft>) => void
}

/** The team's mark for each, adjusted when somebody did more, or less, than the others; never without saying why. */
export function MembersForm({ grading, draft, marks, onChange }: Props) {
  const { t, mark } = useText()
  return (
    <section aria-labelledby="membres">
      <div className="section-head">
        <h2 id="membres">{t('projects.grade.members')}</h2>
        <p>{t('projects.grade.membersNote')}</p>
      </div>
      {grading.members.length === 0 && <p className="muted">{t('projects.grade.noMembers')}</p>}
      <ul className="adjustments">
        {grading.members.map(({ studentId, familyName, givenName }) => {
          const held = draft.members[studentId] ?? { adjustment: 0, reason: '' }
          const name = `${givenName} ${familyName}`
          const set = (part: Partial<typeof held>) =>
            onChange({ members: { ...draft.members, [studentId]: { ...held, ...part } } })
          const result = marks.memberOf(studentId)
          return (
            <li key={studentId} className="adjustment">
              <p className="adjustment__name">
                <PersonName familyName={familyName} givenName={givenName} />
              </p>
              <Field label={<span className="vh">{t('projects.grade.adjustmentOf', { name })}</span>}>
                <NumberStepper
                  value={held.adjustment / 100}
                  min={-20}
                  max={20}
                  step={0.25}
                  onChange={(points) => set({ adjustment: Math.round(points * 100) })}
                />
              </Field>
              <Field
                label={<span className="vh">{t('projects.grade.reasonOf', { name })}</span>}
                error={isUnexplained(held) ? t('projects.grade.reasonMissing') : null}
              >
                <Input
                  value={held.reason}
                  maxLength={500}
                  placeholder={t('projects.grade.reasonPlaceholder')}
                  onChange={(event) => set({ reason: event.target.value })}
                />
              </Field>
              <div className="adjustment__mark">
                {result === null ? '–' : <MarkOnTwenty mark={result} size="small" />}
                {marks.team !== null && held.adjustment !== 0 && (
                  <span className="vh">
                    {' '}
                    ({t('projects.grade.teamMark')} {mark(marks.team)})
                  </span>
                )}
              </div>
            </li>
          )
        })}
      </ul>
    </section>
  )
}

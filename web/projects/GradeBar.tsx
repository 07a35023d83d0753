import type { Ref } from 'react'
import { useText } from '#web/text/text.tsx'
import { Button } from '#web/ui/Button.tsx'
import { Icon } from '#web/ui/Icon.tsx'
import type { GradeDraft, Marks, TeamGrading } from './grade-draft.ts'

type Props = {
  ref: Ref<HTMLDivElement>
  grading: TeamGrading
  draft: GradeDraft
  marks: Marks
  /** The grader's own total in a double grading that is not resolved. */
  isOwn: boolean
  onPrevious: (() => void) | undefined
  onNext: (() => void) | undefined
}

/** Stays in view while one grades: the team, its members with their marks, the running total, the team before and next. */
export function GradeBar({ ref, grading, draft, marks, isOwn, onPrevious, onNext }: Props) {
  const { t, list, mark, points } = useText()
  const { rubric, team, members } = grading
  const label = t(isOwn ? 'projects.double.own' : 'projects.grade.total')
  const weighted = rubric.criteria.filter(({ weight }) => weight !== null)
  const names = weighted.filter(({ id }) => marks.missing.includes(id)).map(({ title }) => title)
  const done = weighted.filter(({ id }) => draft.levels[id] !== undefined).length
  return (
    <div className="grade-bar" ref={ref}>
      <Button onClick={onPrevious} aria-label={t('projects.grade.previous')} iconOnly disabled={!onPrevious}>
        <Icon name="arrow-left" />
      </Button>
      <div className="grade-bar__team">
        <p className="grade-bar__name">{team.name}</p>
        <ul className="grade-bar__members small">
          {members.map(({ studentId, givenName, familyName }) => {
            const result = marks.memberOf(studentId)
            return (
              <li key={studentId}>
                {`${givenName} ${familyName}`.trim()}
                {result !== null && result.mark !== marks.team && <span className="num"> {mark(result.mark)}</span>}
              </li>
            )
          })}
        </ul>
      </div>
      <section className="grade-bar__total" aria-label={label}>
        <p className="grade-bar__mark num">
          {marks.team === null ? points(marks.soFar.earned) : mark(marks.team)}
          <small>
            {'\u202f/\u202f'}
            {marks.team === null ? points(marks.soFar.most) : '20'}
          </small>
        </p>
        {weighted.length > 0 && (
          <p className="small muted">
            {names.length === 0
              ? t('projects.grade.complete')
              : t('projects.grade.missing', {
                  ...{ done, total: weighted.length },
                  names: list(names.length > 2 ? [...names.slice(0, 2), '…'] : names),
                })}
          </p>
        )}
      </section>
      <Button data-next onClick={onNext} disabled={!onNext}>
        {t('projects.grade.next')}
      </Button>
    </div>
  )
}

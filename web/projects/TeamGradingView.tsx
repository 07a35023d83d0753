import { useRef, useState } from 'react'
import { useLocation } from 'wouter'
import { at } from '#web/addresses.ts'
import { useText } from '#web/text/text.tsx'
import { Checkbox } from '#web/ui/Checkbox.tsx'
import { EmptyState } from '#web/ui/EmptyState.tsx'
import { LinkButton } from '#web/ui/LinkButton.tsx'
import { Page } from '#web/ui/Page.tsx'
import { readPreference, writePreference } from '#web/ui/preferences.ts'
import { useToast } from '#web/ui/use-toast.ts'
import { ComparisonView } from './ComparisonView.tsx'
import { DeliveryForm } from './DeliveryForm.tsx'
import { DoubleView } from './DoubleView.tsx'
import { GradeBar } from './GradeBar.tsx'
import { GradeSaveLine } from './GradeSaveLine.tsx'
import { marksOf, type RubricDraft, type TeamGrading } from './grade-draft.ts'
import { MembersForm } from './MembersForm.tsx'
import { OverallComment } from './OverallComment.tsx'
import { ResolutionView, ResolveForm } from './ResolveForm.tsx'
import { RubricForm } from './RubricForm.tsx'
import { TeamList } from './TeamList.tsx'
import { keepTyped } from './typed-ahead.ts'
import { useGrading } from './use-grading.ts'

type Place = { courseId: string; projectId: string; teamId: string }
type Props = { place: Place; grading: TeamGrading; onReload: () => void }

const unwritten: RubricDraft = { levels: {}, comments: {}, comment: '' }

/**
 * Every team on the left, the rubric on the right, under a bar that keeps the team, its members, the running total and
 * the next team in view. The mark is updated at each change, and changes are saved automatically.
 */
export function TeamGradingView({ place, grading, onReload }: Props) {
  const { t, mark: asMark } = useText()
  const say = useToast()
  const bar = useRef<HTMLDivElement>(null)
  const [goesOn, setGoesOn] = useState(() => readPreference('nextTeam') !== 'stay')
  const [, navigate] = useLocation()
  const keeper = useGrading(place, grading)
  const { draft, change } = keeper
  const [third, setThird] = useState<RubricDraft | null>(null)
  const inProject = at.course(place.courseId).project(place.projectId)
  const rank = grading.teams.findIndex(({ id }) => id === place.teamId)
  const [previous, next] = [grading.teams[rank - 1], grading.teams[rank + 1]]
  /** `typed`: by keyboard, the digits that are for that team already. */
  const go = (team: { id: string } | undefined, typed?: readonly string[]) => {
    if (!team) return
    if (typed) keepTyped(typed)
    navigate(inProject.team(team.id))
  }
  const { double } = grading
  const shown = third === null ? draft : { ...draft, ...third }
  const marks = marksOf(grading, shown)
  const isMine = double === null || (double.isMine && !double.isDone && double.resolution === null)
  const isOne = double === null || double.resolution !== null
  const isOwn = double?.isMine === true && !isOne
  /** By keyboard, the next team comes by itself; by mouse, its button takes the focus. */
  const onComplete = (by: 'key' | 'click', levels: Record<string, string>, typed: readonly string[]) => {
    const total = marksOf(grading, { ...shown, levels }).team
    const name = grading.team.name
    if (by === 'key' && goesOn && next && double === null) {
      say({
        text: t('projects.grade.wentOn', { name, mark: total === null ? '–' : asMark(total), next: next.name }),
        undo: () => go({ id: place.teamId }, []),
      })
      go(next, typed)
    } else bar.current?.querySelector<HTMLElement>('[data-next]')?.focus()
  }
  const write = (part: Partial<RubricDraft>) => (third === null ? change(part) : setThird({ ...third, ...part }))
  return (
    <Page
      title={grading.team.name}
      crumbs={[
        { label: t('projects.title'), href: at.course(place.courseId).projects },
        { label: grading.project.title, href: inProject.page },
      ]}
      lead={grading.project.title}
    >
      <GradeSaveLine keeper={keeper} grading={grading} onReload={onReload} />
      <GradeBar
        ref={bar}
        grading={grading}
        draft={shown}
        marks={marks}
        isOwn={isOwn}
        onPrevious={previous && (() => go(previous))}
        onNext={next && (() => go(next))}
      />
      <div className="grading">
        <TeamList grading={grading} draft={draft} mark={isOne ? marks.team : null} inProject={inProject}>
          {double === null && (
            <Checkbox
              label={t('projects.grade.goesOn')}
              checked={goesOn}
              onChange={(event) => {
                setGoesOn(event.target.checked)
                writePreference('nextTeam', event.target.checked ? 'go' : 'stay')
              }}
            />
          )}
        </TeamList>
        <div className="stack">
          {grading.project.isBlind && <p className="small muted">{t('projects.blind.here')}</p>}
          {double && (
            <DoubleView
              place={place}
              double={double}
              missing={marks.missing.length}
              flush={keeper.flush}
              onChanged={onReload}
            />
          )}
          {double?.comparison && (
            <ComparisonView rubric={grading.rubric} double={double} comparison={double.comparison} />
          )}
          {double?.comparison && double.resolution === null && (
            <ResolveForm
              place={place}
              double={double}
              comparison={double.comparison}
              third={third}
              onThird={(isThird) => setThird(isThird ? unwritten : null)}
              isThirdComplete={third !== null && marks.missing.length === 0}
              onChanged={onReload}
            />
          )}
          {double?.resolution && (
            <ResolutionView
              place={place}
              resolution={double.resolution}
              names={double.graders.map(({ name }) => name)}
              onChanged={onReload}
            />
          )}
          {grading.rubric.criteria.length === 0 ? (
            <EmptyState
              title={t('projects.editor.emptyTitle')}
              actions={<LinkButton href={inProject.rubric}>{t('projects.editRubric')}</LinkButton>}
            >
              {t('projects.grade.noRubric')}
            </EmptyState>
          ) : (
            <RubricForm
              courseId={place.courseId}
              rubric={grading.rubric}
              draft={shown}
              isClosed={!isMine && third === null}
              onChange={write}
              onTeam={(step) => go(step > 0 ? next : previous, [])}
              onComplete={onComplete}
              editHref={inProject.rubric}
            />
          )}
          <OverallComment
            courseId={place.courseId}
            comment={shown.comment}
            isClosed={!isMine && third === null}
            onChange={(comment) => write({ comment })}
          />
          {isOne && (
            <>
              <DeliveryForm place={place} grading={grading} draft={draft} marks={marks} onChange={change} />
              <MembersForm grading={grading} draft={draft} marks={marks} onChange={change} />
            </>
          )}
        </div>
      </div>
    </Page>
  )
}

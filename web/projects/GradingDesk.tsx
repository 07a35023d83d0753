import { useLocation } from 'wouter'
import { useText } from '#web/text/text.tsx'
import { Button } from '#web/ui/Button.tsx'
import { EmptyState } from '#web/ui/EmptyState.tsx'
import { Field } from '#web/ui/Field.tsx'
import { LinkButton } from '#web/ui/LinkButton.tsx'
import { Page } from '#web/ui/Page.tsx'
import { Textarea } from '#web/ui/Textarea.tsx'
import { GradeSaveLine } from './GradeSaveLine.tsx'
import { marksOf, type TeamGrading } from './grade-draft.ts'
import { MembersForm } from './MembersForm.tsx'
import { RubricForm } from './RubricForm.tsx'
import { TeamList } from './TeamList.tsx'
import { TeamTotal } from './TeamTotal.tsx'
import { useGrading } from './use-grading.ts'

type Place = { courseId: string; projectId: string; teamId: string }
type Props = { place: Place; grading: TeamGrading; onReload: () => void }

/** Every team on the left, the rubric on the right; the mark follows each key, and everything is saved as one goes. */
export function GradingDesk({ place, grading, onReload }: Props) {
  const { t } = useText()
  const [, navigate] = useLocation()
  const keeper = useGrading(place, grading)
  const { draft, change } = keeper
  const project = `/cours/${place.courseId}/projets/${place.projectId}`
  const rank = grading.teams.findIndex(({ id }) => id === place.teamId)
  const [previous, next] = [grading.teams[rank - 1], grading.teams[rank + 1]]
  const go = (team: { id: string } | undefined, byKeyboard = false) => {
    if (team) navigate(`${project}/equipes/${team.id}`, { state: { byKeyboard } })
  }
  const marks = marksOf(grading, draft)
  const { criteria } = grading.rubric
  return (
    <Page
      title={grading.team.name}
      crumbs={[
        { label: t('projects.title'), href: `/cours/${place.courseId}/projets` },
        { label: grading.project.title, href: project },
      ]}
      lead={<GradeSaveLine keeper={keeper} grading={grading} onReload={onReload} />}
      actions={
        <>
          <Button onClick={() => go(previous)} reason={previous ? undefined : t('projects.grade.noPrevious')}>
            {t('projects.grade.previous')}
          </Button>
          <Button onClick={() => go(next)} reason={next ? undefined : t('projects.grade.noNext')}>
            {t('projects.grade.next')}
          </Button>
        </>
      }
    >
      <div className="grading">
        <TeamList grading={grading} draft={draft} mark={marks.team} project={project} />
        <div className="stack">
          <TeamTotal rubric={grading.rubric} mark={marks.team} missing={marks.missing} />
          {criteria.length === 0 ? (
            <EmptyState
              title={t('projects.editor.emptyTitle')}
              actions={<LinkButton href={`${project}/grille`}>{t('projects.editRubric')}</LinkButton>}
            >
              {t('projects.grade.noRubric')}
            </EmptyState>
          ) : (
            <RubricForm
              rubric={grading.rubric}
              draft={draft}
              onChange={change}
              onTeam={(step) => go(step > 0 ? next : previous, true)}
              editHref={`${project}/grille`}
            />
          )}
          <Field label={t('projects.grade.overall')} hint={t('projects.grade.overallHint')} optional>
            <Textarea
              rows={3}
              maxLength={2000}
              value={draft.comment}
              onChange={(event) => change({ comment: event.target.value })}
            />
          </Field>
          <MembersForm grading={grading} draft={draft} marks={marks} onChange={change} />
        </div>
      </div>
    </Page>
  )
}

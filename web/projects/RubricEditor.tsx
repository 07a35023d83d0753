import { useState } from 'react'
import { changeRubric, type ProjectView } from '#contract/projects/projects.ts'
import { useText } from '#web/text/text.tsx'
import { Button } from '#web/ui/Button.tsx'
import { EmptyState } from '#web/ui/EmptyState.tsx'
import { Failed } from '#web/ui/Failed.tsx'
import { Icon } from '#web/ui/Icon.tsx'
import { useToast } from '#web/ui/use-toast.ts'
import { CriterionEditor } from './CriterionEditor.tsx'
import { type CriterionDraft, isComplete, newCriterion } from './rubric-draft.ts'
import { useProjectChange } from './use-project-change.ts'

/** Edits a rubric. Saved as a whole by a button, because a partial rubric must never be used to grade. */
export function RubricEditor({ courseId, project }: { courseId: string; project: ProjectView }) {
  const text = useText()
  const { t } = text
  const say = useToast()
  const [criteria, setCriteria] = useState(project.rubric.criteria)
  const saving = useProjectChange(changeRubric, () => say({ text: t('projects.editor.saved') }))
  const add = () =>
    setCriteria((current) => [
      ...current,
      newCriterion(
        current.map(({ id }) => id),
        (['absent', 'weak', 'solid', 'exemplary'] as const).map((level) => t(`projects.editor.levels.${level}`)),
      ),
    ])
  const change = (next: CriterionDraft) =>
    setCriteria((current) => current.map((criterion) => (criterion.id === next.id ? next : criterion)))
  const addButton = (
    <Button onClick={add}>
      <Icon name="plus" />
      {t('projects.editor.addCriterion')}
    </Button>
  )
  if (criteria.length === 0) {
    return (
      <EmptyState title={t('projects.editor.emptyTitle')} actions={addButton}>
        {t('projects.editor.emptyText')}
      </EmptyState>
    )
  }
  return (
    <div className="stack">
      {criteria.map((criterion, index) => (
        <CriterionEditor
          key={criterion.id}
          criterion={criterion}
          number={index + 1}
          onChange={change}
          onRemove={() => setCriteria((current) => current.filter(({ id }) => id !== criterion.id))}
        />
      ))}
      <Failed error={saving.error} />
      <div className="cluster">
        {addButton}
        <Button
          variant="primary"
          busy={saving.isPending}
          reason={isComplete(criteria) ? undefined : t('projects.editor.incomplete')}
          onClick={() => saving.mutate({ params: { courseId, projectId: project.id }, body: { criteria } })}
        >
          {t('projects.editor.save')}
        </Button>
      </div>
    </div>
  )
}

import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import type { Reply } from '#contract/endpoint.ts'
import { changeRubric, type ProjectView, previewRubric } from '#contract/projects/projects.ts'
import { mutation } from '#web/api.ts'
import { useText } from '#web/text/text.tsx'
import { Button } from '#web/ui/Button.tsx'
import { EmptyState } from '#web/ui/EmptyState.tsx'
import { Failed } from '#web/ui/Failed.tsx'
import { Icon } from '#web/ui/Icon.tsx'
import { Menu } from '#web/ui/Menu.tsx'
import { MenuItem } from '#web/ui/MenuItem.tsx'
import { useToast } from '#web/ui/use-toast.ts'
import { CriterionRow } from './CriterionRow.tsx'
import { FoundDraft } from './FoundDraft.tsx'
import { RubricEffect } from './RubricEffect.tsx'
import {
  type CriterionDraft,
  copyOf,
  isComplete,
  levelPresets,
  newCriterion,
  reordered,
  worthOfDraft,
} from './rubric-draft.ts'
import { useKeptForm } from './use-kept-form.ts'
import { useProjectChange } from './use-project-change.ts'

/**
 * Edits a rubric as a matrix: a line per criterion, its levels side by side. Saved as a whole by a button, because a
 * partial rubric must never be used to grade; what was typed stays on this computer until then.
 */
export function RubricEditor({ courseId, project }: { courseId: string; project: ProjectView }) {
  const { t, points } = useText()
  const say = useToast()
  const form = useKeptForm(`rubric/${project.id}`, project.rubric.criteria)
  const { value: criteria, change } = form
  const [current, setCurrent] = useState(0)
  const params = { courseId, projectId: project.id }
  const [asked, setAsked] = useState<Reply<typeof previewRubric> | null>(null)
  const undo = useProjectChange(changeRubric, (_reply, { body }) => {
    form.done(body.criteria)
    change(body.criteria)
    say({ text: t('projects.editor.undone') })
  })
  const former = project.rubric.criteria
  const saving = useProjectChange(changeRubric, (_reply, { body }) => {
    form.done(body.criteria)
    setAsked(null)
    say({ text: t('projects.editor.saved'), undo: () => undo.mutate({ params, body: { criteria: former } }) })
  })
  const previewing = useMutation({
    ...mutation(previewRubric),
    onSuccess: (preview, { body }) => {
      if (preview.teams.length > 0) setAsked(preview)
      else saving.mutate({ params, body })
    },
  })
  const worth = worthOfDraft(criteria)
  const shown = Math.min(current, criteria.length - 1)
  const add = (preset: (typeof levelPresets)[number]['id']) => {
    const labels = (id: string) => t(`projects.editor.levels.${id as 'absent'}`)
    change([...criteria, newCriterion(criteria, preset, labels)])
    setCurrent(criteria.length)
  }
  const replace = (next: CriterionDraft) => change(criteria.map((one) => (one.id === next.id ? next : one)))
  const move = (index: number, step: 1 | -1) => {
    const held = document.activeElement
    change(reordered(criteria, index, step))
    setCurrent(Math.max(0, Math.min(criteria.length - 1, index + step)))
    // The line is moved in the page: the field in hand keeps its focus.
    requestAnimationFrame(() => held instanceof HTMLElement && held.focus())
  }
  const remove = (criterion: CriterionDraft) => {
    const before = criteria
    change(criteria.filter(({ id }) => id !== criterion.id))
    say({ text: t('projects.editor.removed', { title: criterion.title || '–' }), undo: () => change(before) })
  }
  const adding = (
    <Menu
      label={
        <>
          <Icon name="plus" />
          {t('projects.editor.addCriterion')}
        </>
      }
    >
      {levelPresets.map(({ id }) => (
        <MenuItem key={id} note={t(`projects.editor.presetNote.${id}`)} onChoose={() => add(id)}>
          {t(`projects.editor.preset.${id}`)}
        </MenuItem>
      ))}
    </Menu>
  )
  if (criteria.length === 0) {
    return (
      <EmptyState title={t('projects.editor.emptyTitle')} actions={adding}>
        {t('projects.editor.emptyText')}
      </EmptyState>
    )
  }
  return (
    <div className="rubric-edit">
      <FoundDraft found={form.found} onTake={form.takeFound} onDrop={form.dropFound} />
      <div className="rubric-edit__bar">
        <p className="num">
          {t('projects.editor.total', {
            count: criteria.length,
            total: worth === null ? '–' : points(worth.weights),
            bonus: worth === null || worth.bonus === 0 ? 'none' : points(worth.bonus),
          })}
        </p>
        {form.isDirty && <p className="small muted">{t('projects.editor.unsaved')}</p>}
        <div className="cluster">
          {adding}
          <Button
            variant="primary"
            busy={previewing.isPending || saving.isPending}
            reason={isComplete(criteria) ? undefined : t('projects.editor.incomplete')}
            onClick={() => previewing.mutate({ params, body: { criteria } })}
          >
            {t('projects.editor.save')}
          </Button>
        </div>
      </div>
      <Failed error={previewing.error ?? saving.error ?? undo.error} />
      <RubricEffect
        effect={asked}
        busy={saving.isPending}
        onClose={() => setAsked(null)}
        onConfirm={() => saving.mutate({ params, body: { criteria } })}
      />
      <nav className="rubric-edit__steps" aria-label={t('projects.editor.steps')}>
        <Button
          iconOnly
          aria-label={t('projects.editor.before')}
          disabled={shown === 0}
          onClick={() => setCurrent(shown - 1)}
        >
          <Icon name="arrow-left" />
        </Button>
        <span>{t('projects.editor.step', { number: shown + 1, count: criteria.length })}</span>
        <Button
          iconOnly
          aria-label={t('projects.editor.after')}
          disabled={shown === criteria.length - 1}
          onClick={() => setCurrent(shown + 1)}
        >
          <Icon name="arrow-right" />
        </Button>
      </nav>
      {criteria.map((criterion, index) => (
        <CriterionRow
          key={criterion.id}
          criterion={criterion}
          number={index + 1}
          count={criteria.length}
          worth={worth?.criteria[index] ?? null}
          isCurrent={index === shown}
          onChange={replace}
          onMove={(step) => move(index, step)}
          onDuplicate={() => {
            change(criteria.toSpliced(index + 1, 0, copyOf(criterion, criteria)))
            setCurrent(index + 1)
          }}
          onRemove={() => remove(criterion)}
        />
      ))}
      <p className="small muted">{t('projects.editor.keys')}</p>
    </div>
  )
}

/* oxlint-disable jsx-a11y/no-static-element-interactions -- keys come from the controls inside and are only watched here */
import { type KeyboardEvent, useEffect, useRef } from 'react'
import { Link } from 'wouter'
import { useHistoryState } from 'wouter/use-browser-location'
import type { Rubric } from '#core/projects/rubric.ts'
import { useText } from '#web/text/text.tsx'
import { CriterionForm } from './CriterionForm.tsx'
import type { RubricDraft } from './grade-draft.ts'

type Props = {
  courseId: string
  rubric: Rubric
  draft: RubricDraft
  /** Read only: the grading is closed, or belongs to another grader. */
  isClosed: boolean
  onChange: (part: Partial<RubricDraft>) => void
  /** +1 for the next team, −1 for the previous one. */
  onTeam: (step: 1 | -1) => void
  editHref: string
}

/**
 * The rubric with keyboard shortcuts, active only while focus is inside it (WCAG 2.1.4) and not in a text field. The up
 * and down arrows move between criteria instead of radios; left and right still move between radios.
 */
export function RubricForm({ courseId, rubric, draft, isClosed, onChange, onTeam, editHref }: Props) {
  const { t } = useText()
  const box = useRef<HTMLDivElement>(null)
  const state = useHistoryState<{ byKeyboard?: boolean } | null>()
  const byKeyboard = state?.byKeyboard === true
  useEffect(() => {
    // After the N shortcut, focus goes to the rubric once the page has focused its title.
    if (byKeyboard) requestAnimationFrame(() => focusCriterion(box.current, firstToDo(box.current)))
  }, [byKeyboard])

  const choose = (criterionId: string, levelId: string) =>
    onChange({ levels: { ...draft.levels, [criterionId]: levelId } })
  const onKeys = (event: KeyboardEvent<HTMLDivElement>) => {
    if (event.ctrlKey || event.metaKey || event.altKey || isWriting(event.target)) return
    const index = indexOf(event.target)
    const criterion = rubric.criteria[index]
    const act = actOf(event.key)
    if (act === null || !criterion) return
    const level = act.kind === 'level' ? criterion.levels[act.rank] : undefined
    if (act.kind === 'level' && !level) return
    event.preventDefault()
    if (act.kind === 'team') onTeam(act.step)
    if (act.kind === 'criterion') focusCriterion(box.current, index + act.step)
    if (act.kind === 'comment') openComment(event.target)
    if (act.kind === 'bank') press(event.target, '[data-bank]')
    if (level) {
      choose(criterion.id, level.id)
      focusCriterion(box.current, index, level.id)
    }
  }
  return (
    <section aria-labelledby="grille">
      <div className="section-head">
        <h2 id="grille">{t('projects.rubric')}</h2>
        <Link href={editHref}>{t('projects.editRubric')}</Link>
      </div>
      <div className="rubric" ref={box} onKeyDown={onKeys}>
        {rubric.criteria.map((criterion, index) => (
          <CriterionForm
            key={criterion.id}
            courseId={courseId}
            isClosed={isClosed}
            criterion={criterion}
            index={index}
            levelId={draft.levels[criterion.id] ?? null}
            comment={draft.comments[criterion.id] ?? ''}
            onLevel={(levelId) => choose(criterion.id, levelId)}
            onComment={(comment) => onChange({ comments: withComment(draft.comments, criterion.id, comment) })}
          />
        ))}
      </div>
    </section>
  )
}

type Act =
  | { kind: 'level'; rank: number }
  | { kind: 'criterion'; step: number }
  | { kind: 'team'; step: 1 | -1 }
  | { kind: 'comment' }
  | { kind: 'bank' }

function actOf(key: string): Act | null {
  if (/^[1-9]$/.test(key)) return { kind: 'level', rank: Number(key) - 1 }
  const acts: Record<string, Act> = {
    ArrowDown: { kind: 'criterion', step: 1 },
    j: { kind: 'criterion', step: 1 },
    ArrowUp: { kind: 'criterion', step: -1 },
    k: { kind: 'criterion', step: -1 },
    n: { kind: 'team', step: 1 },
    p: { kind: 'team', step: -1 },
    c: { kind: 'comment' },
    b: { kind: 'bank' },
  }
  return acts[key.length === 1 ? key.toLowerCase() : key] ?? null
}

/** Whether focus is in a text field or a dialog, which handle their own keys. */
const isWriting = (target: EventTarget) =>
  target instanceof HTMLTextAreaElement || (target instanceof Element && target.closest('dialog') !== null)
const fieldsets = (box: HTMLElement | null) => [...(box?.querySelectorAll('fieldset') ?? [])]
const indexOf = (target: EventTarget) =>
  Number((target instanceof Element ? target.closest<HTMLElement>('[data-index]')?.dataset.index : undefined) ?? -1)

function firstToDo(box: HTMLElement | null): number {
  const index = fieldsets(box).findIndex((fieldset) => !fieldset.querySelector(':checked'))
  return Math.max(index, 0)
}

function focusCriterion(box: HTMLElement | null, index: number, levelId?: string) {
  const radios = [...(fieldsets(box)[index]?.querySelectorAll('input') ?? [])]
  const wanted = radios.find(({ value, checked }) => (levelId === undefined ? checked : value === levelId))
  ;(wanted ?? radios[0])?.focus()
}

function openComment(target: EventTarget) {
  press(target, '[data-comment]')
}

function press(target: EventTarget, button: string) {
  if (target instanceof Element) target.closest('[data-index]')?.querySelector<HTMLElement>(button)?.click()
}

function withComment(comments: Record<string, string>, criterionId: string, comment: string) {
  const { [criterionId]: _was, ...others } = comments
  return comment === '' ? others : { ...others, [criterionId]: comment }
}

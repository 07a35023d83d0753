/* oxlint-disable jsx-a11y/no-static-element-interactions -- keys come from the controls inside and are only watched here */
import { type KeyboardEvent, useEffect, useRef } from 'react'
import { Link } from 'wouter'
import type { Rubric } from '#core/projects/rubric.ts'
import { useText } from '#web/text/text.tsx'
import { CriterionForm } from './CriterionForm.tsx'
import type { RubricDraft } from './grade-draft.ts'
import { isKeepingTyped, takeTyped } from './typed-ahead.ts'

type Props = {
  courseId: string
  rubric: Rubric
  draft: RubricDraft
  /** Read only: the grading is closed, or belongs to another grader. */
  isClosed: boolean
  onChange: (part: Partial<RubricDraft>) => void
  /** +1 for the next team, −1 for the previous one. */
  onTeam: (step: 1 | -1) => void
  /** The last missing level was given: by a key, with those typed after it, or by a click. */
  onComplete: (by: 'key' | 'click', levels: Record<string, string>, typed: readonly string[]) => void
  editHref: string
}

/**
 * The rubric with keyboard shortcuts, active only while focus is inside it (WCAG 2.1.4) and not in a text field: a digit
 * gives a level and moves on to the next criterion without one, as a click does. The up and down arrows move between
 * criteria instead of radios; left and right still move between radios, and stay.
 */
export function RubricForm({ courseId, rubric, draft, isClosed, onChange, onTeam, onComplete, editHref }: Props) {
  const { t } = useText()
  const box = useRef<HTMLDivElement>(null)
  const gradeFrom = useRef<(index: number, keys: readonly string[]) => void>(() => undefined)
  useEffect(() => {
    // After a key led here, focus goes to the rubric once the page has focused its title, and what was typed meanwhile
    // counts from its first criterion to do.
    if (!isKeepingTyped()) return
    const frame = requestAnimationFrame(() => gradeFrom.current(firstToDo(box.current), takeTyped()))
    return () => cancelAnimationFrame(frame)
  }, [])

  const choose = (criterionId: string, levelId: string) =>
    onChange({ levels: { ...draft.levels, [criterionId]: levelId } })
  /** Gives levels by their keys, from this criterion on; then focus is where the next one goes. */
  const grade = (start: number, keys: readonly string[]) => {
    let [index, levels] = [start, draft.levels]
    const wasComplete = nextToDo(rubric, levels, -1) === null
    let used = 0
    for (const key of keys) {
      used += 1
      const criterion = rubric.criteria[index]
      const level = criterion?.levels[Number(key) - 1]
      if (!criterion || !level || isClosed) continue
      levels = { ...levels, [criterion.id]: level.id }
      const next = nextToDo(rubric, levels, index)
      index = next ?? Math.min(index + 1, rubric.criteria.length - 1)
      if (next === null && !wasComplete) break
    }
    if (levels !== draft.levels) onChange({ levels })
    focusCriterion(box.current, index)
    if (!wasComplete && nextToDo(rubric, levels, -1) === null) onComplete('key', levels, keys.slice(used))
  }
  useEffect(() => {
    gradeFrom.current = grade
  })
  /** After a click, the next criterion comes into view with its focus. */
  const moveOn = (index: number, levelId: string) => {
    const criterion = rubric.criteria[index]
    if (!criterion) return
    const levels = { ...draft.levels, [criterion.id]: levelId }
    const next = nextToDo(rubric, levels, index)
    if (next !== null) focusCriterion(box.current, next)
    else if (nextToDo(rubric, draft.levels, -1) !== null) onComplete('click', levels, [])
  }
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
    if (level) grade(index, [event.key])
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
            onPicked={(levelId) => moveOn(index, levelId)}
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

function focusCriterion(box: HTMLElement | null, index: number) {
  const radios = [...(fieldsets(box)[index]?.querySelectorAll('input') ?? [])]
  const radio = radios.find(({ checked }) => checked) ?? radios[0]
  radio?.focus()
}

/** The next criterion without a level after this one, else the first; a bonus may have none, so it is never waited for. */
function nextToDo({ criteria }: Rubric, levels: Readonly<Record<string, string>>, after: number): number | null {
  const isToDo = ({ id, weight }: Rubric['criteria'][number]) => weight !== null && levels[id] === undefined
  const next = criteria.findIndex((one, index) => index > after && isToDo(one))
  const found = next === -1 ? criteria.findIndex(isToDo) : next
  return found === -1 ? null : found
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

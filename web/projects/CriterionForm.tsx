import { type CSSProperties, useId, useState } from 'react'
import { cutText } from '#core/cut-text.ts'
import type { Criterion } from '#core/projects/rubric.ts'
import { toNumber, toRational } from '#core/rational.ts'
import { useText } from '#web/text/text.tsx'
import { Icon } from '#web/ui/Icon.tsx'
import { CommentBank } from './CommentBank.tsx'

type Props = {
  courseId: string
  criterion: Criterion
  index: number
  levelId: string | null
  comment: string
  isClosed: boolean
  onLevel: (levelId: string) => void
  /** A level was clicked, not reached by an arrow. */
  onPicked: (levelId: string) => void
  onComment: (comment: string) => void
}

/** Grades one criterion: its levels side by side from the lowest, and an optional comment. */
export function CriterionForm(props: Props) {
  const { courseId, criterion, index, levelId, comment, isClosed, onLevel, onPicked, onComment } = props
  const { t, points } = useText()
  const id = useId()
  const [isOpen, setOpen] = useState(comment !== '')
  const worth = (exact: string) => points(Math.round(toNumber(toRational(exact)) * 100))
  const chosen = criterion.levels.find((level) => level.id === levelId)
  const most = criterion.levels
    .map((level) => level.points)
    .sort((a, b) => toNumber(toRational(b)) - toNumber(toRational(a)))[0]
  return (
    <fieldset className="criterion" data-index={index} disabled={isClosed}>
      <legend className="vh">{criterion.title}</legend>
      <div className="criterion__head">
        <span className="criterion__title" aria-hidden="true">
          {criterion.title}
        </span>
        <span className="criterion__about">
          {criterion.description}
          {criterion.weight === null && ` (${t('projects.grade.bonus')})`}
        </span>
      </div>
      <div className="levels" style={{ '--levels': criterion.levels.length } as CSSProperties}>
        {criterion.levels.map((level, rank) => (
          <label key={level.id} className="level">
            <input
              type="radio"
              name={id}
              value={level.id}
              checked={level.id === levelId}
              onChange={() => onLevel(level.id)}
              // A click made of an arrow key has no count.
              onClick={(event) => event.detail > 0 && onPicked(level.id)}
            />
            <span className="level__top">
              <b>
                {rank + 1}
                <span className="vh">.</span> {level.label}
              </b>
              <span className="level__points">
                {worth(level.points)}
                <span className="vh"> {t('projects.editor.points')}</span>
              </span>
            </span>
            {level.description}
          </label>
        ))}
      </div>
      <p className="criterion__points">
        {chosen ? worth(chosen.points) : '–'}
        <small>
          {'\u202f/\u202f'}
          {worth(most ?? '0')}
        </small>
      </p>
      <div className="criterion__comment">
        {isOpen || comment !== '' ? (
          <textarea
            className="input"
            rows={2}
            maxLength={2000}
            // Opened by a key or a click: the next thing one does is write.
            // oxlint-disable-next-line jsx-a11y/no-autofocus
            autoFocus={comment === ''}
            aria-label={t('projects.grade.commentOn', { criterion: criterion.title })}
            value={comment}
            onChange={(event) => onComment(event.target.value)}
            onKeyDown={(event) => {
              if (event.key !== 'Escape') return
              if (comment === '') setOpen(false)
              focusLevels(event.currentTarget.closest('fieldset'))
            }}
          />
        ) : isClosed ? null : (
          <button type="button" className="link-button" data-comment onClick={() => setOpen(true)}>
            <Icon name="edit" />
            {t('projects.grade.comment')}
            <span className="vh">, {criterion.title}</span>
          </button>
        )}
        {!isClosed && (
          <CommentBank
            courseId={courseId}
            about={criterion.title}
            comment={comment}
            onInsert={(text) => {
              setOpen(true)
              onComment(cutText(text, 2000))
            }}
          />
        )}
      </div>
    </fieldset>
  )
}

/** Moves focus to the selected level, or to the first one. */
function focusLevels(fieldset: HTMLFieldSetElement | null) {
  const chosen = fieldset?.querySelector<HTMLElement>('input:checked') ?? fieldset?.querySelector<HTMLElement>('input')
  chosen?.focus()
}

/* oxlint-disable jsx-a11y/no-noninteractive-element-interactions -- dragging a line only repeats what its buttons and keys do */
import { type KeyboardEvent, useRef, useState } from 'react'
import { useText } from '#web/text/text.tsx'
import { Button } from '#web/ui/Button.tsx'
import { Icon } from '#web/ui/Icon.tsx'
import { type DraftColumn, moved } from './profile-draft.ts'

type Choice = { field: string; title: string; count: number }
type Props = {
  columns: readonly DraftColumn[]
  choices: readonly Choice[]
  onChange: (columns: DraftColumn[]) => void
}

/** The columns of a file: reordered by dragging or by Alt and an arrow, renamed in place, removed and added. */
export function ProfileColumns({ columns, choices, onChange }: Props) {
  const { t } = useText()
  const [dragged, setDragged] = useState<number | null>(null)
  const [said, setSaid] = useState('')
  const list = useRef<HTMLOListElement>(null)
  const choiceOf = (field: string) => choices.find((choice) => choice.field === field)
  const nameOf = ({ field }: { field: string }) => {
    const choice = choiceOf(field)
    if (!choice) return t('exports.profiles.absent', { field })
    return choice.count > 1 ? t('exports.profiles.family', { title: choice.title, count: choice.count }) : choice.title
  }
  const unused = choices.filter(({ field }) => !columns.some((column) => column.field === field))
  const move = (from: number, to: number) => {
    const column = columns[from]
    if (!column || to < 0 || to >= columns.length) return
    onChange(moved(columns, from, to))
    setSaid(t('exports.profiles.movedTo', { name: nameOf(column), position: to + 1, count: columns.length }))
    requestAnimationFrame(() => list.current?.querySelectorAll<HTMLInputElement>('input')[to]?.focus())
  }
  const onKeyDown = (event: KeyboardEvent, at: number) => {
    if (!event.altKey || (event.key !== 'ArrowUp' && event.key !== 'ArrowDown')) return
    event.preventDefault()
    move(at, event.key === 'ArrowUp' ? at - 1 : at + 1)
  }
  return (
    <section aria-labelledby="profile-columns" className="stack stack--tight">
      <div className="section-head">
        <h2 id="profile-columns">{t('exports.profiles.columns')}</h2>
        <p>{t('exports.profiles.columnsHint')}</p>
      </div>
      <p className="vh" role="status">
        {said}
      </p>
      <ol ref={list} className="profile__columns">
        {columns.map((column, at) => (
          <li
            key={column.field}
            className="profile__column"
            draggable
            data-dragged={dragged === at || undefined}
            onDragStart={(event) => {
              event.dataTransfer.effectAllowed = 'move'
              setDragged(at)
            }}
            onDragOver={(event) => {
              event.preventDefault()
              if (dragged === null || dragged === at) return
              onChange(moved(columns, dragged, at))
              setDragged(at)
            }}
            onDragEnd={() => setDragged(null)}
          >
            <Icon name="drag" />
            <span className="profile__field">{nameOf(column)}</span>
            <input
              className="input"
              aria-label={t('exports.profiles.titleOf', { name: nameOf(column) })}
              placeholder={column.field.endsWith(':*') ? t('exports.profiles.pattern') : nameOf(column)}
              maxLength={120}
              value={column.title ?? ''}
              onKeyDown={(event) => onKeyDown(event, at)}
              onChange={({ target }) =>
                onChange(columns.map((each, index) => (index === at ? { ...each, title: target.value } : each)))
              }
            />
            <span className="profile__acts">
              {(['up', 'down', 'remove'] as const).map((act) => (
                <Button
                  key={act}
                  size="small"
                  variant="quiet"
                  iconOnly
                  aria-label={t(`exports.profiles.${act}`, { name: nameOf(column) })}
                  disabled={(act === 'up' && at === 0) || (act === 'down' && at === columns.length - 1)}
                  onClick={() =>
                    act === 'remove'
                      ? onChange(columns.filter((_, index) => index !== at))
                      : move(at, act === 'up' ? at - 1 : at + 1)
                  }
                >
                  <Icon name={icons[act]} />
                </Button>
              ))}
            </span>
          </li>
        ))}
      </ol>
      {unused.length > 0 && (
        <div className="cluster">
          <span className="small muted">{t('exports.profiles.unused')}</span>
          {unused.map((choice) => (
            <Button
              key={choice.field}
              size="small"
              onClick={() => onChange([...columns, { field: choice.field, title: null }])}
            >
              <Icon name="plus" />
              {nameOf(choice)}
            </Button>
          ))}
        </div>
      )}
    </section>
  )
}

const icons = { up: 'arrow-up', down: 'arrow-down', remove: 'cross' } as const

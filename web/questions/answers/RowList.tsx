import { type KeyboardEvent, type ReactNode, useRef, useState } from 'react'
import { useText } from '#web/text/text.tsx'
import { Button } from '#web/ui/Button.tsx'
import { Icon } from '#web/ui/Icon.tsx'

type Props<Row> = {
  rows: readonly Row[]
  blank: () => Row
  isBlank: (row: Row) => boolean
  least: number
  most: number
  /** The words of the button that adds a row. */
  add: string
  /** Whether the place of a row means something. */
  isOrdered?: boolean
  /** What a row is called by its buttons: « Réponse 2 ». */
  nameOf: (rank: number) => string
  onRows: (rows: Row[]) => void
  children: (row: Row, rank: number, edit: (part: Partial<Row>) => void) => ReactNode
}

/**
 * Rows that are added, removed and moved: Enter adds one after, Backspace removes an empty one, Alt and an arrow move it.
 * The focus follows the row.
 */
export function RowList<Row>({
  rows,
  blank,
  isBlank,
  least,
  most,
  add,
  isOrdered,
  nameOf,
  onRows,
  children,
}: Props<Row>) {
  const { t } = useText()
  const list = useRef<HTMLOListElement>(null)
  // A React key per row, so that a row keeps its fields when it moves.
  const [keys, setKeys] = useState(() => rows.map((_, rank) => rank))
  const keyOf = (rank: number) => keys[rank] ?? rank
  const all = rows.map((_, rank) => keyOf(rank))
  const set = (next: readonly Row[], order: readonly number[]) => {
    setKeys([...order])
    onRows([...next])
  }
  const focusOn = (rank: number, wanted = 'textarea, input[type="text"]') =>
    requestAnimationFrame(() => list.current?.children[rank]?.querySelector<HTMLElement>(wanted)?.focus())
  const addAfter = (rank: number) => {
    const at = rank + 1
    const next = rows[at]
    if (next !== undefined && isBlank(next)) return focusOn(at)
    if (rows.length < most) set(rows.toSpliced(at, 0, blank()), all.toSpliced(at, 0, Math.max(-1, ...all) + 1))
    return focusOn(Math.min(at, most - 1))
  }
  const remove = (rank: number) => {
    set(rows.toSpliced(rank, 1), all.toSpliced(rank, 1))
    focusOn(Math.min(rank, rows.length - 2))
  }
  const move = (rank: number, by: 1 | -1, wanted: string) => {
    if (rank + by < 0 || rank + by >= rows.length) return
    set(swapped(rows, rank, by), swapped(all, rank, by))
    focusOn(rank + by, wanted)
  }
  const onKeyDown = (event: KeyboardEvent, row: Row, rank: number) => {
    const isField = event.target instanceof HTMLTextAreaElement || isLine(event.target)
    if (!isField || event.nativeEvent.isComposing) return
    const by = { ArrowUp: -1, ArrowDown: 1 }[event.key] as 1 | -1 | undefined
    const isPlain = !event.shiftKey && !event.ctrlKey && !event.metaKey && !event.altKey
    if (event.altKey && by && isOrdered) move(rank, by, 'textarea, input[type="text"]')
    else if (event.key === 'Enter' && isPlain) addAfter(rank)
    else if (event.key === 'Backspace' && isBlank(row) && rows.length > least) remove(rank)
    else return
    event.preventDefault()
  }
  return (
    <>
      <ol ref={list} className="editor__list">
        {rows.map((row, rank) => (
          // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- keys of the fields inside
          <li key={keyOf(rank)} className="row-list__row" onKeyDown={(event) => onKeyDown(event, row, rank)}>
            <div className="row-list__fields">
              {children(row, rank, (part) => set(rows.with(rank, { ...row, ...part }), all))}
            </div>
            <span className="editor__moves">
              {isOrdered &&
                ([-1, 1] as const).map((by) => (
                  <Button
                    key={by}
                    size="small"
                    variant="quiet"
                    iconOnly
                    data-move={by}
                    aria-label={t(by === -1 ? 'questions.edit.rowUp' : 'questions.edit.rowDown', {
                      name: nameOf(rank),
                    })}
                    disabled={rank + by < 0 || rank + by >= rows.length}
                    onClick={() => move(rank, by, `[data-move="${by}"]`)}
                  >
                    <Icon name={by === -1 ? 'arrow-up' : 'arrow-down'} />
                  </Button>
                ))}
              <Button
                size="small"
                variant="quiet"
                iconOnly
                aria-label={t('questions.edit.rowRemove', { name: nameOf(rank) })}
                disabled={rows.length <= least}
                onClick={() => remove(rank)}
              >
                <Icon name="trash" />
              </Button>
            </span>
          </li>
        ))}
      </ol>
      <div className="editor__add">
        <Button size="small" variant="quiet" onClick={() => addAfter(rows.length - 1)} disabled={rows.length >= most}>
          <Icon name="plus" />
          {add}
        </Button>
      </div>
    </>
  )
}

const isLine = (target: EventTarget) => target instanceof HTMLInputElement && target.type === 'text'

function swapped<T>(all: readonly T[], rank: number, by: number): T[] {
  const next = [...all]
  ;[next[rank], next[rank + by]] = [all[rank + by] as T, all[rank] as T]
  return next
}

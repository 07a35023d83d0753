import { type KeyboardEvent, useId, useRef, useState } from 'react'
import { ticksOf } from '#core/exams/certainty.ts'
import { useText } from '#web/text/text.tsx'
import { ContentView } from '#web/ui/ContentView.tsx'
import { Icon } from '#web/ui/Icon.tsx'
import type { KindProps } from './kind-props.ts'
import { letterIn, orderedAnswer, orderLetters, orderOf, orderSaid, withItemMoved } from './order.ts'
import { useRowDrag } from './use-row-drag.ts'

/**
 * A list that is put in order: by buttons, by keys, by letters, or by dragging. The order of the draw is no answer until
 * the student moves an item or keeps it: docs/decisions/0116-an-untouched-order-is-blank.md.
 */
export function OrderingFields({ question, chosen, isOff, onChoose, stem, children }: KindProps) {
  const { t } = useText()
  const hintId = useId()
  const list = useRef<HTMLOListElement>(null)
  const [said, say] = useState('')
  const order = orderOf(question, chosen)
  const count = order.length
  const isPlaced = ticksOf(chosen).length > 0
  const set = (next: readonly string[]) => onChoose(orderedAnswer(question, next, chosen))
  const move = (from: number, to: number) => {
    const item = order[from]
    if (isOff || item === undefined || to < 0 || to >= count || to === from) return
    set(withItemMoved(order, from, to))
    say(t('attempts.kinds.moved', { letter: letterIn(question, item), place: to + 1, count }))
    // A row that moved lost the focus; at an end of the list one of its buttons is off.
    requestAnimationFrame(() => {
      const row = list.current?.children[to]
      const wanted = row?.querySelector<HTMLElement>(`[data-move="${Math.sign(to - from)}"]:enabled`)
      const other = wanted ?? row?.querySelector<HTMLElement>('button:enabled')
      other?.focus()
    })
  }
  const drag = useRowDrag(list, move)
  const onKeyDown = (event: KeyboardEvent, rank: number) => {
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return
    const to = { ArrowUp: rank - 1, ArrowDown: rank + 1, Home: 0, End: count - 1 }[event.key] ?? Number(event.key) - 1
    if (!(to >= -1 && to <= count)) return
    event.preventDefault()
    move(rank, to)
  }
  return (
    <fieldset aria-describedby={hintId}>
      {stem}
      <p className="kinds__hint" id={hintId}>
        {t('attempts.kinds.orderingHint')}
      </p>
      <ol ref={list} className="ordering" data-placed={isPlaced || undefined}>
        {order.map((item, rank) => {
          const letter = letterIn(question, item)
          const content = question.choices.find(({ id }) => id === item)?.text ?? []
          return (
            <li
              key={item}
              className="ordering__row"
              data-dragged={drag.from === rank || undefined}
              data-drop={drag.dropAt(rank)}
            >
              <span className="ordering__place">
                <span aria-hidden="true">{isPlaced ? rank + 1 : '–'}</span>
                <span className="vh">
                  {t(isPlaced ? 'attempts.kinds.place' : 'attempts.kinds.noPlace', { place: rank + 1, count })}
                </span>
              </span>
              <span className="ordering__letter">{letter}</span>
              <span className="ordering__text">
                <ContentView content={content} inline />
              </span>
              <span className="ordering__moves">
                {([-1, 1] as const).map((by) => (
                  <button
                    key={by}
                    type="button"
                    className="ordering__move"
                    data-move={by}
                    aria-label={t(by < 0 ? 'attempts.kinds.up' : 'attempts.kinds.down', {
                      letter,
                      place: rank + 1,
                      count,
                    })}
                    disabled={isOff || rank + by < 0 || rank + by >= count}
                    onClick={() => move(rank, rank + by)}
                    onKeyDown={(event) => onKeyDown(event, rank)}
                  >
                    <Icon name={by < 0 ? 'arrow-up' : 'arrow-down'} />
                  </button>
                ))}
                {!isOff && (
                  <span className="ordering__handle" aria-hidden="true" {...drag.handle(rank)}>
                    <Icon name="drag" />
                  </span>
                )}
              </span>
            </li>
          )
        })}
      </ol>
      <p className="vh" role="status">
        {said}
      </p>
      <div className="ordering__end">
        <LettersField
          key={orderLetters(question, isPlaced ? order : [])}
          first={orderLetters(question, isPlaced ? order : [])}
          count={count}
          isOff={isOff}
          onLetters={(letters) => {
            const next = orderSaid(question, letters)
            if (next) set(next)
          }}
        />
        {!isPlaced && (
          <p className="ordering__blank">
            {t('attempts.kinds.notYet')}{' '}
            <button type="button" className="ordering__keep" disabled={isOff} onClick={() => set(order)}>
              {t('attempts.kinds.keepOrder')}
            </button>
          </p>
        )}
      </div>
      {children}
    </fieldset>
  )
}

type LettersProps = { first: string; count: number; isOff: boolean; onLetters: (letters: string) => void }

/** The whole order typed as its letters: « CABD ». */
function LettersField({ first, count, isOff, onLetters }: LettersProps) {
  const { t } = useText()
  const [letters, setLetters] = useState(first)
  return (
    <label className="ordering__letters">
      {t('attempts.kinds.letters')}
      <input
        className="input input--mono"
        value={letters}
        size={count + 2}
        maxLength={3 * count}
        autoComplete="off"
        autoCapitalize="characters"
        spellCheck={false}
        disabled={isOff}
        onChange={({ target }) => {
          setLetters(target.value)
          onLetters(target.value)
        }}
      />
    </label>
  )
}

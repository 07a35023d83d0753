import { type ChangeEvent, type KeyboardEvent, useEffect, useRef } from 'react'
import { useText } from '#web/text/text.tsx'
import { type KeyPress, offered, type PaperCopyQuestion, type Typing } from './paper-typing.ts'

type Props = {
  typing: Typing
  questions: readonly PaperCopyQuestion[]
  /** The cells to check, with the letters of the other entry. */
  doubts: Readonly<Record<string, string>>
  /** False when the grid does not handle the key. */
  onKey: (key: KeyPress, at: number) => boolean
  onFocus: (at: number) => void
  /** The words of an answer that is no letters. */
  onWords: (at: number, words: string) => void
}

/** One cell per question, in columns of ten as on the sheet; the cursor goes down each column. */
export function PaperGrid({ typing, questions, doubts, onKey, onFocus, onWords }: Props) {
  const { t } = useText()
  const cells = useRef<(HTMLInputElement | null)[]>([])
  useEffect(() => cells.current[typing.at]?.focus(), [typing.at])
  const onKeyDown = (event: KeyboardEvent, at: number) => {
    const { code, shiftKey, ctrlKey, metaKey, altKey } = event
    // On a French keyboard, the digit row types & é " without Shift.
    const key = /^Digit\d$/.test(code) ? code.slice(-1) : event.key
    const undo = (ctrlKey || metaKey) && key.toLowerCase() === 'z'
    if (((ctrlKey || metaKey) && !undo) || altKey || key === 'Tab') return
    if (onKey({ key, shift: shiftKey, undo }, at)) event.preventDefault()
  }
  // Phone keyboards do not report keys, so the key is deduced from the change of the text.
  const onChange = ({ target }: ChangeEvent<HTMLInputElement>, { at, shown }: { at: number; shown: string }) => {
    const [key] = target.value.length < shown.length ? ['Backspace'] : target.value.slice(-1)
    if (key) onKey({ key }, at)
  }
  return (
    <ol className="paper__grid">
      {questions.map((question, at) => {
        const letters = typing.letters[question.id]
        const shown = letters === '' ? '–' : (letters ?? '')
        const doubt = doubts[question.id]
        const isWrong = typing.fault?.at === at || doubt !== undefined
        return (
          <li key={question.id} className="paper__cell" data-doubt={doubt !== undefined || undefined}>
            <span aria-hidden="true">{at + 1}</span>
            <input
              ref={(node) => {
                cells.current[at] = node
              }}
              className="input input--mono"
              aria-label={t('grading.paper.cell', {
                number: at + 1,
                last: offered(question).at(-1) ?? '',
                certainty: `${question.certainty ?? 'none'}`,
              })}
              aria-invalid={isWrong || undefined}
              autoComplete="off"
              autoCapitalize={question.isTyped ? 'none' : 'characters'}
              spellCheck={false}
              value={shown}
              onFocus={() => onFocus(at)}
              onKeyDown={(event) => onKeyDown(event, at)}
              onChange={(event) =>
                question.isTyped ? onWords(at, event.target.value) : onChange(event, { at, shown })
              }
            />
            {doubt !== undefined && (
              <small>{t('grading.paper.otherTyping', { letters: doubt || t('grading.paper.blankWord') })}</small>
            )}
          </li>
        )
      })}
    </ol>
  )
}

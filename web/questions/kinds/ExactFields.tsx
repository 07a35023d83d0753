import { useEffect, useEffectEvent, useId, useRef, useState } from 'react'
import { longestTyped } from '#core/questions/typed-answer.ts'
import { useText } from '#web/text/text.tsx'
import { withTyped, wordsTyped } from './answer-parts.ts'
import type { KindProps } from './kind-props.ts'
import { useTypedRules } from './use-typed-rules.ts'

/** How long after the last key the answer is saved. */
const pauseMs = 700

/** Words or a number, compared by rules that are said beforehand. */
export function ExactFields({ question, chosen, isOff, onChoose, stem, children }: KindProps) {
  const { t } = useText()
  const id = useId()
  const rules = useTypedRules(question)
  const { text, type, save } = useTypedText(wordsTyped(chosen), (typed) => onChoose(withTyped(chosen, typed)))
  return (
    <fieldset aria-describedby={`${id}-rules`}>
      {stem}
      <div className="exact">
        <label className="exact__label" htmlFor={id}>
          {t('attempts.kinds.yourAnswer')}
        </label>
        <span className="exact__field">
          <input
            id={id}
            className="input input--mono exact__input"
            value={text}
            maxLength={longestTyped}
            autoComplete="off"
            autoCapitalize="none"
            autoCorrect="off"
            spellCheck={false}
            disabled={isOff}
            aria-describedby={`${id}-rules`}
            onChange={({ target }) => type(target.value)}
            onBlur={save}
            // Enter saves: it must not send the form around a practice question, which does not have these words yet.
            onKeyDown={(event) => {
              if (event.key !== 'Enter' || event.nativeEvent.isComposing) return
              event.preventDefault()
              save()
            }}
          />
        </span>
        <ul className="exact__rules" id={`${id}-rules`}>
          {rules.map((rule) => (
            <li key={rule}>{rule}</li>
          ))}
        </ul>
      </div>
      {children}
    </fieldset>
  )
}

/** What is typed, saved when typing pauses, when the field is left, and when the page is hidden or closed. */
function useTypedText(saved: string, onSave: (typed: string) => void) {
  const [text, setText] = useState(saved)
  const [known, setKnown] = useState(saved)
  // Cleared, or read again from another device.
  if (saved !== known) {
    setKnown(saved)
    setText(saved)
  }
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined)
  const save = () => {
    clearTimeout(timer.current)
    const typed = text.trim()
    if (typed === known) return
    setKnown(typed)
    onSave(typed)
  }
  const saveNow = useEffectEvent(save)
  useEffect(() => {
    if (text.trim() === known) return
    timer.current = setTimeout(() => saveNow(), pauseMs)
    return () => clearTimeout(timer.current)
  }, [text, known])
  useEffect(() => {
    const leave = () => saveNow()
    // Before the page sends what waits for the network (sitting/page-events.ts).
    const early = { capture: true }
    document.addEventListener('visibilitychange', leave, early)
    window.addEventListener('pagehide', leave, early)
    return () => {
      document.removeEventListener('visibilitychange', leave, early)
      window.removeEventListener('pagehide', leave, early)
      leave()
    }
  }, [])
  return { text, type: setText, save }
}

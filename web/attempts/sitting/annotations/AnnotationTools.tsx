import { type KeyboardEvent, type ReactNode, useEffect, useEffectEvent, useId, useRef, useState } from 'react'
import type { AskedQuestion } from '#contract/questions/asked-question.ts'
import type { AnswerTools } from '#web/attempts/answer-tools.ts'
import { isForUs, placeOf } from '#web/attempts/sitting/use-shortcuts.ts'
import { isTicked } from '#web/questions/is-ticked.ts'
import { useText } from '#web/text/text.tsx'
import { ContentView } from '#web/ui/ContentView.tsx'
import type { ViewNode } from '#web/ui/code-lines.ts'
import { Field } from '#web/ui/Field.tsx'
import { Icon } from '#web/ui/Icon.tsx'
import { Textarea } from '#web/ui/Textarea.tsx'
import { annotate, longestNote, toggledIn, useAnnotations } from './annotations.ts'
import { sentenceParagraphs } from './sentences.ts'
import './annotations.css'

type Props = {
  attemptId: string
  question: AskedQuestion
  isOff: boolean
  /** Gives the page what it shows in the stem and beside each choice. */
  onTools: (tools: AnswerTools) => void
}

/** The button that opens a student's own annotations of a question, and their note. */
export function AnnotationTools({ attemptId, question, isOff, onTools }: Props): ReactNode {
  const { t } = useText()
  const own = useAnnotations({ attemptId, questionId: question.id })
  const [isOpen, setOpen] = useState(false)
  const note = useRef<HTMLTextAreaElement>(null)
  const hintId = useId()
  const place = { attemptId, questionId: question.id }
  const give = useEffectEvent(onTools)
  useEffect(() => {
    const { struck, marked } = own
    const of = { attemptId, questionId: question.id }
    const strike = (choice: string) => annotate(of, { struck: toggledIn(struck, choice) })
    const mark = (sentence: string) => annotate(of, { marked: toggledIn(marked, sentence) })
    give({
      isStruck: (choice) => struck.includes(choice),
      strike: isOpen
        ? (choice, letter) => (
            <StrikeButton letter={letter} isOn={struck.includes(choice)} onStrike={() => strike(choice)} />
          )
        : null,
      paragraph: (block, rank) => (
        <Sentences block={block} rank={rank} marked={marked} describedBy={hintId} onMark={isOpen ? mark : null} />
      ),
    })
  }, [attemptId, question.id, own, isOpen, hintId])
  const open = () => {
    setOpen(true)
    requestAnimationFrame(() => note.current?.focus())
  }
  useOwnKeys({
    question,
    isOff,
    onStrike: (choice) => annotate(place, { struck: toggledIn(own.struck, choice) }),
    onNote: open,
  })
  return (
    <div className="annotations">
      <button
        type="button"
        className="annotations__open"
        aria-pressed={isOpen}
        disabled={isOff}
        onClick={() => setOpen(!isOpen)}
      >
        <Icon name="edit" />
        {t('attempts.annotations.open')}
      </button>
      {isOpen && (
        <p className="annotations__hint" id={hintId}>
          {t('attempts.annotations.highlight')}
        </p>
      )}
      {(isOpen || own.note !== '') && (
        <Field label={t('attempts.annotations.note')} hint={t('attempts.annotations.kept')}>
          <Textarea
            ref={note}
            rows={3}
            maxLength={longestNote}
            autoComplete="off"
            value={own.note}
            disabled={isOff}
            onChange={({ target }) => annotate(place, { note: target.value })}
          />
        </Field>
      )}
    </div>
  )
}

function StrikeButton({ letter, isOn, onStrike }: { letter: string; isOn: boolean; onStrike: () => void }) {
  const { t } = useText()
  return (
    <button type="button" className="annotations__strike" aria-pressed={isOn} onClick={onStrike}>
      <s aria-hidden="true">{letter}</s>
      <span className="vh">{t('attempts.annotations.strike', { letter })}</span>
    </button>
  )
}

type SentencesProps = {
  block: ViewNode
  rank: number
  marked: readonly string[]
  describedBy: string
  onMark: ((sentence: string) => void) | null
}

/** A paragraph whose sentences are highlighted, one by one, by a touch or by Space. */
function Sentences({ block, rank, marked, describedBy, onMark }: SentencesProps) {
  if (block.type !== 'element' || block.tag !== 'p') return <ContentView content={[block]} inline />
  return sentenceParagraphs(block).map((sentence, index) => {
    const id = `${rank}.${index}`
    const isOn = marked.includes(id)
    const words = <ContentView content={sentence} inline />
    if (onMark === null) return isOn ? <mark key={id}>{words}</mark> : <span key={id}>{words}</span>
    const byKey = (event: KeyboardEvent) => {
      if (event.key !== ' ' && event.key !== 'Enter') return
      event.preventDefault()
      onMark(id)
    }
    return (
      // A button would not break over lines as the words of a stem do.
      <span
        key={id}
        role="button"
        tabIndex={0}
        className={isOn ? 'annotations__sentence annotations__sentence--on' : 'annotations__sentence'}
        aria-pressed={isOn}
        aria-describedby={describedBy}
        onClick={() => onMark(id)}
        onKeyDown={byKey}
      >
        {words}
      </span>
    )
  })
}

type KeysProps = {
  question: AskedQuestion
  isOff: boolean
  onStrike: (choice: string) => void
  onNote: () => void
}

/** What stands once under its letter can be struck out: not the options of a gap, nor what is put in order. */
const isStrikable = ({ type }: AskedQuestion) => isTicked(type) || type === 'matching'

/** Shift and the letter of a choice strike it out; N opens the note. Under the rules of the other keys of the page. */
function useOwnKeys({ question, isOff, onStrike, onNote }: KeysProps) {
  const press = useEffectEvent((event: globalThis.KeyboardEvent) => {
    if (isOff || event.altKey || !isForUs(event)) return
    const choice = event.shiftKey && isStrikable(question) ? question.choices[placeOf(event.key)] : undefined
    if (choice === undefined && (event.shiftKey || event.key.toLowerCase() !== 'n')) return
    event.preventDefault()
    if (choice) onStrike(choice.id)
    else onNote()
  })
  useEffect(() => {
    const listen = (event: globalThis.KeyboardEvent) => press(event)
    document.addEventListener('keydown', listen)
    return () => document.removeEventListener('keydown', listen)
  }, [])
}

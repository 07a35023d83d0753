import { useId } from 'react'
import type { AskedQuestion } from '#contract/questions/asked-question.ts'
import type { Content } from '#contract/questions/content.ts'
import { certaintyDegrees, certaintyMark, certaintyOf, ticksOf } from '#core/exams/certainty.ts'
import { isTicked } from '#web/questions/is-ticked.ts'
import { LazyKind } from '#web/questions/LazyKind.tsx'
import { letterOf } from '#web/questions/letter-of.ts'
import { sentencesOf, splitStem } from '#web/questions/split-stem.ts'
import { useText } from '#web/text/text.tsx'
import { ContentView } from '#web/ui/ContentView.tsx'
import { Segmented } from '#web/ui/Segmented.tsx'
import { AnswerRow } from './AnswerRow.tsx'
import type { AnswerTools } from './answer-tools.ts'
import { toggled } from './toggled.ts'

type Props = {
  question: AskedQuestion
  chosen: readonly string[]
  isOff: boolean
  onChoose: (choices: string[]) => void
  /** The student's own annotations, once they are loaded. */
  tools?: AnswerTools | null
}

const degrees = Array.from({ length: certaintyDegrees }, (_, index) => `${index + 1}`)

/** The stem of a question and its choices, as one fieldset with its name, its hint and its keyboard shortcuts. */
export function AnswerFields({ question, chosen, isOff, onChoose, tools = null }: Props) {
  const { t } = useText()
  const hintId = useId()
  const own = { question, chosen, isOff, onChoose }
  if (!isTicked(question.type))
    return (
      <LazyKind {...own} tools={tools} stem={<Stem stem={question.stem} tools={tools} />}>
        <UnderAnswer {...own} />
      </LazyKind>
    )
  const isMany = question.type === 'multiple'
  return (
    // Each choice is disabled rather than the fieldset, so that code in the stem can still be scrolled by keyboard.
    <fieldset aria-describedby={hintId}>
      <Stem stem={question.stem} tools={tools} />
      <p className={isMany ? 'question__hint question__hint--many' : 'question__hint'} id={hintId}>
        {t(isMany ? 'attempts.question.many' : 'attempts.question.one')}
      </p>
      <div className="answer-list">
        {question.choices.map((choice, index) => (
          <AnswerRow
            key={choice.id}
            name={question.id}
            kind={isMany ? 'checkbox' : 'radio'}
            letter={letterOf(index)}
            isChosen={chosen.includes(choice.id)}
            isOff={isOff}
            onChoose={() => onChoose(toggled({ question, chosen, choice: choice.id }))}
            struck={tools?.isStruck(choice.id) ? t('attempts.annotations.struck') : undefined}
            tool={tools?.strike?.(choice.id, letterOf(index))}
          >
            <ContentView content={choice.text} inline />
          </AnswerRow>
        ))}
      </div>
      <UnderAnswer {...own} />
    </fieldset>
  )
}

/** What is asked: the legend of the fieldset, then what a legend cannot hold. */
function Stem({ stem, tools }: { stem: Content; tools: AnswerTools | null }) {
  const { opening, rest } = splitStem(stem)
  return (
    <>
      <legend className="question__stem">
        {opening.map((block, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a stem never changes
          <span key={index} className="question__para">
            {tools ? tools.paragraph(block, index) : <ContentView content={[block]} inline />}
          </span>
        ))}
        {/* The rest of the stem, after a code block, is part of the accessible name of the group. */}
        {rest.length > 0 && <span className="vh">{sentencesOf(rest)}</span>}
      </legend>
      {rest.length > 0 && (
        <div className="question__rest">
          <ContentView content={rest} />
        </div>
      )}
    </>
  )
}

/** The certainty of an answer, and the button that clears it. */
function UnderAnswer({ question, chosen, isOff, onChoose }: Omit<Props, 'tools'>) {
  const { t } = useText()
  return (
    <>
      {question.certainty && (
        <Segmented
          legend={t('attempts.certainty.ask')}
          isLegendShown
          disabled={isOff || chosen.length === 0}
          value={`${certaintyOf(chosen)}`}
          onChange={(degree) => onChoose([...ticksOf(chosen), certaintyMark(degree)])}
          options={degrees.map((value) => ({ value, label: t('attempts.certainty.degree', { degree: value }) }))}
        />
      )}
      <button
        type="button"
        className="question__clear"
        hidden={chosen.length === 0}
        disabled={isOff}
        onClick={() => onChoose([])}
      >
        {t(/^(single|true|exact)/.test(question.type) ? 'attempts.question.clearOne' : 'attempts.question.clearMany')}
      </button>
    </>
  )
}

import { createContext, useContext, useId, useMemo } from 'react'
import type { Content } from '#contract/questions/content.ts'
import { plainText } from '#contract/questions/plain-text.ts'
import { splitStem } from '#web/questions/split-stem.ts'
import { useText } from '#web/text/text.tsx'
import { ContentView } from '#web/ui/ContentView.tsx'
import { optionChosen, optionsOf, partIdsOf, withOption } from './answer-parts.ts'
import { spokenGaps, withFields } from './gaps.ts'
import type { KindProps } from './kind-props.ts'

type Filling = Pick<KindProps, 'question' | 'chosen' | 'isOff' | 'onChoose'>

/** The fields are inside a stem that is drawn once: they read what is chosen from here. */
const FillingContext = createContext<Filling | null>(null)

/** A text with a list in place of each gap. */
export function ClozeFields({ question, chosen, isOff, onChoose, children }: KindProps) {
  const { t } = useText()
  const hintId = useId()
  const count = partIdsOf(question).length
  const filling = useMemo(() => ({ question, chosen, isOff, onChoose }), [question, chosen, isOff, onChoose])
  return (
    <fieldset aria-describedby={hintId}>
      <legend className="vh">{spokenGaps(wordsOf(question.stem), (n) => t('attempts.kinds.gap', { n, count }))}</legend>
      <FillingContext.Provider value={filling}>
        <FilledStem stem={question.stem} />
      </FillingContext.Provider>
      <p className="kinds__hint" id={hintId}>
        {t('attempts.kinds.clozeHint', { count })}
      </p>
      {children}
    </fieldset>
  )
}

/** The sentences, without the code. */
const wordsOf = (stem: Content) =>
  stem.flatMap((node) => (node.type === 'element' && node.tag === 'p' ? plainText([node]) : [])).join(' ')

function FilledStem({ stem }: { stem: Content }) {
  const { opening, rest } = useMemo(() => {
    const parts = splitStem(stem)
    const field = (part: string) => <Gap part={part} />
    return {
      opening: parts.opening.map((block) => withFields([block], field)),
      rest: withFields(parts.rest, field),
    }
  }, [stem])
  return (
    <>
      {opening.map((block, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a stem never changes
        <div key={index} className="question__stem kinds__cloze">
          <ContentView content={block} inline />
        </div>
      ))}
      {rest.length > 0 && (
        <div className="question__rest kinds__cloze">
          <ContentView content={rest} />
        </div>
      )}
    </>
  )
}

/** The list of one gap, named by its place: « Trou 2 sur 4 ». */
function Gap({ part }: { part: string }) {
  const { t } = useText()
  const filling = useContext(FillingContext)
  if (filling === null) return null
  const { question, chosen, isOff, onChoose } = filling
  const parts = partIdsOf(question)
  const value = optionChosen(question, part, chosen)?.id ?? ''
  const n = parts.indexOf(part) + 1
  return (
    <select
      className="gap"
      aria-label={t('attempts.kinds.gap', { n, count: parts.length })}
      value={value}
      data-filled={value !== '' || undefined}
      disabled={isOff}
      onChange={({ target }) => onChoose(withOption(question, chosen, { part, option: target.value }))}
    >
      <option value="">{t('attempts.kinds.gapEmpty', { n })}</option>
      {optionsOf(question, part).map(({ id, text }) => (
        <option key={id} value={id}>
          {plainText(text)}
        </option>
      ))}
    </select>
  )
}

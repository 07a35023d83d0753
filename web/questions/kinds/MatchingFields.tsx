import { useId } from 'react'
import { plainText } from '#contract/questions/plain-text.ts'
import { letterOf } from '#web/questions/letter-of.ts'
import { useText } from '#web/text/text.tsx'
import { ContentView } from '#web/ui/ContentView.tsx'
import { optionChosen, optionsOf, withOption } from './answer-parts.ts'
import type { KindProps } from './kind-props.ts'

/** As many characters of an answer as its line of a list shows. */
const longestInList = 80

/** Each item with a list of the answers, which stand once beside, under their letters. */
export function MatchingFields({ question, chosen, isOff, onChoose, stem, tools, children }: KindProps) {
  const { t } = useText()
  const id = useId()
  return (
    <fieldset aria-describedby={`${id}-hint`}>
      {stem}
      <p className="kinds__hint" id={`${id}-hint`}>
        {t('attempts.kinds.matchingHint')}
      </p>
      <div className="matching">
        <div className="matching__options">
          <p className="matching__title" id={`${id}-options`}>
            {t('attempts.kinds.options')}
          </p>
          <ul aria-labelledby={`${id}-options`}>
            {question.choices.map((choice, rank) => (
              <li key={choice.id} className="matching__option">
                <span className="matching__letter">{letterOf(rank)}</span>
                <span
                  className={tools?.isStruck(choice.id) ? 'matching__text matching__text--struck' : 'matching__text'}
                >
                  <ContentView content={choice.text} inline />
                  {tools?.isStruck(choice.id) && <span className="vh">{t('attempts.annotations.struck')}</span>}
                </span>
                {tools?.strike?.(choice.id, letterOf(rank))}
              </li>
            ))}
          </ul>
        </div>
        <ol className="matching__items">
          {(question.parts ?? []).map((part, rank) => (
            <li key={part.id} className="matching__item">
              <span className="matching__number">{rank + 1}</span>
              <span className="matching__text" id={`${id}-${part.id}`}>
                <ContentView content={part.text ?? []} inline />
              </span>
              <select
                className="matching__select"
                aria-labelledby={`${id}-${part.id}`}
                value={optionChosen(question, part.id, chosen)?.id ?? ''}
                data-filled={optionChosen(question, part.id, chosen) !== undefined || undefined}
                disabled={isOff}
                onChange={({ target }) =>
                  onChoose(withOption(question, chosen, { part: part.id, option: target.value }))
                }
              >
                <option value="">{t('attempts.kinds.pick')}</option>
                {optionsOf(question, part.id).map((option) => (
                  <option key={option.id} value={option.id}>
                    {t('attempts.kinds.option', {
                      letter: option.letter,
                      text: plainText(option.text).slice(0, longestInList),
                    })}
                  </option>
                ))}
              </select>
            </li>
          ))}
        </ol>
      </div>
      {children}
    </fieldset>
  )
}

import type { Reply } from '#contract/endpoint.ts'
import type { getBooklet } from '#contract/exams/composition.ts'
import { letterAt } from '#core/exams/paper.ts'
import { ContextView } from '#web/questions/ContextView.tsx'
import type { ContextBlock } from '#web/questions/context-block.ts'
import { useText } from '#web/text/text.tsx'
import { ContentView } from '#web/ui/ContentView.tsx'

type Props = {
  question: Omit<Reply<typeof getBooklet>['questions'][number], 'key'>
  /** A letter in each box, for answers written on a separate sheet. */
  isLettered?: boolean
  /** Its document, when it is the first of the questions about it. */
  block?: ContextBlock | null
}

/** A printed question: its stem, its instruction and a box before each choice. */
export function BookletQuestion({ question, isLettered = false, block = null }: Props) {
  const { t, points } = useText()
  return (
    <li className={block ? 'booklet__question booklet__question--first' : 'booklet__question'}>
      {block && <ContextView {...block} />}
      <ContentView content={question.stem} />
      <p className="booklet__ask">
        {t(`questions.ask.${question.type}`)}
        {question.points !== null &&
          ` ${t('questions.points', { value: points(question.points), count: question.points / 100 })}`}
      </p>
      <ul className="booklet__choices">
        {question.choices.map(({ id, text, correct }, index) => (
          <li key={id} data-right={correct || undefined}>
            <span className="booklet__box" aria-hidden={!isLettered}>
              {isLettered ? letterAt(index) : correct ? '✓' : ''}
            </span>
            <div>
              <ContentView content={text} inline />
              {correct && <span className="vh"> ({t('exams.booklet.rightAnswer')})</span>}
            </div>
          </li>
        ))}
      </ul>
      {question.explanation && (
        <div className="booklet__explanation">
          <ContentView content={question.explanation} />
        </div>
      )}
    </li>
  )
}

import type { Reply } from '#contract/endpoint.ts'
import type { getBooklet } from '#contract/exams/composition.ts'
import { letterAt } from '#core/exams/paper.ts'
import { useText } from '#web/text/text.tsx'
import { ContentView } from '#web/ui/ContentView.tsx'

type Props = {
  question: Omit<Reply<typeof getBooklet>['questions'][number], 'key'>
  /** A letter in each box, for answers written on a separate sheet. */
  isLettered?: boolean
}

/** A printed question: its stem, its instruction and a box before each choice. */
export function BookletQuestion({ question, isLettered = false }: Props) {
  const { t, points } = useText()
  return (
    <li className="booklet__question">
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

import type { Reply } from '#contract/endpoint.ts'
import type { getBooklet } from '#contract/exams/composition.ts'
import { letterAt } from '#core/exams/paper.ts'
import { isParted, listedChoices, partsOf } from '#core/questions/parts.ts'
import { ContextView } from '#web/questions/ContextView.tsx'
import type { ContextBlock } from '#web/questions/context-block.ts'
import { withFields } from '#web/questions/kinds/gaps.ts'
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
      <ContentView content={question.type === 'cloze' ? withFields(question.stem, blank) : question.stem} />
      <p className="booklet__ask">
        {t(`questions.ask.${question.type}`)}
        {question.points !== null &&
          ` ${t('questions.points', { value: points(question.points), count: question.points / 100 })}`}
      </p>
      <BookletAnswers question={question} isLettered={isLettered} />
      {question.explanation && (
        <div className="booklet__explanation">
          <ContentView content={question.explanation} />
        </div>
      )}
    </li>
  )
}

/** A gap on paper: its number, and room to write. */
const blank = (part: string) => <span className="booklet__gap">({part})</span>

type AnswersProps = Pick<Props, 'question' | 'isLettered'>

/** What there is to choose: boxes to tick, the options of each gap, what is put in order or matched, or a line to write. */
function BookletAnswers({ question, isLettered = false }: AnswersProps) {
  const { t } = useText()
  const { type, choices, parts } = question
  if (type === 'exact_answer' && !choices.some(({ correct }) => correct)) return <p className="booklet__line" />
  if (!isParted(type)) return <Boxes choices={choices} isLettered={isLettered} />
  if (type === 'cloze')
    return (
      <ol className="booklet__parts">
        {partsOf(choices).map((part, rank) => (
          <li key={part.id}>
            <p className="booklet__ask">{t('questions.partName', { type, n: rank + 1 })}</p>
            <Boxes choices={part.choices} isLettered={isLettered} />
          </li>
        ))}
      </ol>
    )
  const listed = listedChoices(type, choices)
  const rightOf = (part: string) => {
    const right = choices.find((choice) => choice.part === part && choice.correct)
    return right ? letterAt(listed.findIndex(({ id }) => id === right.option)) : ''
  }
  return (
    <>
      <Boxes choices={listed.map((choice) => ({ ...choice, correct: null }))} isLettered />
      <ol className="booklet__parts">
        {/* A copy lists its options once, and names its parts apart. */}
        {(parts ?? partsOf(choices)).map(({ id }, rank) => (
          <li key={id} className="booklet__pair">
            <span>
              {t('questions.partName', { type, n: rank + 1 })}{' '}
              <ContentView content={parts?.find((part) => part.id === id)?.text ?? []} inline />
            </span>
            <span className="booklet__box">{rightOf(id)}</span>
          </li>
        ))}
      </ol>
    </>
  )
}

type BoxesProps = { choices: Props['question']['choices']; isLettered: boolean }

function Boxes({ choices, isLettered }: BoxesProps) {
  const { t } = useText()
  return (
    <ul className="booklet__choices">
      {choices.map(({ id, text, correct }, index) => (
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
  )
}

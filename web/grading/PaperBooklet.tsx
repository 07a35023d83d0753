import { BookletQuestion } from '#web/exams/BookletQuestion.tsx'
import { blockFrom } from '#web/questions/context-block.ts'
import { useText } from '#web/text/text.tsx'
import { ContentView } from '#web/ui/ContentView.tsx'
import { PaperHead, type PaperSheets, type PrintedCopy } from './PaperAnswerSheet.tsx'
import '#web/exams/booklet.css'

/** The questions of one student in the order of their paper; the letters match those of the answer sheet. */
export function PaperBooklet({ sheets, copy }: { sheets: PaperSheets; copy: PrintedCopy }) {
  const { t } = useText()
  const asked = copy.paper.flatMap(({ questionId }) => sheets.questions.find(({ id }) => id === questionId) ?? [])
  return (
    <article className="booklet">
      <PaperHead sheets={sheets} copy={copy} title={t('grading.paper.print.bookletTitle')} />
      {sheets.instructions.length > 0 && <ContentView content={sheets.instructions} />}
      <ol className="booklet__questions">
        {copy.paper.map(({ questionId, choiceIds }) => {
          const question = sheets.questions.find(({ id }) => id === questionId)
          if (!question) return null
          const choices = choiceIds.flatMap((id) => {
            const choice = question.choices.find((each) => each.id === id)
            return choice ? [{ ...choice, correct: null }] : []
          })
          return (
            <BookletQuestion
              key={questionId}
              question={{ ...question, choices, explanation: null }}
              isLettered
              block={blockFrom(asked, sheets.contexts, asked.indexOf(question) + 1)}
            />
          )
        })}
      </ol>
    </article>
  )
}

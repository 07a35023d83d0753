import type { Reply } from '#contract/endpoint.ts'
import type { printPaperCopies } from '#contract/grading/paper.ts'
import { showCode } from '#core/access-code.ts'
import { certaintyMarks } from '#core/exams/certainty.ts'
import { letterAt, lettersByPart } from '#core/exams/paper.ts'
import { useSlotName } from '#web/exams/use-slot-name.ts'
import { useText } from '#web/text/text.tsx'
import { QrCode } from '#web/ui/QrCode.tsx'

export type PaperSheets = Reply<typeof printPaperCopies>
export type PrintedCopy = PaperSheets['copies'][number]
type Props = { sheets: PaperSheets; copy: PrintedCopy }

/** Lines per block of the sheet, in columns of ten as on the entry grid. */
const perBlock = 40

type SheetLine = {
  id: string
  /** `7`, or `7.2` for the second part of a question. */
  name: string
  boxes: number
  /** On the last line of the question. */
  certainty: number
  isWords: boolean
}

/** The answer sheet of a student: boxes in the order of their paper, and the code that identifies it. */
export function PaperAnswerSheet({ sheets, copy }: Props) {
  const { t } = useText()
  const lines = linesOf(sheets, copy)
  const blocks = Array.from({ length: Math.ceil(lines.length / perBlock) }, (_, index) => index * perBlock)
  const widest = Math.max(...lines.map(({ boxes, certainty, isWords }) => (isWords ? widthOfWords : boxes) + certainty))
  return (
    <article className="answer-sheet">
      <PaperHead sheets={sheets} copy={copy} title={t('grading.paper.print.sheetTitle')} />
      <p className="answer-sheet__how">{t('grading.paper.print.how')}</p>
      {lines.some(({ certainty }) => certainty > 0) && (
        <p className="answer-sheet__how">{t('grading.paper.print.certainty')}</p>
      )}
      {blocks.map((from) => (
        <ol key={from} className="answer-sheet__block" data-columns={columnsFor(widest)}>
          {lines.slice(from, from + perBlock).map(({ id, name, boxes, certainty, isWords }) => (
            <li key={id} className="answer-sheet__line">
              <strong>{name}</strong>
              {isWords && <span className="answer-sheet__words" />}
              {Array.from({ length: boxes }, (_, rank) => letterAt(rank)).map((letter) => (
                <span key={letter} className="answer-sheet__box">
                  {letter}
                </span>
              ))}
              {certaintyMarks(certainty).map((mark, rank) => (
                <span key={mark} className="answer-sheet__box answer-sheet__box--sure">
                  {rank + 1}
                </span>
              ))}
            </li>
          ))}
        </ol>
      ))}
      <p className="answer-sheet__sign">{t('grading.paper.print.signature')}</p>
    </article>
  )
}

/** As many boxes as the room to write a word takes. */
const widthOfWords = 8

/** One line for each question; for each of its parts where it has some. */
function linesOf({ questions }: PaperSheets, { paper }: PrintedCopy): SheetLine[] {
  const byId = new Map(questions.map((question) => [question.id, question]))
  return paper.flatMap(({ questionId, choiceIds }, index): SheetLine[] => {
    const { certainty = 0, typed, parts, choices = [] } = byId.get(questionId) ?? {}
    const name = String(index + 1)
    const whole = { id: questionId, name, boxes: typed ? 0 : choiceIds.length, certainty, isWords: Boolean(typed) }
    const columns = lettersByPart({ parts, choices })
    if (columns.length === 0) return [whole]
    return columns.map((ids, part) => ({
      ...{ id: `${questionId}.${part}`, name: `${name}.${part + 1}`, boxes: ids.length, isWords: false },
      certainty: part === columns.length - 1 ? certainty : 0,
    }))
  })
}

/** The number of columns that fit the width of a page. */
const columnsFor = (boxes: number) => (boxes <= 5 ? 4 : boxes <= 11 ? 2 : 1)

/** The student, the exam, and the code as text and for a scanner. Extra time is personal data, so it is not printed. */
export function PaperHead({ sheets, copy, title }: Props & { title: string }) {
  const { t, date } = useText()
  const nameOf = useSlotName(sheets.slots)
  const day = copy.opensAt && date(copy.opensAt, sheets.timeZone)
  const slot = sheets.slots.length > 1 && nameOf(copy.slot)
  return (
    <header className="paper-head">
      <div>
        <p className="small">{[sheets.courseTitle, day, slot, copy.room].filter(Boolean).join(' · ')}</p>
        <h2>{sheets.examTitle}</h2>
        <p>{title}</p>
      </div>
      <div className="paper-head__who">
        <p className="paper-head__name">
          {copy.familyName} {copy.givenName}
        </p>
        <p>
          {[copy.number && t('grading.paper.print.number', { number: copy.number }), copy.group]
            .filter(Boolean)
            .join(' · ')}
        </p>
        <p className="paper-head__code mono">{showCode(copy.code)}</p>
      </div>
      <QrCode text={copy.code} label={t('grading.paper.print.code', { code: copy.code })} />
    </header>
  )
}

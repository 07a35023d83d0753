import type { Reply } from '#contract/endpoint.ts'
import type { printPaperCopies } from '#contract/grading/paper.ts'
import { showCode } from '#core/access-code.ts'
import { certaintyMarks } from '#core/exams/certainty.ts'
import { letterAt } from '#core/exams/paper.ts'
import { useSlotName } from '#web/exams/use-slot-name.ts'
import { useText } from '#web/text/text.tsx'
import { QrCode } from '#web/ui/QrCode.tsx'

export type PaperSheets = Reply<typeof printPaperCopies>
export type PrintedCopy = PaperSheets['copies'][number]
type Props = { sheets: PaperSheets; copy: PrintedCopy }

/** Questions per block of the sheet, in columns of ten as on the entry grid. */
const perBlock = 40

/** The answer sheet of a student: boxes in the order of their paper, and the code that identifies it. */
export function PaperAnswerSheet({ sheets, copy }: Props) {
  const { t } = useText()
  const blocks = Array.from({ length: Math.ceil(copy.paper.length / perBlock) }, (_, index) => index * perBlock)
  const degrees = new Map(sheets.questions.map(({ id, certainty = 0 }) => [id, certainty]))
  const lines = copy.paper.map((line) => ({ ...line, certainty: degrees.get(line.questionId) ?? 0 }))
  const widest = Math.max(...lines.map(({ choiceIds, certainty }) => choiceIds.length + certainty))
  return (
    <article className="answer-sheet">
      <PaperHead sheets={sheets} copy={copy} title={t('grading.paper.print.sheetTitle')} />
      <p className="answer-sheet__how">{t('grading.paper.print.how')}</p>
      {lines.some(({ certainty }) => certainty > 0) && (
        <p className="answer-sheet__how">{t('grading.paper.print.certainty')}</p>
      )}
      {blocks.map((from) => (
        <ol key={from} className="answer-sheet__block" data-columns={columnsFor(widest)} start={from + 1}>
          {lines.slice(from, from + perBlock).map(({ questionId, choiceIds, certainty }, index) => (
            <li key={questionId} className="answer-sheet__line">
              <strong>{from + index + 1}</strong>
              {choiceIds.map((id, at) => (
                <span key={id} className="answer-sheet__box">
                  {letterAt(at)}
                </span>
              ))}
              {certaintyMarks(certainty).map((mark, at) => (
                <span key={mark} className="answer-sheet__box answer-sheet__box--sure">
                  {at + 1}
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

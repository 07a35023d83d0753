import type { MarkPart } from '#core/assessment/rules.ts'
import { exactText } from '#core/exact-text.ts'
import { toRational } from '#core/rational.ts'
import { PersonLink } from '#web/students/PersonLink.tsx'
import { useText } from '#web/text/text.tsx'
import { Checkbox } from '#web/ui/Checkbox.tsx'
import { Icon } from '#web/ui/Icon.tsx'
import { ScaleDot } from '#web/ui/ScaleDot.tsx'
import { DecisionView } from './DecisionView.tsx'
import { EntryCell } from './EntryCell.tsx'
import { decimalsOf, hundredthsOf } from './exact.ts'
import { type FinalSheetView, gradeOf, nameOf, type SheetLine } from './final-sheet.ts'
import { LineDetail } from './LineDetail.tsx'
import type { SetEntries } from './use-entries.ts'

type Props = {
  courseId: string
  sheet: FinalSheetView
  parts: readonly MarkPart[]
  line: SheetLine
  isOpen: boolean
  onToggle: () => void
  columns: number
  /** The line as it is saved, when coefficients are being tried. */
  saved: SheetLine
  isTicked: boolean
  /** Null on a finalised sheet. */
  onTick: (() => void) | null
  onSet: SetEntries
}

/** A student's row; once expanded, it shows the working and the forms for each mark. */
export function FinalSheetRow({ courseId, sheet, parts, line, isOpen, onToggle, columns, ...more }: Props) {
  const { t, number, language } = useText()
  const { saved, isTicked, onTick, onSet } = more
  const { result } = line
  const was = gradeOf(saved)
  const pass = hundredthsOf(sheet.rules.passMark)
  return (
    <>
      <tr role="row" className="final__row" data-open={isOpen || undefined} data-selected={isTicked || undefined}>
        <th role="rowheader" scope="row" className="table__lead">
          <span className="final__name">
            {onTick && (
              <Checkbox
                bare
                label={t('assessment.bulk.tick', { name: nameOf(line) })}
                checked={isTicked}
                onChange={onTick}
              />
            )}
            <span>
              <PersonLink {...line} />
            </span>
          </span>
        </th>
        {parts.map((part) => (
          <td key={part.id} role="cell" className="table__end" data-label={part.name}>
            <EntryCell line={line} part={part} rules={sheet.rules} onSet={onTick && onSet} />
          </td>
        ))}
        <td role="cell" className="table__end muted table__hide final__spare">
          {result.status === 'graded' && exactText(toRational(result.exact), 3, language)}
        </td>
        <td role="cell" className="table__end table__figure big">
          {result.status === 'graded' && (
            <>
              {was !== null && was !== result.grade && (
                <s className="muted final__was">{number(was / 100, decimalsOf(sheet.rules.rounding.grain))}</s>
              )}{' '}
              {number(result.grade / 100, decimalsOf(sheet.rules.rounding.grain))}
              {(was === null || was === result.grade) && <small className="muted">&#8239;/&#8239;20</small>}
            </>
          )}
          {result.status === 'blocked' && t('assessment.def')}
        </td>
        <td role="cell" className="table__hide final__spare">
          {result.status === 'graded' && <ScaleDot mark={result.grade} pass={pass} />}
        </td>
        <td role="cell">
          <DecisionView result={result} before={line.before} />
        </td>
        <td role="cell" className="table__end final__toggle">
          <button
            type="button"
            className="button button--icon button--small"
            aria-expanded={isOpen}
            aria-label={t('assessment.open', { name: nameOf(line) })}
            onClick={onToggle}
          >
            <Icon name={isOpen ? 'minus' : 'plus'} />
          </button>
        </td>
      </tr>
      {isOpen && (
        <tr role="row" className="final__detail">
          <td role="cell" colSpan={columns}>
            <LineDetail courseId={courseId} sheet={sheet} line={line} />
          </td>
        </tr>
      )}
    </>
  )
}

import type { MarkPart } from '#core/assessment/rules.ts'
import { exactText } from '#core/exact-text.ts'
import { toRational } from '#core/rational.ts'
import { PersonName } from '#web/students/PersonName.tsx'
import { useText } from '#web/text/text.tsx'
import { Badge } from '#web/ui/Badge.tsx'
import { Icon } from '#web/ui/Icon.tsx'
import { ScaleDot } from '#web/ui/ScaleDot.tsx'
import { DecisionView } from './DecisionView.tsx'
import { decimalsOf, hundredthsOf } from './exact.ts'
import { type FinalSheetView, nameOf, type SheetEntry, type SheetLine } from './final-sheet.ts'
import { LineDetail } from './LineDetail.tsx'

type Props = {
  courseId: string
  sheet: FinalSheetView
  parts: readonly MarkPart[]
  line: SheetLine
  isOpen: boolean
  onToggle: () => void
  columns: number
}

/** A student's row; once expanded, it shows the working and the forms for each mark. */
export function FinalSheetRow({ courseId, sheet, parts, line, isOpen, onToggle, columns }: Props) {
  const { t, number, language } = useText()
  const { result } = line
  const pass = hundredthsOf(sheet.rules.passMark)
  return (
    <>
      <tr role="row" className="final__row" data-open={isOpen || undefined}>
        <th role="rowheader" scope="row" className="table__lead">
          <PersonName {...line} />
        </th>
        {parts.map(({ id, name }) => (
          <td key={id} role="cell" className="table__end" data-label={name}>
            <EntryCell entry={line.entries.find(({ component }) => component === id)} />
          </td>
        ))}
        <td role="cell" className="table__end muted table__hide final__spare">
          {result.status === 'graded' && exactText(toRational(result.exact), 3, language)}
        </td>
        <td role="cell" className="table__end table__figure big">
          {result.status === 'graded' && (
            <>
              {number(result.grade / 100, decimalsOf(sheet.rules.rounding.grain))}
              <small className="muted">&#8239;/&#8239;20</small>
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

/** A mark, or the status that replaced it. */
function EntryCell({ entry }: { entry: SheetEntry | undefined }) {
  const { t, mark } = useText()
  if (!entry) return '–'
  if (entry.status !== 'present') {
    return (
      <Badge tone={entry.status === 'abi' || entry.status === 'fraud' ? 'bad' : 'plain'}>
        <span title={t(`assessment.student.statuses.${entry.status}`)}>
          {t(`assessment.statusShort.${entry.status}`)}
        </span>
      </Badge>
    )
  }
  return entry.mark === null ? <span className="muted">–</span> : mark(hundredthsOf(entry.mark))
}

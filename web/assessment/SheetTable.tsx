/* oxlint-disable jsx-a11y/control-has-associated-label -- an empty corner of a table, not a control: `role="cell"` is written out because the phone's grid takes it away */

import { useState } from 'react'
import { type MarkPart, markParts } from '#core/assessment/rules.ts'
import { useText } from '#web/text/text.tsx'
import { Button } from '#web/ui/Button.tsx'
import { EmptyState } from '#web/ui/EmptyState.tsx'
import { Icon } from '#web/ui/Icon.tsx'
import { TableFrame } from '#web/ui/TableFrame.tsx'
import { nextOrder, type Order, sortRows } from '#web/ui/table-order.ts'
import { centreOf, decimalsOf, hundredthsOf } from './exact.ts'
import { FinalSheetRow } from './FinalSheetRow.tsx'
import { componentSharesOf, type FinalSheetView, gradeOf, isWaiting, type SheetLine } from './final-sheet.ts'
import { SheetFilters, useSheetFilter } from './SheetFilters.tsx'
import { filterSheetLines, noSheetFilter, orderColumns } from './sheet-filter.ts'

/** One row per student, those who wait for a decision first; each row expands to its working and its statuses. */
export function SheetTable({ courseId, sheet }: { courseId: string; sheet: FinalSheetView }) {
  const { t, percent } = useText()
  // An expanded row keeps its place while it is edited: moving it would lose what is being typed.
  const [opened, setOpened] = useState<{ studentId: string; wasWaiting: boolean } | null>(null)
  const [filter, setFilter] = useSheetFilter()
  const [order, setOrder] = useState<Order>(null)
  const isFirst = (line: SheetLine) => (opened?.studentId === line.studentId ? opened.wasWaiting : isWaiting(line))
  const parts = markParts(sheet.rules)
  const shares = componentSharesOf(sheet.rules)
  const columns = parts.length + 6
  const shown = sortRows(filterSheetLines(sheet.lines, filter, opened?.studentId), orderColumns(parts), order)
  const sorted = (by: string) => ({ by, order, onSort: () => setOrder(nextOrder(order, by)) })
  const groups = [
    { id: 'first', title: t('assessment.decideFirst'), lines: shown.filter(isFirst) },
    { id: 'complete', title: t('assessment.complete'), lines: shown.filter((line) => !isFirst(line)) },
  ]
  return (
    <>
      <SheetFilters people={sheet.lines} filter={filter} onChange={setFilter} />
      {shown.length === 0 && sheet.lines.length > 0 ? (
        <EmptyState
          level={3}
          title={t('assessment.filter.noneTitle')}
          actions={<Button onClick={() => setFilter(noSheetFilter)}>{t('assessment.filter.noneGo')}</Button>}
        />
      ) : (
        <TableFrame caption={t('assessment.sheet')} phone="rows">
          <thead role="rowgroup">
            <tr role="row">
              <Head sort={sorted('name')}>{t('assessment.column.name')}</Head>
              {parts.map(({ id, name, role }) => (
                <Head key={id} end sort={sorted(id)}>
                  {name}
                  <small className="final__weight">
                    {role === 'added' ? t('assessment.policy.bonus') : percent(shares.get(id) ?? 0, 1)}
                  </small>
                </Head>
              ))}
              <Head end spare>
                {t('assessment.column.exact')}
              </Head>
              <Head end sort={sorted('final')}>
                {t('assessment.column.final')}
              </Head>
              <Head spare>{t('assessment.column.scale')}</Head>
              <Head>{t('assessment.column.decision')}</Head>
              <Head>
                <span className="vh">{t('assessment.column.detail')}</span>
              </Head>
            </tr>
          </thead>
          {groups.map(({ id, title, lines }) =>
            lines.length === 0 ? null : (
              <tbody role="rowgroup" key={id}>
                <tr role="row" className="final__group">
                  <th role="rowheader" scope="rowgroup" colSpan={columns}>
                    {title} <span className="muted">{lines.length}</span>
                  </th>
                </tr>
                {lines.map((line) => (
                  <FinalSheetRow
                    key={line.studentId}
                    courseId={courseId}
                    sheet={sheet}
                    parts={parts}
                    line={line}
                    isOpen={opened?.studentId === line.studentId}
                    onToggle={() =>
                      setOpened(
                        opened?.studentId === line.studentId
                          ? null
                          : { studentId: line.studentId, wasWaiting: isWaiting(line) },
                      )
                    }
                    columns={columns}
                  />
                ))}
              </tbody>
            ),
          )}
          <Foot sheet={{ ...sheet, lines: [...shown] }} parts={parts} />
        </TableFrame>
      )}
    </>
  )
}

type HeadProps = {
  end?: boolean
  /** Hidden on a narrow screen: the expanded row shows the same value. */
  spare?: boolean
  sort?: { by: string; order: Order; onSort: () => void }
  children: React.ReactNode
}

function Head({ end = false, spare = false, sort, children }: HeadProps) {
  const names = [end && 'table__end', spare && 'final__spare'].filter(Boolean).join(' ')
  const direction = sort && sort.order?.by === sort.by ? sort.order.direction : undefined
  return (
    <th role="columnheader" scope="col" className={names || undefined} aria-sort={direction}>
      {sort ? (
        <button type="button" className="table__sort" onClick={sort.onSort}>
          {children}
          <Icon name={direction === 'descending' ? 'arrow-down' : 'arrow-up'} />
        </button>
      ) : (
        children
      )}
    </th>
  )
}

function Foot({ sheet, parts }: { sheet: FinalSheetView; parts: readonly MarkPart[] }) {
  const { t, mark, number } = useText()
  const graded = sheet.lines.filter((line) => gradeOf(line) !== null)
  const grades = centreOf(graded.flatMap((line) => gradeOf(line) ?? []))
  if (grades === null) return null
  return (
    <tfoot role="rowgroup">
      <tr role="row">
        <th role="rowheader" scope="row" className="table__lead">
          {t('assessment.meanRow', { count: graded.length })}
        </th>
        {parts.map(({ id, name }) => {
          const centre = centreOf(marksOf(graded, id))
          return (
            <td key={id} role="cell" className="table__end" data-label={name}>
              {centre && mark(Math.round(centre.mean))}
            </td>
          )
        })}
        <td role="cell" className="table__hide final__spare" />
        <td role="cell" className="table__end table__figure big">
          {number(grades.mean / 100, Math.max(2, decimalsOf(sheet.rules.rounding.grain)))}
        </td>
        <td role="cell" className="table__hide final__spare" />
        <td role="cell" className="table__hide" />
        <td role="cell" className="table__hide" />
      </tr>
    </tfoot>
  )
}

/** The marks that count: a mark replaced by a status is left out. */
function marksOf(lines: readonly SheetLine[], component: string): number[] {
  return lines.flatMap(({ entries }) => {
    const entry = entries.find((one) => one.component === component)
    return entry?.mark && entry.status === 'present' ? hundredthsOf(entry.mark) : []
  })
}

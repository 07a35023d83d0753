/* oxlint-disable jsx-a11y/control-has-associated-label -- an empty corner of a table, not a control: `role="cell"` is written out because the phone's grid takes it away */

import { useState } from 'react'
import { type MarkPart, markParts } from '#core/assessment/rules.ts'
import { typedText } from '#core/exact-text.ts'
import { useText } from '#web/text/text.tsx'
import { Button } from '#web/ui/Button.tsx'
import { EmptyState } from '#web/ui/EmptyState.tsx'
import { ExactInput } from '#web/ui/ExactInput.tsx'
import { Icon } from '#web/ui/Icon.tsx'
import { TableFrame } from '#web/ui/TableFrame.tsx'
import { nextOrder, type Order, sortRows } from '#web/ui/table-order.ts'
import { centreOf, decimalsOf, hundredthsOf } from './exact.ts'
import { FinalSheetRow } from './FinalSheetRow.tsx'
import { componentSharesOf, type FinalSheetView, gradeOf, isWaiting, type SheetLine } from './final-sheet.ts'
import { SheetBulkBar } from './SheetBulkBar.tsx'
import { SheetFilters, useSheetFilter } from './SheetFilters.tsx'
import { filterSheetLines, noSheetFilter, orderColumns } from './sheet-filter.ts'
import type { SetEntries } from './use-entries.ts'
import type { LiveRules } from './use-live-rules.ts'

type TableProps = { courseId: string; saved: FinalSheetView; live: LiveRules; onSet: SetEntries; busy: boolean }

/** One row per student, those who wait for a decision first; marks, statuses and coefficients change where they stand. */
export function SheetTable({ courseId, saved, live, onSet, busy }: TableProps) {
  const { t } = useText()
  const sheet = live.shown
  // A row that is open, or edited in place, keeps its place: moving it would lose what is being typed, or the focus.
  const [opened, setOpened] = useState<string | null>(null)
  const [held, setHeld] = useState<ReadonlyMap<string, boolean>>(new Map())
  const [ticked, setTicked] = useState<ReadonlySet<string>>(new Set())
  const [filter, setFilter] = useSheetFilter()
  const [order, setOrder] = useState<Order>(null)
  const hold = (line: SheetLine) => setHeld(new Map(held).set(line.studentId, isFirst(line)))
  const letGo = (studentId: string) => setHeld(new Map([...held].filter(([id]) => id !== studentId)))
  const isFirst = (line: SheetLine) => held.get(line.studentId) ?? isWaiting(line)
  const parts = markParts(sheet.rules)
  const columns = parts.length + 6
  const shown = sortRows(filterSheetLines(sheet.lines, filter, held), orderColumns(parts), order)
  const savedOf = new Map(saved.lines.map((line) => [line.studentId, line]))
  const sorted = (by: string) => ({ by, order, onSort: () => setOrder(nextOrder(order, by)) })
  const groups = [
    { id: 'first', title: t('assessment.decideFirst'), lines: shown.filter(isFirst) },
    { id: 'complete', title: t('assessment.complete'), lines: shown.filter((line) => !isFirst(line)) },
  ]
  const toggle = (line: SheetLine) => {
    if (opened === line.studentId) {
      setOpened(null)
      letGo(line.studentId)
    } else {
      setOpened(line.studentId)
      hold(line)
    }
  }
  const tick = (id: string) =>
    setTicked(new Set(ticked.has(id) ? [...ticked].filter((one) => one !== id) : [...ticked, id]))
  const filterBy: typeof setFilter = (change) => {
    setHeld(new Map())
    setOpened(null)
    setFilter(change)
  }
  return (
    <>
      <SheetFilters sheet={saved} filter={filter} onChange={filterBy} />
      {saved.seal === null && (
        <SheetBulkBar
          parts={parts}
          shown={shown}
          ticked={ticked}
          onTick={(ids) => setTicked(new Set(ids))}
          onSet={onSet}
          busy={busy}
        />
      )}
      {shown.length === 0 && sheet.lines.length > 0 ? (
        <EmptyState
          level={3}
          title={t('assessment.filter.noneTitle')}
          actions={<Button onClick={() => filterBy(noSheetFilter)}>{t('assessment.filter.noneGo')}</Button>}
        />
      ) : (
        <TableFrame caption={t('assessment.sheet')} phone="rows">
          <thead role="rowgroup">
            <tr role="row">
              <Head sort={sorted('name')}>{t('assessment.column.name')}</Head>
              {parts.map((part) => (
                <Head key={part.id} end sort={sorted(part.id)} below={<Weight part={part} sheet={sheet} live={live} />}>
                  {part.name}
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
                    isOpen={opened === line.studentId}
                    onToggle={() => toggle(line)}
                    saved={savedOf.get(line.studentId) ?? line}
                    isTicked={ticked.has(line.studentId)}
                    onTick={saved.seal ? null : () => tick(line.studentId)}
                    onSet={(change) => {
                      hold(line)
                      onSet(change)
                    }}
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
  /** Under the title. */
  below?: React.ReactNode
  children: React.ReactNode
}

/** The coefficient of a component as it was typed, changed there, and its share of the grade. */
function Weight({ part, sheet, live }: { part: MarkPart; sheet: FinalSheetView; live: LiveRules }) {
  const { t, percent, language } = useText()
  const share = componentSharesOf(sheet.rules).get(part.id)
  const draft = live.draft && markParts(live.draft).find(({ id }) => id === part.id)
  const typed = (draft ?? part).coefficient
  return (
    <span className="final__weight">
      <span aria-hidden="true">{t('assessment.live.short')}</span>
      <ExactInput
        aria-label={t('assessment.live.of', { component: part.name })}
        maxLength={7}
        value={typed}
        onChange={(coefficient) => live.change(part.id, coefficient)}
      />
      <span className="print-only">{typedText(typed, language)}</span>
      <span>{part.role === 'added' ? t('assessment.policy.bonus') : percent(share ?? 0, 1)}</span>
    </span>
  )
}

function Head({ end = false, spare = false, sort, below, children }: HeadProps) {
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
      {below}
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

import type { ExamAddresses } from '#web/addresses.ts'
import { useText } from '#web/text/text.tsx'
import { TableFrame } from '#web/ui/TableFrame.tsx'
import type { Acted, StaffRole } from './acts.ts'
import { MonitorRow } from './MonitorRow.tsx'
import { type Live, monitorBlocks, type WatchedLine } from './state.ts'

type Props = {
  live: Live
  lines: readonly WatchedLine[]
  chosen: ReadonlySet<string>
  role: StaffRole | undefined
  inExam: ExamAddresses
  onToggle: (line: WatchedLine) => void
  onAsk: (act: Acted, line: WatchedLine) => void
}

/** One row per student: alerts first, then grouped by state. */
export function MonitorTable({ live, lines, chosen, ...rest }: Props) {
  const { t } = useText()
  return (
    <div className="monitor-table">
      <TableFrame caption={t('attempts.staff.table.caption')} quietCaption phone="rows">
        <thead role="rowgroup">
          <tr role="row">
            <th role="columnheader" scope="col">
              <span className="vh">{t('attempts.staff.bar.label')}</span>
            </th>
            <th role="columnheader" scope="col">
              {t('attempts.staff.table.student')}
            </th>
            <th role="columnheader" scope="col">
              {t('attempts.staff.table.state')}
            </th>
            <th role="columnheader" scope="col">
              {t('attempts.staff.table.answers')}
            </th>
            <th role="columnheader" scope="col" className="table__end">
              {t('attempts.staff.table.seenAt')}
            </th>
            <th role="columnheader" scope="col" className="table__end">
              {t('attempts.staff.table.left')}
            </th>
            <th role="columnheader" scope="col">
              <span className="vh">{t('attempts.staff.table.actions')}</span>
            </th>
          </tr>
        </thead>
        {monitorBlocks.map((place) => {
          const those = lines.filter((line) => line.place === place)
          if (those.length === 0) return null
          return (
            <tbody role="rowgroup" key={place} className={`monitor-table__${place}`}>
              <tr role="row" className="monitor-table__title">
                <th role="rowheader" scope="rowgroup" colSpan={7}>
                  {t(`attempts.staff.place.${place}`)} <span className="muted">{those.length}</span>
                </th>
              </tr>
              {those.map((line) => (
                <MonitorRow
                  key={line.studentId}
                  line={line}
                  live={live}
                  isChosen={chosen.has(line.studentId)}
                  {...rest}
                />
              ))}
            </tbody>
          )
        })}
      </TableFrame>
    </div>
  )
}

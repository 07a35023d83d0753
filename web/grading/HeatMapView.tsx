/* oxlint-disable jsx-a11y/no-noninteractive-element-interactions, jsx-a11y/no-noninteractive-element-to-interactive-role, jsx-a11y/no-noninteractive-tabindex -- a grid: its links take the focus one at a time, and the arrows move it */
import { useQuery } from '@tanstack/react-query'
import { type CSSProperties, type KeyboardEvent, useRef, useState } from 'react'
import { Link } from 'wouter'
import { getHeatMap, type HeatMap } from '#contract/grading/grading.ts'
import { query } from '#web/api.ts'
import { useExam } from '#web/exams/use-exam.ts'
import { PersonLink } from '#web/students/PersonLink.tsx'
import { useText } from '#web/text/text.tsx'
import { QueryView } from '#web/ui/QueryView.tsx'
import { Segmented } from '#web/ui/Segmented.tsx'
import { useAddress } from '#web/ui/use-address.ts'
import { type HeatCell, type HeatRow, nextPlace, type Place, signOf, sortedMap } from './heat-map.ts'
import type { Row } from './results-filter.ts'
import './heat-map.css'

type Props = { rows: readonly Row[] }

const orders = ['exam', 'facility'] as const
const shows = ['signs', 'points'] as const

/**
 * Students × questions. A cell leads to the answer in its copy, a heading to the correction of its question. What a cell
 * says is a shape and words, never a colour alone; the arrows move in it as in a spreadsheet.
 */
export function HeatMapView({ rows }: Props) {
  const { courseId, examId } = useExam()
  const map = useQuery(query(getHeatMap, { params: { courseId, examId } }))
  return <QueryView query={map}>{(data) => <SortedMap map={data} rows={rows} />}</QueryView>
}

function SortedMap({ map, rows }: { map: HeatMap } & Props) {
  const { t } = useText()
  const [read, write] = useAddress()
  const order = read('ordre') === 'reussite' ? 'facility' : 'exam'
  const show = read('cases') === 'points' ? 'points' : 'signs'
  const { questions, people } = sortedMap(map, rows, order)
  return (
    <>
      <div className="heat-head">
        <Segmented
          legend={t('grading.heat.order')}
          isLegendShown
          value={order}
          onChange={(value) => write({ ordre: value === 'facility' ? 'reussite' : null })}
          options={orders.map((value) => ({ value, label: t(`grading.heat.orders.${value}`) }))}
        />
        <Segmented
          legend={t('grading.heat.show')}
          isLegendShown
          value={show}
          onChange={(value) => write({ cases: value === 'points' ? 'points' : null })}
          options={shows.map((value) => ({ value, label: t(`grading.heat.shows.${value}`) }))}
        />
        <Legend />
      </div>
      <Grid questions={questions} people={people} isPoints={show === 'points'} />
    </>
  )
}

const outcomes = ['right', 'partial', 'wrong', 'blank'] as const

function Legend() {
  const { t } = useText()
  return (
    <ul className="heat-legend">
      {outcomes.map((outcome) => (
        <li key={outcome}>
          <span
            className={`heat-cell heat-cell--${outcome}`}
            style={{ '--share': 0.5 } as CSSProperties}
            aria-hidden="true"
          />
          {t(`grading.heat.outcome.${outcome}`)}
        </li>
      ))}
    </ul>
  )
}

type GridProps = { questions: HeatMap['questions']; people: readonly HeatRow[]; isPoints: boolean }

function Grid({ questions, people, isPoints }: GridProps) {
  const { t } = useText()
  const { inExam } = useExam()
  const table = useRef<HTMLTableElement>(null)
  const [at, setAt] = useState<Place>({ row: 0, column: 1 })
  const size = { rows: people.length + 1, columns: questions.length + 1 }
  const move = (event: KeyboardEvent) => {
    const place = nextPlace(event, at, size)
    if (place === null) return
    event.preventDefault()
    setAt(place)
    table.current?.querySelector<HTMLElement>(`[data-at="${place.row}/${place.column}"]`)?.focus()
  }
  /** Only one link of the grid is in the order of the Tab key. */
  const stop = (row: number, column: number) => ({
    'data-at': `${row}/${column}`,
    tabIndex: at.row === row && at.column === column ? 0 : -1,
    onFocus: () => setAt({ row, column }),
  })
  return (
    <section
      className="heat-scroll"
      aria-label={t('ui.tableScroll', { caption: t('grading.heat.title') })}
      tabIndex={0}
    >
      <table ref={table} role="grid" className="heat-map" aria-label={t('grading.heat.title')} onKeyDown={move}>
        <thead>
          <tr>
            <th scope="col">{t('grading.table.student')}</th>
            {questions.map(({ id, position, opening }, index) => (
              <th key={id} scope="col">
                <Link
                  href={`${inExam.corrections}?question=${position}`}
                  className="heat-cell__question"
                  title={opening}
                  {...stop(0, index + 1)}
                >
                  <span className="vh">{t('grading.heat.correct', { position })}</span>
                  <span aria-hidden="true">{position}</span>
                </Link>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {people.map(({ row, attemptId, cells }, rank) => (
            <tr key={row.studentId}>
              <th scope="row">
                <PersonLink
                  familyName={row.familyName}
                  givenName={row.givenName}
                  studentId={row.studentId}
                  {...stop(rank + 1, 0)}
                />
              </th>
              {questions.map(({ id, position }, index) => {
                const cell = cells.get(id)
                return (
                  <td key={id}>
                    {cell && (
                      <Link
                        href={`${inExam.copy(attemptId).page}?question=${cell.place}`}
                        className={`heat-cell heat-cell--${cell.outcome}`}
                        style={{ '--share': cell.share } as CSSProperties}
                        {...stop(rank + 1, index + 1)}
                      >
                        <CellText cell={cell} position={position} isPoints={isPoints} />
                      </Link>
                    )}
                  </td>
                )
              })}
            </tr>
          ))}
        </tbody>
        <Facilities questions={questions} />
      </table>
    </section>
  )
}

function CellText({ cell, position, isPoints }: { cell: HeatCell; position: number; isPoints: boolean }) {
  const { t, points } = useText()
  const { outcome, earned, points: most } = cell
  const words = { position, outcome: t(`grading.heat.outcome.${outcome}`), earned: points(earned), most: points(most) }
  return (
    <>
      <span aria-hidden="true">{isPoints ? points(earned) : signOf(outcome)}</span>
      <span className="vh">{t('grading.heat.cell', words)}</span>
    </>
  )
}

/** How well each question went: the same figure as in the statistics. */
function Facilities({ questions }: Pick<GridProps, 'questions'>) {
  const { t, percent } = useText()
  return (
    <tfoot>
      <tr>
        <th scope="row">{t('grading.heat.facility')}</th>
        {questions.map(({ id, facility, counts }) => (
          <td key={id}>
            {facility !== null && (
              <span className="heat-facility" title={t('grading.heat.counts', counts)}>
                <span
                  className="heat-facility__bar"
                  style={{ '--share': facility } as CSSProperties}
                  aria-hidden="true"
                />
                <span className="vh">{percent(facility)}</span>
              </span>
            )}
          </td>
        ))}
      </tr>
    </tfoot>
  )
}

import { useId, useMemo } from 'react'
import type { ExamResults } from '#contract/grading/grading.ts'
import { attemptStatuses } from '#core/attempts/sitting.ts'
import { SlotFilter, useSlotInAddress } from '#web/exams/SlotFilter.tsx'
import { useExam } from '#web/exams/use-exam.ts'
import { GroupFilter } from '#web/students/GroupFilter.tsx'
import { useText } from '#web/text/text.tsx'
import { Button } from '#web/ui/Button.tsx'
import { EmptyState } from '#web/ui/EmptyState.tsx'
import { Input } from '#web/ui/Input.tsx'
import { Segmented } from '#web/ui/Segmented.tsx'
import { Select } from '#web/ui/Select.tsx'
import { Table } from '#web/ui/Table.tsx'
import { useAddress } from '#web/ui/use-address.ts'
import { HeatMapView } from './HeatMapView.tsx'
import { resultColumns, resultFooter } from './result-columns.tsx'
import { filterRows, noResultsFilter, type ResultsFilter, standings, ways } from './results-filter.ts'

type Props = { results: ExamResults }

const views = ['list', 'map'] as const

/** Every student of the class with their mark; each name links to the attempt. */
export function ResultsTable({ results }: Props) {
  const text = useText()
  const { t, points } = text
  const { inExam } = useExam()
  const id = useId()
  const [filter, setFilter] = useResultsFilter()
  const { rows, outOf, questionCount, examTitle } = results
  const pass = outOf / 2
  const hasGroups = rows.some(({ group }) => group !== '')
  const columns = useMemo(
    () => resultColumns({ text, outOf, questionCount, inExam, hasGroups }),
    [text, outOf, questionCount, inExam, hasGroups],
  )
  const statuses = [...new Set(rows.map(({ status }) => status))]
  const shown = filterRows(rows, filter, pass)
  const [read, write] = useAddress()
  const view = read('vue') === 'questions' ? 'map' : 'list'
  return (
    <section aria-labelledby={id}>
      <div className="section-head">
        <h2 id={id}>{t('grading.table.title')}</h2>
        <Segmented
          legend={t('grading.heat.views.legend')}
          value={view}
          onChange={(next) => write({ vue: next === 'map' ? 'questions' : null })}
          options={views.map((value) => ({ value, label: t(`grading.heat.views.${value}`) }))}
        />
        <p role="status">{t('grading.table.count', { shown: shown.length, total: rows.length })}</p>
      </div>
      <div role="search" className="results-filters" aria-label={t('grading.filter.label')}>
        <Input
          type="search"
          aria-label={t('grading.filter.search')}
          placeholder={t('grading.filter.search')}
          maxLength={120}
          value={filter.search}
          onChange={(event) => setFilter({ search: event.target.value })}
        />
        <SlotFilter slots={results.slots} />
        <GroupFilter people={rows} value={filter.group} onChange={(group) => setFilter({ group })} />
        <Select
          aria-label={t('grading.filter.state')}
          value={filter.standing ?? ''}
          onChange={(standing) => setFilter({ standing: standing === '' ? null : standing })}
          options={[
            { value: '' as const, label: t('grading.filter.all') },
            ...standings.map((value) => ({ value, label: t(`grading.filter.${value}`, { pass: points(pass) }) })),
          ]}
        />
        <Select
          aria-label={t('grading.filter.status')}
          value={filter.status ?? ''}
          onChange={(status) => setFilter({ status: status === '' ? null : status })}
          options={[
            { value: '' as const, label: t('grading.filter.anyStatus') },
            ...statuses.map((value) => ({ value, label: t(`grading.state.${value}`) })),
          ]}
        />
        <Select
          aria-label={t('grading.filter.way')}
          value={filter.way ?? ''}
          onChange={(way) => setFilter({ way: way === '' ? null : way })}
          options={[
            { value: '' as const, label: t('grading.filter.anyWay') },
            ...ways.map((value) => ({ value, label: t(`grading.filter.${value}`) })),
          ]}
        />
      </div>
      {view === 'map' && shown.length > 0 ? (
        <HeatMapView rows={shown} />
      ) : (
        <div className="results-table">
          <Table
            caption={t('grading.table.caption', { exam: examTitle })}
            quietCaption
            columns={columns}
            rows={shown}
            rowKey={({ studentId }) => studentId}
            firstOrder={{ by: 'student', direction: 'ascending' }}
            footer={resultFooter({ text, results })}
            empty={
              <EmptyState
                level={3}
                title={t('grading.table.noneTitle')}
                actions={<Button onClick={() => setFilter(noResultsFilter)}>{t('grading.table.noneGo')}</Button>}
              />
            }
          />
        </div>
      )}
    </section>
  )
}

/** The values of a filter in the query string, in French like the site's other URLs. */
const wayInAddress = { blanks: 'blancs', complete: 'complete', fast: 'rapide', slow: 'lente' } as const
const inAddress = { below: 'sous-le-seuil', above: 'au-dessus', absent: 'sans-note' } as const

function useResultsFilter(): [ResultsFilter, (change: Partial<ResultsFilter>) => void] {
  const [read, write] = useAddress()
  const standing = standings.find((one) => inAddress[one] === read('etat')) ?? null
  const way = ways.find((one) => wayInAddress[one] === read('copie')) ?? null
  const status = [...attemptStatuses, 'absent' as const].find((one) => one === read('statut')) ?? null
  const [slot] = useSlotInAddress()
  const filter = { search: read('recherche'), group: read('groupe'), standing, status, way, slot }
  const change = (part: Partial<ResultsFilter>) => {
    const next = { ...filter, ...part }
    write({
      recherche: next.search,
      groupe: next.group,
      etat: next.standing && inAddress[next.standing],
      statut: next.status,
      copie: next.way && wayInAddress[next.way],
      creneau: next.slot === null ? null : String(next.slot),
    })
  }
  return [filter, change]
}

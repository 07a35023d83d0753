import type { ReactNode } from 'react'
import { Link } from 'wouter'
import type { ExamResults } from '#contract/grading/grading.ts'
import { wasHandedIn } from '#core/attempts/sitting.ts'
import type { ExamAddresses } from '#web/addresses.ts'
import { PersonLink } from '#web/students/PersonLink.tsx'
import type { Speech } from '#web/text/speech.ts'
import type { Tone } from '#web/ui/Badge.tsx'
import { ScaleDot } from '#web/ui/ScaleDot.tsx'
import { Status } from '#web/ui/Status.tsx'
import type { GlyphShape } from '#web/ui/StatusGlyph.tsx'
import type { Column } from '#web/ui/table-order.ts'
import type { Row } from './results-filter.ts'
import { TallyStrip } from './TallyStrip.tsx'

type Shape = { text: Speech; outOf: number; questionCount: number; inExam: ExamAddresses; hasGroups: boolean }

/** The columns of the table of results, the mark first. */
export function resultColumns({ text, outOf, questionCount, inExam, hasGroups }: Shape): Column<Row>[] {
  const { t, duration, points } = text
  const group: Column<Row> = {
    id: 'group',
    header: t('grading.table.group'),
    cell: (row) => row.group,
    sortValue: (row) => row.group,
    phone: 'hide',
  }
  return [
    {
      id: 'student',
      header: t('grading.table.student'),
      rowHeader: true,
      cell: (row) => <PersonLink {...row} />,
      sortValue: (row) => row,
    },
    ...(hasGroups ? [group] : []),
    {
      id: 'copy',
      header: t('grading.table.copy'),
      cell: (row) => <Copy row={row} text={text} inExam={inExam} />,
      sortValue: (row) => t(`grading.state.${row.status}`),
      phone: 'wide',
    },
    {
      id: 'mark',
      header: t('grading.table.mark'),
      align: 'end',
      phone: 'figure',
      cell: (row) => <Mark mark={row.mark} outOf={outOf} text={text} />,
      sortValue: (row) => row.mark,
    },
    {
      id: 'scale',
      header: t('grading.table.scale', { outOf: points(outOf) }),
      cell: (row) => row.mark !== null && <ScaleDot mark={row.mark} outOf={outOf} pass={outOf / 2} />,
      phone: 'hide',
    },
    {
      id: 'answers',
      header: t('grading.table.answers'),
      cell: (row) => row.counts && <TallyStrip {...row.counts} total={questionCount} />,
      sortValue: (row) => row.counts?.right ?? null,
      phone: 'wide',
    },
    {
      id: 'blank',
      header: t('grading.table.blank'),
      align: 'end',
      cell: (row) => row.counts && (row.counts.blank === 0 ? <span className="muted">0</span> : row.counts.blank),
      sortValue: (row) => row.counts?.blank ?? null,
    },
    {
      id: 'time',
      header: t('grading.table.time'),
      align: 'end',
      cell: (row) => row.durationMs !== null && duration(row.durationMs / 1000),
      sortValue: (row) => row.durationMs,
    },
  ]
}

/** The class mean of each column. */
export function resultFooter({ text, results }: { text: Speech; results: ExamResults }): Record<string, ReactNode> {
  const { n, mean } = results.distribution
  if (mean === null) return {}
  return {
    student: text.t('grading.table.mean'),
    copy: text.t('grading.table.copies', { count: n }),
    mark: <Mark mark={mean} outOf={results.outOf} text={text} />,
    scale: <ScaleDot mark={mean} outOf={results.outOf} pass={results.outOf / 2} />,
  }
}

/** The state of the copy, which leads to it once it is marked. */
function Copy({ row, text, inExam }: { row: Row; text: Speech; inExam: ExamAddresses }) {
  const state = <State row={row} text={text} />
  if (row.mark === null || row.attemptId === null) return state
  return (
    <Link href={inExam.copy(row.attemptId).page} className="results-table__name">
      {state}
    </Link>
  )
}

function Mark({ mark, outOf, text }: { mark: number | null; outOf: number; text: Speech }) {
  if (mark === null) return null
  return (
    <span className="results-table__mark">
      {text.mark(mark)}
      <small>
        {'\u202f/\u202f'}
        {text.points(outOf)}
      </small>
    </span>
  )
}

const looks: Record<Row['status'], { shape: GlyphShape; tone: Tone }> = {
  ready: { shape: 'todo', tone: 'muted' },
  in_progress: { shape: 'current', tone: 'plain' },
  paused: { shape: 'paused', tone: 'plain' },
  submitted: { shape: 'done', tone: 'muted' },
  expired: { shape: 'timeout', tone: 'muted' },
  voided: { shape: 'wrong', tone: 'warn' },
  absent: { shape: 'absent', tone: 'plain' },
}

function State({ row, text }: { row: Row; text: Speech }) {
  const isUnmarked = row.mark === null && wasHandedIn(row.status)
  if (isUnmarked) {
    return (
      <Status shape="current" tone="warn">
        {text.t('grading.state.unmarked')}
      </Status>
    )
  }
  const state = row.isPaper && row.status === 'submitted' ? ('paper' as const) : row.status
  return <Status {...looks[row.status]}>{text.t(`grading.state.${state}`)}</Status>
}

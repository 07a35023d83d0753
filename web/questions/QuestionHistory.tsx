import { useQuery } from '@tanstack/react-query'
import { Link } from 'wouter'
import type { Reply } from '#contract/endpoint.ts'
import { getQuestionHistory } from '#contract/statistics/statistics.ts'
import { at } from '#web/addresses.ts'
import { query } from '#web/api.ts'
import { useText } from '#web/text/text.tsx'
import { QueryView } from '#web/ui/QueryView.tsx'
import { Table } from '#web/ui/Table.tsx'
import type { Column } from '#web/ui/table-order.ts'

type ExamEntry = Reply<typeof getQuestionHistory>['exams'][number]
type Props = { courseId: string; questionId: string; version: number }

/** The statistics of a question in each exam that used it. */
export function QuestionHistory({ courseId, questionId, version }: Props) {
  const { t } = useText()
  const history = useQuery(query(getQuestionHistory, { params: { courseId, questionId } }))
  return (
    <section aria-labelledby="history">
      <div className="section-head">
        <h2 id="history">{t('questions.uses.title')}</h2>
        <p>{t('questions.uses.note')}</p>
      </div>
      <QueryView query={history}>
        {({ exams }) => <HistoryTable courseId={courseId} exams={exams} version={version} />}
      </QueryView>
    </section>
  )
}

function HistoryTable({
  courseId,
  exams,
  version,
}: {
  courseId: string
  exams: readonly ExamEntry[]
  version: number
}) {
  const { t, shortDate, number } = useText()
  const columns: Column<ExamEntry>[] = [
    {
      id: 'exam',
      header: t('questions.uses.exam'),
      rowHeader: true,
      sortValue: ({ title }) => title,
      cell: (line) => (
        <>
          <Link href={`${at.course(courseId).exam(line.examId).statistics}?question=${line.position}#question`}>
            {t('questions.uses.link', { title: line.title, position: line.position })}
          </Link>
          {line.version !== null && line.version !== version && (
            <span className="question-uses__under">{t('questions.uses.version', { number: line.version })}</span>
          )}
        </>
      ),
    },
    {
      id: 'date',
      header: t('questions.uses.date'),
      sortValue: ({ takenAt }) => takenAt,
      cell: ({ takenAt }) => shortDate(takenAt),
    },
    {
      id: 'n',
      header: t('questions.uses.n'),
      align: 'end',
      sortValue: ({ n }) => n,
      cell: ({ n, standing }) => (
        <Figures
          main={number(n, 0)}
          under={n === 0 || standing === 'firm' ? '' : t(`questions.uses.standing.${standing}`)}
        />
      ),
    },
    {
      id: 'facility',
      header: t('statistics.item.facility'),
      align: 'end',
      sortValue: ({ facility }) => facility.value,
      cell: ({ facility, facilityInterval }) => <Measure figure={facility} interval={facilityInterval} />,
    },
    {
      id: 'discrimination',
      header: t('statistics.item.rest'),
      align: 'end',
      sortValue: ({ itemRest }) => itemRest.value,
      cell: ({ itemRest, itemRestInterval }) => <Measure figure={itemRest} interval={itemRestInterval} />,
    },
  ]
  return (
    <Table
      caption={t('questions.uses.title')}
      quietCaption
      columns={columns}
      rows={exams}
      rowKey={({ examId, position }) => `${examId} ${position}`}
      empty={<p className="muted">{t('questions.uses.empty')}</p>}
    />
  )
}

/** A value with its interval, or a dash with the reason. */
function Measure({ figure, interval }: { figure: ExamEntry['facility']; interval: ExamEntry['facilityInterval'] }) {
  const { t, has, number } = useText()
  // The minus sign U+2212, as wide as a plus.
  const ratio = (value: number) => number(value, 2).replace(/^-/, '−')
  if (figure.value !== null) {
    const between = interval && t('statistics.between', { low: ratio(interval.low), high: ratio(interval.high) })
    return <Figures main={ratio(figure.value)} under={between ?? ''} />
  }
  const reason = `statistics.reason.${figure.reason}`
  return <Figures main="–" under={has(reason) ? t(reason) : ''} />
}

function Figures({ main, under }: { main: string; under: string }) {
  return (
    <>
      {main}
      {under && <span className="question-uses__under">{under}</span>}
    </>
  )
}

import type { getMyStatement } from '#contract/assessment/my-statement.ts'
import type { Reply } from '#contract/endpoint.ts'
import { exactText, typedText } from '#core/exact-text.ts'
import { toRational } from '#core/rational.ts'
import { useText } from '#web/text/text.tsx'
import { Badge } from '#web/ui/Badge.tsx'
import { MarkOnTwenty } from '#web/ui/MarkOnTwenty.tsx'
import { SheetRow } from '#web/ui/SheetRow.tsx'
import { Table } from '#web/ui/Table.tsx'
import type { Column } from '#web/ui/table-order.ts'
import { ProjectWorkings } from './ProjectWorkings.tsx'

type Statement = Reply<typeof getMyStatement>
type Component = Statement['components'][number]

/** The grade, its components and its working. */
export function StatementView({ statement }: { statement: Statement }) {
  const { t, dateTime, language } = useText()
  const { result, rounding } = statement
  return (
    <>
      <SheetRow label={t('assessment.student.grade')}>
        <p className="muted">
          {t('assessment.student.of', { name: statement.studentName, number: statement.number || 'none' })}
        </p>
        <Grade result={result} />
        {statement.before && <Before before={statement.before} />}
      </SheetRow>
      <SheetRow label={t('assessment.student.components')}>
        <Table
          caption={t('assessment.student.components')}
          quietCaption
          columns={columnsOf((id) => t(`assessment.student.${id}`))}
          rows={statement.components}
          rowKey={({ id }) => id}
        />
      </SheetRow>
      <SheetRow label={t('assessment.student.working')}>
        <div className="statement__working mono">
          {statement.working[language].split('\n').map((line) => (
            <p key={line}>{line}</p>
          ))}
        </div>
        {result.status === 'graded' && (
          <p className="small muted">
            {t('assessment.student.rounding', {
              grain: t(`assessment.student.grains.g${rounding.grain}`),
              direction: t(`assessment.student.directions.${rounding.direction}`),
            })}
          </p>
        )}
        <ProjectWorkings workings={statement.projectWorkings} parts={statement.components} />
      </SheetRow>
      <SheetRow>
        <p className="small muted">
          {t('assessment.student.sealed', { at: dateTime(statement.sealedAt) })}{' '}
          <span className="mono">{statement.hash.slice(0, 16).toUpperCase()}</span>
        </p>
      </SheetRow>
    </>
  )
}

/** The result that a retake has replaced. */
function Before({ before }: { before: NonNullable<Statement['before']> }) {
  const { t, mark } = useText()
  if (before.status === 'missing') return null
  const isGraded = before.status === 'graded'
  return (
    <p className="small muted">
      {t('assessment.student.before', {
        decision: t(`assessment.student.decisions.${isGraded ? before.decision : 'defaulted'}`),
        grade: isGraded ? mark(before.grade) : 'none',
      })}
    </p>
  )
}

function Grade({ result }: Pick<Statement, 'result'>) {
  const { t } = useText()
  switch (result.status) {
    case 'graded': {
      const words = [
        t(`assessment.student.decisions.${result.decision}`),
        ...(result.mention ? [t(`assessment.student.mentions.${result.mention}`)] : []),
      ]
      return (
        <>
          <MarkOnTwenty mark={result.grade} rule />
          <p>{words.join(', ')}</p>
        </>
      )
    }
    case 'blocked':
      return (
        <>
          <p className="statement__none">{t('assessment.student.blocked')}</p>
          <p>{t('assessment.student.blockedText')}</p>
        </>
      )
    case 'missing':
      return (
        <>
          <p className="statement__none">{t('assessment.student.waiting')}</p>
          <p>{t('assessment.student.waitingText')}</p>
        </>
      )
  }
}

/** Titles as text, so that the phone layout can repeat them beside each value. */
const columnsOf = (title: (id: 'component' | 'coefficient' | 'mark' | 'status') => string): Column<Component>[] => [
  { id: 'name', header: title('component'), rowHeader: true, cell: ({ name }) => name },
  { id: 'coefficient', header: title('coefficient'), align: 'end', cell: (row) => <Coefficient row={row} /> },
  {
    id: 'mark',
    header: title('mark'),
    align: 'end',
    big: true,
    phone: 'figure',
    cell: (row) => <Mark row={row} />,
  },
  { id: 'status', header: title('status'), cell: (row) => <StatusCell row={row} /> },
]

function Coefficient({ row }: { row: Component }) {
  const { language } = useText()
  return typedText(row.coefficient, language)
}

/** The exact mark, as in the working: a third is not rounded. */
function Mark({ row }: { row: Component }) {
  const { t, language } = useText()
  const first = row.mark === null ? '–' : exactText(toRational(row.mark), 2, language)
  if (row.retake === null) return first
  return (
    <>
      {first} <small>{t('assessment.student.retake', { mark: exactText(toRational(row.retake), 2, language) })}</small>
    </>
  )
}

function StatusCell({ row }: { row: Component }) {
  const { t } = useText()
  const word = t(`assessment.student.statuses.${row.status}`)
  return (
    <>
      {row.status === 'present' ? word : <Badge tone="warn">{word}</Badge>}
      {row.reason && <span className="muted"> {row.reason}</span>}
    </>
  )
}

import type { Reply } from '#contract/endpoint.ts'
import type { Corrections, previewCorrection } from '#contract/grading/corrections.ts'
import { useText } from '#web/text/text.tsx'
import { Badge } from '#web/ui/Badge.tsx'
import { Histogram } from '#web/ui/Histogram.tsx'
import { Notice } from '#web/ui/Notice.tsx'
import { Stat } from '#web/ui/Stat.tsx'
import { Stats } from '#web/ui/Stats.tsx'
import { Table } from '#web/ui/Table.tsx'
import type { Column } from '#web/ui/table-order.ts'
import type { CorrectionDraft } from './correction-draft.ts'

type Preview = Reply<typeof previewCorrection>
type Row = Preview['rows'][number]
type Props = { preview: Preview; decision: CorrectionDraft; corrections: Corrections }
const groups = ['gain', 'lose', 'kept', 'voided', 'same'] as const

/** The effects of a correction before it is made: four totals, then mark by mark. */
export function ConsequencesView({ preview, decision, corrections }: Props) {
  const { t, mark, points } = useText()
  const { outlook, rows, pass, outOf, fault } = preview
  const question = corrections.questions.find(({ id }) => id === decision.questionId)
  const letters = (ids: readonly string[]) =>
    ids
      .map((id) => String.fromCharCode(65 + (question?.choices.findIndex((choice) => choice.id === id) ?? 0)))
      .join(', ')
  const crossing = rows.filter((row) => crosses(row, pass) !== null)
  const shift = (outlook.meanAfter ?? 0) - (outlook.meanBefore ?? 0)
  const columns = columnsOf({ t, mark, pass, letters })
  const onTwenty = (hundredths: number) => (hundredths * 2000) / outOf
  return (
    <>
      {fault && (
        <Notice tone="warn">
          <p>{t(`grading.correction.fault.${fault}`)}</p>
        </Notice>
      )}
      <section aria-labelledby="consequences">
        <h2 id="consequences">{t('grading.correction.consequences')}</h2>
        <Stats>
          <Stat
            label={t('grading.correction.gain')}
            value={outlook.gain}
            unit={t('grading.correction.ofCopies', { count: outlook.copies })}
          />
          <Stat
            label={t('grading.correction.lose')}
            value={outlook.lose}
            note={outlook.kept > 0 && t('grading.correction.keptNote', { count: outlook.kept })}
          />
          <Stat
            label={t('grading.correction.cross', { pass: points(pass) })}
            value={outlook.crossUp + outlook.crossDown}
            note={crossing
              .slice(0, 3)
              .map(({ givenName, familyName }) => `${givenName} ${familyName}`)
              .join(', ')}
          />
          <Stat
            label={t('grading.correction.mean')}
            value={
              <>
                {outlook.meanBefore !== null && <small>{mark(outlook.meanBefore)} → </small>}
                {outlook.meanAfter === null ? '–' : mark(outlook.meanAfter)}
              </>
            }
            note={signed(mark(shift))}
          />
        </Stats>
      </section>
      {decision.about === 'scale' && (
        <section className="correction__both" aria-label={t('grading.correction.sideBySide')}>
          <Histogram
            title={t('grading.correction.before')}
            caption={t('grading.correction.before')}
            marks={rows.flatMap(({ before }) => (before === null ? [] : [onTwenty(before)]))}
          />
          <Histogram
            title={t('grading.correction.after')}
            caption={t('grading.correction.after')}
            marks={rows.flatMap(({ after }) => (after === null ? [] : [onTwenty(after)]))}
          />
        </section>
      )}
      {groups.map((group) => {
        const those = rows.filter((row) => groupOf(row) === group)
        if (those.length === 0) return null
        const table = (
          <Table
            caption={t(`grading.correction.group.${group}`, { count: those.length })}
            columns={columns}
            rows={those}
            rowKey={({ attemptId }) => attemptId}
          />
        )
        if (group !== 'same') return <section key={group}>{table}</section>
        return (
          <details key={group} className="disclosure">
            <summary>{t('grading.correction.group.same', { count: those.length })}</summary>
            {table}
          </details>
        )
      })}
    </>
  )
}

function groupOf({ before, after, computed }: Row): (typeof groups)[number] {
  if (after === null) return 'voided'
  if (before === null || after > before) return 'gain'
  if (after < before) return 'lose'
  return computed !== null && computed < before ? 'kept' : 'same'
}

function crosses({ before, after }: Row, pass: number): 'up' | 'down' | null {
  if (before === null || after === null || before >= pass === after >= pass) return null
  return after >= pass ? 'up' : 'down'
}

type Words = {
  t: ReturnType<typeof useText>['t']
  mark: (hundredths: number) => string
  pass: number
  letters: (ids: readonly string[]) => string
}

function columnsOf({ t, mark, pass, letters }: Words): Column<Row>[] {
  const written = (value: number | null) => (value === null ? '–' : mark(value))
  return [
    {
      id: 'student',
      header: t('grading.correction.student'),
      rowHeader: true,
      sortValue: (row) => row,
      cell: (row) => (
        <>
          <span className="correction__family">{row.familyName}</span> {row.givenName}{' '}
          {crosses(row, pass) && <Badge>{t(`grading.correction.crosses.${crosses(row, pass) ?? 'up'}`)}</Badge>}
        </>
      ),
    },
    {
      id: 'ticked',
      header: t('grading.correction.ticked'),
      cell: ({ ticked }) =>
        ticked === null ? '' : ticked.length === 0 ? t('grading.correction.noAnswer') : letters(ticked),
    },
    {
      id: 'marks',
      header: t('grading.correction.marks'),
      align: 'end',
      sortValue: ({ after }) => after,
      cell: ({ before, after }) => (
        <>
          {written(before)} → <strong>{written(after)}</strong>
        </>
      ),
    },
    {
      id: 'shift',
      header: t('grading.correction.shift'),
      align: 'end',
      sortValue: ({ before, after }) => (after ?? 0) - (before ?? 0),
      cell: (row) => <Shift row={row} words={{ t, mark }} />,
    },
  ]
}

function Shift({ row, words: { t, mark } }: { row: Row; words: Pick<Words, 't' | 'mark'> }) {
  const { before, after, computed } = row
  if (before === null || after === null) return '–'
  if (groupOf(row) === 'kept') return t('grading.correction.kept', { loss: mark(before - (computed ?? before)) })
  return signed(mark(after - before))
}

/** « +1,00 », « −0,50 », « 0,00 ». */
const signed = (text: string) =>
  text.startsWith('-') ? text.replace('-', '−') : /[1-9]/.test(text) ? `+${text}` : text

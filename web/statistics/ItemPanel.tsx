import { Link } from 'wouter'
import type { ExamItem, ExamStatisticsView } from '#contract/statistics/statistics.ts'
import { isTyped } from '#core/questions/typed-answer.ts'
import { at, type ExamAddresses } from '#web/addresses.ts'
import { useSlotName } from '#web/exams/use-slot-name.ts'
import { AskedText } from '#web/questions/AskedText.tsx'
import { useText } from '#web/text/text.tsx'
import { ContentView } from '#web/ui/ContentView.tsx'
import { LinkButton } from '#web/ui/LinkButton.tsx'
import { Stat } from '#web/ui/Stat.tsx'
import { Stats } from '#web/ui/Stats.tsx'
import { Table } from '#web/ui/Table.tsx'
import type { Column } from '#web/ui/table-order.ts'
import { FlagList } from './FlagList.tsx'
import { QuintileCurve } from './QuintileCurve.tsx'
import { useFigureText } from './use-figure-text.ts'

type Props = {
  item: ExamItem
  contexts: ExamStatisticsView['contexts']
  /** Of an exam whose slots ask different questions. */
  slots: ExamStatisticsView['slots']
  inExam: ExamAddresses
  courseId: string
}
type Row = ExamItem['choices'][number] | { id: null; count: number; share: { value: number | null } }

/** One question: how many chose each answer, and whether stronger students succeed more often. */
export function ItemPanel({ item, contexts, slots, inExam, courseId }: Props) {
  const nameOf = useSlotName(slots)
  const { t, percent } = useText()
  const { spent, marked, ratio, between } = useFigureText()
  const rows: Row[] = [
    ...item.choices,
    { id: null, count: item.blanks, share: { value: item.n === 0 ? null : item.blanks / item.n } },
  ]
  const share = (value: number | null | undefined) => (value === null || value === undefined ? '–' : percent(value))
  const columns: Column<Row>[] = [
    {
      id: 'choice',
      header: t('statistics.choice.name'),
      rowHeader: true,
      cell: (row) =>
        row.id === null ? (
          t('statistics.choice.blank')
        ) : (
          <Choice item={item} choice={row} corrections={inExam.corrections} />
        ),
    },
    {
      id: 'bar',
      header: <span className="vh">{t('statistics.choice.share')}</span>,
      phone: 'hide',
      cell: (row) => <Bar share={row.share.value ?? 0} isRight={isRight(row)} />,
    },
    { id: 'count', header: t('statistics.choice.count'), align: 'end', cell: (row) => row.count },
    { id: 'share', header: t('statistics.choice.share'), align: 'end', cell: (row) => share(row.share.value) },
    {
      id: 'mean',
      header: t('statistics.choice.mean'),
      align: 'end',
      cell: (row) => (row.id === null ? '–' : marked(row.meanMark)),
    },
    {
      id: 'correlation',
      header: t('statistics.choice.correlation'),
      align: 'end',
      cell: (row) => (row.id === null ? '–' : ratio(row.pointBiserial)),
    },
    {
      id: 'upper',
      header: t('statistics.choice.upper'),
      align: 'end',
      cell: (row) => (row.id === null ? '–' : share(row.upperShare.value)),
    },
    {
      id: 'lower',
      header: t('statistics.choice.lower'),
      align: 'end',
      cell: (row) => (row.id === null ? '–' : share(row.lowerShare.value)),
    },
  ]
  return (
    <section id="question" className="statistics__panel" aria-labelledby="question-title">
      <div className="section-head">
        <h2 id="question-title">{t('statistics.item.title', { position: item.position, opening: item.opening })}</h2>
        <div className="actions">
          <LinkButton size="small" href={`${inExam.corrections}?question=${item.position}`}>
            {t('statistics.item.correct')}
          </LinkButton>
          {item.bankId && (
            <LinkButton size="small" variant="quiet" href={at.course(courseId).question(item.bankId).page}>
              {t('statistics.item.bank')}
            </LinkButton>
          )}
        </div>
      </div>
      <AskedText key={item.id} question={item} contexts={contexts} position={item.position} opening={item.opening} />
      {item.slots.length > 0 && item.slots.length < slots.length && (
        <p className="small muted">{t('statistics.item.slots', { slots: item.slots.map(nameOf).join(', ') })}</p>
      )}
      <FlagList item={item} />
      <Table caption={t('statistics.choice.caption')} columns={columns} rows={rows} rowKey={(row) => row.id ?? '-'} />
      <div className="statistics__item">
        <QuintileCurve item={item} />
        <Stats small>
          <Stat
            label={t('statistics.item.facility')}
            value={ratio(item.facility)}
            note={between(item.facilityInterval)}
          />
          <Stat label={t('statistics.item.rest')} value={ratio(item.itemRest)} note={between(item.itemRestInterval)} />
          <Stat label={t('statistics.item.deviation')} value={marked(item.standardDeviation)} />
          <Stat label={t('statistics.item.upperLower')} value={ratio(item.upperLower)} />
          <Stat label={t('statistics.item.efficiency')} value={ratio(item.discriminativeEfficiency)} />
          <Stat label={t('statistics.item.weight')} value={share(item.effectiveWeight.value)} />
          <Stat label={t('statistics.item.guess')} value={ratio(item.guess)} />
          <Stat
            label={t('statistics.items.time')}
            value={item.seconds.value === null ? '–' : spent(item.seconds.value)}
          />
          <Stat label={t('statistics.item.alphaIfDeleted')} value={ratio(item.alphaIfDeleted)} />
        </Stats>
      </div>
    </section>
  )
}

const isRight = (row: Row) => row.id !== null && row.correct

type ChoiceProps = { item: ExamItem; choice: ExamItem['choices'][number]; corrections: string }

function Choice({ item, choice, corrections }: ChoiceProps) {
  const { t } = useText()
  const { letterOf } = useFigureText()
  const text = item.parts?.find(({ id }) => id === choice.part)?.text
  return (
    <span className="statistics__choice">
      {item.type !== 'exact_answer' && (
        <span className={choice.correct ? 'statistics__letter statistics__letter--key' : 'statistics__letter'}>
          {letterOf(item, choice.id)}
        </span>
      )}
      <span>
        {text && (
          <span className="small muted">
            <ContentView content={text} inline />{' '}
          </span>
        )}
        <ContentView content={choice.text} inline />
        {choice.correct && <span className="small muted"> {t('statistics.choice.key')}</span>}
        {isTyped(choice.id) && !choice.correct && (
          <>
            {' '}
            <Link
              className="small"
              href={`${corrections}?question=${item.position}&aussi=${encodeURIComponent(choice.id)}`}
            >
              {t('statistics.choice.acceptAlso')}
            </Link>
          </>
        )}
      </span>
    </span>
  )
}

/** Solid for the key and hollow for the others, to remain readable in greyscale. */
function Bar({ share, isRight: right }: { share: number; isRight: boolean }) {
  return (
    <svg className="chart choice-bar" viewBox="0 0 250 16" aria-hidden="true">
      <rect
        className={right ? 'bar' : 'bar bar--soft'}
        x="1"
        y="1"
        width={Math.max(1, 248 * share)}
        height="14"
        rx="2"
      />
    </svg>
  )
}

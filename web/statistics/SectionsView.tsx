import { useState } from 'react'
import type { ExamSection } from '#contract/statistics/statistics.ts'
import { verdictFrom } from '#core/statistics/flags.ts'
import { useText } from '#web/text/text.tsx'
import type { Tone } from '#web/ui/Badge.tsx'
import { Button } from '#web/ui/Button.tsx'
import { Segmented } from '#web/ui/Segmented.tsx'
import { Status } from '#web/ui/Status.tsx'
import type { GlyphShape } from '#web/ui/StatusGlyph.tsx'
import { Table } from '#web/ui/Table.tsx'
import type { Column } from '#web/ui/table-order.ts'
import { SectionRule } from './SectionRule.tsx'
import { useItemAddress } from './use-item-address.ts'

const mostWhole = 8
const orders = ['course', 'weakness'] as const
type SectionOrder = (typeof orders)[number]

const looks: Record<ExamSection['verdict'], { shape: GlyphShape; tone: Tone }> = {
  not_acquired: { shape: 'wrong', tone: 'bad' },
  undecided: { shape: 'part', tone: 'warn' },
  acquired: { shape: 'good', tone: 'good' },
  too_few: { shape: 'open', tone: 'plain' },
  not_asked: { shape: 'open', tone: 'plain' },
}

/** Which part of the course was understood: the share of the points of each section, with its interval. */
export function SectionsView({ sections }: { sections: readonly ExamSection[] }) {
  const { t, list } = useText()
  const [order, setOrder] = useState<SectionOrder>('course')
  const [isWhole, setWhole] = useState(false)
  const columns = useColumns()
  const nameOf = ({ title }: ExamSection) => title || t('statistics.sections.none')
  const asked = sections.filter(({ positions }) => positions.length > 0)
  const others = sections.filter(({ positions }) => positions.length === 0)
  const weak = asked.filter(({ verdict }) => verdict === 'not_acquired')
  const shareOf = ({ share }: ExamSection) => share.value ?? Number.POSITIVE_INFINITY
  const rows = order === 'course' ? asked : asked.toSorted((one, other) => compare(shareOf(one), shareOf(other)))
  const isLong = asked.length > mostWhole
  const weakest =
    weak.length > 0 ? weak : asked.toSorted((one, other) => compare(shareOf(one), shareOf(other))).slice(0, mostWhole)
  const shown = isLong && !isWhole ? rows.filter((section) => weakest.includes(section)) : rows
  return (
    <section id="sections" className="stack" aria-labelledby="sections-title">
      <div className="section-head">
        <h2 id="sections-title">{t('statistics.sections.title')}</h2>
        <Segmented
          legend={t('statistics.sections.order.legend')}
          value={order}
          onChange={setOrder}
          options={orders.map((value) => ({ value, label: t(`statistics.sections.order.${value}`) }))}
        />
      </div>
      {asked.some(({ verdict }) => verdict !== 'too_few' && verdict !== 'not_asked') && (
        <p>{t('statistics.sections.weak', { count: weak.length, list: list(weak.map(nameOf)) })}</p>
      )}
      <Table
        caption={t('statistics.sections.caption')}
        note={t('statistics.sections.note')}
        columns={columns}
        rows={shown}
        rowKey={({ id }) => id}
      />
      {isLong && (
        <div className="no-print">
          <Button aria-expanded={isWhole} onClick={() => setWhole(!isWhole)}>
            {isWhole ? t('statistics.sections.fewer') : t('statistics.sections.every', { count: asked.length })}
          </Button>
        </div>
      )}
      {others.length > 0 && (
        <p className="small muted">{t('statistics.sections.notAsked', { list: list(others.map(nameOf)) })}</p>
      )}
      <p className="small muted">{t('statistics.sections.how', { least: verdictFrom })}</p>
    </section>
  )
}

/** Two sections without a share are equal: infinity less infinity is no number. */
const compare = (one: number, other: number) => (one === other ? 0 : one - other)

function useColumns(): Column<ExamSection>[] {
  const { t, percent, points } = useText()
  const nameOf = ({ title }: ExamSection) => title || t('statistics.sections.none')
  const between = ({ interval }: ExamSection) =>
    interval ? t('statistics.between', { low: percent(interval.low), high: percent(interval.high) }) : ''
  return [
    {
      id: 'section',
      header: t('statistics.sections.name'),
      rowHeader: true,
      cell: (section) => (
        <div className="statistics__section">
          {nameOf(section)}
          {section.sessionTitle && <span className="statistics__session">{section.sessionTitle}</span>}
          <Objectives objectives={section.objectives} />
        </div>
      ),
    },
    {
      id: 'rule',
      header: t('statistics.sections.rule'),
      phone: 'wide',
      cell: ({ share, interval }) => share.value !== null && <SectionRule share={share.value} interval={interval} />,
    },
    {
      id: 'share',
      header: t('statistics.sections.share'),
      align: 'end',
      cell: (section) =>
        section.share.value === null ? (
          '–'
        ) : (
          <>
            {percent(section.share.value)}
            <span className="statistics__under">{between(section)}</span>
          </>
        ),
    },
    {
      id: 'questions',
      header: t('statistics.sections.questions'),
      phone: 'wide',
      cell: (section) => <Questions section={section} name={nameOf(section)} />,
    },
    {
      id: 'verdict',
      header: t('statistics.sections.verdict.title'),
      phone: 'wide',
      cell: ({ verdict, n, answers, earned, maximum }) => (
        <>
          <Status {...looks[verdict]} wraps>
            {t(`statistics.sections.verdict.${verdict}`)}
          </Status>
          <span className="statistics__under statistics__under--wraps">
            {verdict === 'not_asked'
              ? t('statistics.sections.removed')
              : `${t('statistics.sections.points', { earned: points(Math.round(earned)), maximum: points(Math.round(maximum)) })}, ${t('statistics.sections.copies', { n, answers })}`}
          </span>
        </>
      ),
    },
  ]
}

function Objectives({ objectives }: Pick<ExamSection, 'objectives'>) {
  const { t } = useText()
  if (objectives.length === 0) return null
  return (
    <details className="statistics__objectives">
      <summary>{t('statistics.sections.objectives', { count: objectives.length })}</summary>
      <ul>
        {objectives.map(({ text, result }) => (
          <li key={text}>
            {text}
            {result && <Measured result={result} />}
          </li>
        ))}
      </ul>
    </details>
  )
}

type Result = NonNullable<ExamSection['objectives'][number]['result']>

/** What the class earned on the questions that name the objective. */
function Measured({ result: { share, interval, verdict, positions } }: { result: Result }) {
  const { t, percent, list } = useText()
  const between = interval && t('statistics.between', { low: percent(interval.low), high: percent(interval.high) })
  return (
    <span className="statistics__under statistics__under--wraps">
      {share.value !== null && (
        <strong>
          {percent(share.value)}
          {'. '}
        </strong>
      )}
      {[between, t(`statistics.sections.verdict.${verdict}`)].filter(Boolean).join('. ')}.{' '}
      {t('statistics.sections.objectiveQuestions', { count: positions.length, list: list(positions.map(String)) })}
    </span>
  )
}

function Questions({ section: { positions }, name }: { section: ExamSection; name: string }) {
  const { t } = useText()
  const addressOf = useItemAddress()
  return (
    <span className="statistics__questions">
      {positions.map((position) => (
        <a
          key={position}
          href={addressOf(position)}
          aria-label={t('statistics.sections.question', { position, section: name })}
        >
          {position}
        </a>
      ))}
    </span>
  )
}

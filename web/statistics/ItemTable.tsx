import { Link } from 'wouter'
import type { ExamItem } from '#contract/statistics/statistics.ts'
import { cutText } from '#core/cut-text.ts'
import { at, type ExamAddresses } from '#web/addresses.ts'
import { useText } from '#web/text/text.tsx'
import { Segmented } from '#web/ui/Segmented.tsx'
import { Table } from '#web/ui/Table.tsx'
import type { Column } from '#web/ui/table-order.ts'
import { useAddress } from '#web/ui/use-address.ts'
import { FlagList, isSuspect } from './FlagList.tsx'
import { useFigureText } from './use-figure-text.ts'
import { useItemAddress } from './use-item-address.ts'

type Props = { items: readonly ExamItem[]; inExam: ExamAddresses; courseId: string }

const views = ['suspect', 'all'] as const
const mostWhole = 12

/** The statistics and flags of every question; the same data as the scatter plot. */
export function ItemTable({ items, inExam, courseId }: Props) {
  const { t } = useText()
  const { spent, ratio, between, reasonOf } = useFigureText()
  const addressOf = useItemAddress()
  const columns: Column<ExamItem>[] = [
    {
      id: 'question',
      header: t('statistics.items.question'),
      rowHeader: true,
      sortValue: ({ position }) => position,
      cell: ({ position, opening }) => (
        <a href={addressOf(position)}>{t('statistics.items.name', { position, opening: shortened(opening) })}</a>
      ),
    },
    // When papers draw from pools, each question has its own number of respondents.
    ...(new Set(items.map(({ n }) => n)).size > 1
      ? [
          {
            id: 'n',
            header: t('statistics.items.asked'),
            align: 'end' as const,
            sortValue: ({ n }: ExamItem) => n,
            cell: ({ n }: ExamItem) => n,
          },
        ]
      : []),
    {
      id: 'facility',
      header: t('statistics.item.facility'),
      align: 'end',
      sortValue: ({ facility }) => facility.value,
      cell: ({ facility, facilityInterval }) => (
        <Figures main={ratio(facility)} under={facilityInterval ? between(facilityInterval) : reasonOf(facility)} />
      ),
    },
    {
      id: 'rest',
      header: t('statistics.item.rest'),
      align: 'end',
      sortValue: ({ itemRest }) => itemRest.value,
      cell: ({ itemRest, itemRestInterval }) => (
        <Figures main={ratio(itemRest)} under={itemRestInterval ? between(itemRestInterval) : reasonOf(itemRest)} />
      ),
    },
    {
      id: 'blanks',
      header: t('statistics.items.blanks'),
      align: 'end',
      sortValue: ({ blanks }) => blanks,
      cell: ({ blanks }) => blanks || '·',
    },
    {
      id: 'time',
      header: t('statistics.items.time'),
      align: 'end',
      sortValue: ({ seconds }) => seconds.value,
      cell: ({ seconds }) => (seconds.value === null ? '–' : spent(seconds.value)),
    },
    {
      id: 'flags',
      header: t('statistics.items.suggests'),
      phone: 'wide',
      cell: (item) =>
        item.flags.length > 0 && (
          <div className="statistics__suggests">
            <FlagList item={item} isBrief />
            <p className="small">
              <Link href={`${inExam.corrections}?question=${item.position}`}>
                {t('statistics.items.correct', { position: item.position })}
              </Link>
              {item.bankId && (
                <>
                  {' · '}
                  <Link href={at.course(courseId).question(item.bankId).page}>
                    {t('statistics.items.bank', { position: item.position })}
                  </Link>
                </>
              )}
            </p>
          </div>
        ),
    },
  ]
  const suspect = items.filter(isSuspect)
  // A long exam opens on its most suspect questions; a short one is whole. The advice is beside each one, above.
  const isFolded = items.length > mostWhole && suspect.length > 0
  const [read, write] = useAddress()
  const view = isFolded && read('questions') !== 'toutes' ? 'suspect' : 'all'
  const counts = { suspect: suspect.length, all: items.length }
  return (
    <>
      {/* Before the table: its caption holds words only. */}
      {isFolded && (
        <Segmented
          legend={t('statistics.items.shown')}
          value={view}
          onChange={(next) => write({ questions: next === 'all' ? 'toutes' : null })}
          options={views.map((value) => ({
            value,
            label: t(`statistics.items.views.${value}`),
            count: counts[value],
          }))}
        />
      )}
      <Table
        caption={t('statistics.items.caption')}
        note={t('statistics.items.note')}
        columns={columns}
        rows={view === 'all' ? items : suspect}
        rowKey={({ id }) => id}
        toneOf={({ flags }) => (flags[0]?.code === 'key_suspect' ? 'warn' : undefined)}
      />
    </>
  )
}

/** Cut between two words; the panel has the whole text. */
const shortened = (text: string) => (text.length <= 90 ? text : `${cutText(text, 90).replace(/\s+\S*$/, '')}…`)

function Figures({ main, under }: { main: string; under: string }) {
  return (
    <>
      {main}
      {under && <span className="statistics__under">{under}</span>}
    </>
  )
}

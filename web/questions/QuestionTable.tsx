import { Link } from 'wouter'
import type { Reply } from '#contract/endpoint.ts'
import type { listQuestions, questionOrders } from '#contract/questions/questions.ts'
import { at } from '#web/addresses.ts'
import { useText } from '#web/text/text.tsx'
import { Checkbox } from '#web/ui/Checkbox.tsx'
import { Icon } from '#web/ui/Icon.tsx'
import { Status } from '#web/ui/Status.tsx'
import { TableFrame } from '#web/ui/TableFrame.tsx'
import { PeekButton } from './PeekButton.tsx'
import type { ColumnId, Listing } from './use-listing.ts'

type Question = Reply<typeof listQuestions>['questions'][number]

type Props = {
  courseId: string
  questions: readonly Question[]
  /** The title of each section. */
  titles: ReadonlyMap<string, string>
  listing: Listing
  onListing: (change: Partial<Listing>) => void
  ticked: ReadonlySet<string>
  onTick: (id: string) => void
  chosen: string | null
  onChoose: (id: string) => void
}

const sortOf: Partial<Record<ColumnId, (typeof questionOrders)[number]>> = {
  section: 'course',
  difficulty: 'difficulty',
  seconds: 'seconds',
  facility: 'facility',
  discrimination: 'discrimination',
  lastUse: 'lastUse',
}
const figures: readonly ColumnId[] = ['seconds', 'facility', 'discrimination']

/** One line per question, with the chosen columns; the server sorts, so that a page is one of the whole bank. */
export function QuestionTable({ listing, onListing, questions, titles, ...rest }: Props) {
  const { t } = useText()
  const { columns, sort, direction } = listing
  const sortBy = (by: (typeof questionOrders)[number]) =>
    onListing({ sort: by, direction: sort === by && direction === 'asc' ? 'desc' : 'asc' })
  return (
    <TableFrame caption={t('questions.title')} quietCaption phone="scroll">
      <thead>
        <tr>
          <th scope="col">
            <span className="vh">{t('questions.columns.tick')}</span>
          </th>
          <th scope="col">{t('questions.question')}</th>
          {columns.map((id) => {
            const by = sortOf[id]
            const isSorted = by !== undefined && sort === by
            return (
              <th
                key={id}
                scope="col"
                className={figures.includes(id) ? 'table__end' : undefined}
                aria-sort={isSorted ? (direction === 'asc' ? 'ascending' : 'descending') : undefined}
              >
                {by ? (
                  <button type="button" className="table__sort" onClick={() => sortBy(by)}>
                    {t(`questions.columns.${id}`)}
                    <Icon name={isSorted && direction === 'desc' ? 'arrow-down' : 'arrow-up'} />
                  </button>
                ) : (
                  t(`questions.columns.${id}`)
                )}
              </th>
            )
          })}
          <th scope="col">
            <span className="vh">{t('questions.edit.preview')}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {questions.map((question) => (
          <Row key={question.id} question={question} columns={columns} titles={titles} {...rest} />
        ))}
      </tbody>
    </TableFrame>
  )
}

type RowProps = Pick<Props, 'courseId' | 'titles' | 'ticked' | 'onTick' | 'chosen' | 'onChoose'> & {
  question: Question
  columns: readonly ColumnId[]
}

function Row({ courseId, question, columns, titles, ticked, onTick, chosen, onChoose }: RowProps) {
  const { t } = useText()
  const { id, key, opening } = question
  return (
    <tr data-selected={chosen === id || undefined}>
      <td>
        <Checkbox bare label={t('questions.bulk.tick', { key })} checked={ticked.has(id)} onChange={() => onTick(id)} />
      </td>
      <th scope="row" className="bank__cell">
        <Link href={at.course(courseId).question(id).page} className="bank__line" title={opening} data-question={id}>
          {opening}
        </Link>
      </th>
      {columns.map((column) => (
        <td key={column} className={figures.includes(column) ? 'table__end' : undefined}>
          <span className="bank__value">
            <Cell column={column} question={question} titles={titles} />
          </span>
        </td>
      ))}
      <td>
        <PeekButton question={question} isOpen={chosen === id} onPeek={onChoose} />
      </td>
    </tr>
  )
}

type CellProps = Pick<RowProps, 'question' | 'titles'> & { column: ColumnId }

function Cell({ column, question, titles }: CellProps) {
  const { t, number, shortDate } = useText()
  const { past, remark } = question
  switch (column) {
    case 'section':
      return titles.get(question.section) ?? question.section
    case 'type':
      return t(`questions.type.${question.type}`)
    case 'difficulty':
      return t(`questions.difficulty.${question.difficulty}`)
    case 'level':
      return t(`questions.level.${question.level}`)
    case 'seconds':
      return t('questions.columns.secondsOf', { seconds: question.expectedSeconds })
    case 'facility':
      return past?.facility == null ? '–' : number(past.facility, 2)
    case 'discrimination':
      return past?.discrimination == null ? '–' : number(past.discrimination, 2)
    case 'lastUse':
      return question.lastUsedAt ? shortDate(question.lastUsedAt) : t('questions.columns.never')
    case 'remark':
      if (!remark || remark === 'note') return '–'
      return (
        <Status shape={remark === 'error' ? 'bad' : 'warn'} tone={remark === 'error' ? 'bad' : 'warn'}>
          {t(`questions.lintState.${remark}`)}
        </Status>
      )
  }
}

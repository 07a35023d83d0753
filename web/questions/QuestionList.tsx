import { useRef, useState } from 'react'
import { Link } from 'wouter'
import type { Reply } from '#contract/endpoint.ts'
import type { getBank, listQuestions } from '#contract/questions/questions.ts'
import { at } from '#web/addresses.ts'
import { useText } from '#web/text/text.tsx'
import { Button } from '#web/ui/Button.tsx'
import { Checkbox } from '#web/ui/Checkbox.tsx'
import { EmptyState } from '#web/ui/EmptyState.tsx'
import { Icon } from '#web/ui/Icon.tsx'
import { Status } from '#web/ui/Status.tsx'
import { BulkBar } from './BulkBar.tsx'
import { ListLook } from './ListLook.tsx'
import { PeekButton } from './PeekButton.tsx'
import { QuestionPeek } from './QuestionPeek.tsx'
import { QuestionTable } from './QuestionTable.tsx'
import { placeOptions } from './section-options.ts'
import { type BankFilters, noFilter } from './use-filters.ts'
import type { Listing } from './use-listing.ts'
import { useRowKeys } from './use-row-keys.ts'

type Props = {
  courseId: string
  data: Reply<typeof listQuestions>
  bank: Reply<typeof getBank>
  filters: BankFilters
  onChange: (change: Partial<BankFilters>) => void
  listing: Listing
  onListing: (change: Partial<Listing>) => void
}

/** One question per row, with the chosen one beside the list; the ticked ones can be changed together. */
export function QuestionList({ courseId, data, bank, filters, onChange, listing, onListing }: Props) {
  const { t } = useText()
  const [ticked, setTicked] = useState<ReadonlySet<string>>(new Set())
  const [chosen, setChosen] = useState<string | null>(null)
  const list = useRef<HTMLDivElement>(null)
  const toggle = (id: string) => setTicked(ticked.has(id) ? without(ticked, id) : new Set([...ticked, id]))
  useRowKeys({ list, onTick: toggle, onPeek: setChosen, onClose: () => setChosen(null) })
  if (data.total === 0) {
    return (
      <EmptyState
        title={t('questions.noMatchTitle')}
        actions={
          <Button onClick={() => onChange({ ...noFilter, section: undefined })}>{t('questions.clearFilters')}</Button>
        }
      >
        {t('questions.noMatchText')}
      </EmptyState>
    )
  }
  const titles = new Map(placeOptions(bank.sessions, t).map(({ value, label }) => [value, label]))
  const here = data.questions.filter(({ id }) => ticked.has(id))
  const shown = data.questions.find(({ id }) => id === chosen)
  return (
    <>
      <BulkBar
        courseId={courseId}
        bank={bank}
        filters={filters}
        total={data.total}
        ticked={here}
        isPage={here.length === data.questions.length}
        onPage={(all) => setTicked(new Set(all ? data.questions.map(({ id }) => id) : []))}
      />
      <ListLook listing={listing} onListing={onListing} />
      <div className="bank__beside" data-peek={shown !== undefined || undefined}>
        <div ref={list} className="bank__rows">
          {listing.look === 'table' ? (
            <QuestionTable
              {...{ courseId, titles, listing, onListing, ticked, chosen }}
              questions={data.questions}
              onTick={toggle}
              onChoose={setChosen}
            />
          ) : (
            <Cards {...{ courseId, data, titles, filters, ticked, chosen }} onTick={toggle} onChoose={setChosen} />
          )}
        </div>
        {shown && <QuestionPeek courseId={courseId} questionId={shown.id} onClose={() => setChosen(null)} />}
      </div>
      <Pages page={filters.page} pages={Math.ceil(data.total / data.pageSize)} onGo={(page) => onChange({ page })} />
    </>
  )
}

type CardsProps = Pick<Props, 'courseId' | 'data' | 'filters'> & {
  titles: ReadonlyMap<string, string>
  ticked: ReadonlySet<string>
  onTick: (id: string) => void
  chosen: string | null
  onChoose: (id: string) => void
}

function Cards({ courseId, data, titles, filters, ticked, onTick, chosen, onChoose }: CardsProps) {
  const { t } = useText()
  return (
    <ul className="bank__questions">
      {data.questions.map((question) => (
        <li key={question.id} className="bank__question" data-selected={chosen === question.id || undefined}>
          <Checkbox
            bare
            label={t('questions.bulk.tick', { key: question.key })}
            checked={ticked.has(question.id)}
            onChange={() => onTick(question.id)}
          />
          <div>
            <Link
              href={at.course(courseId).question(question.id).page}
              className="bank__opening"
              data-question={question.id}
            >
              {question.opening}
            </Link>
            <Facts question={question} section={filters.section ? undefined : titles.get(question.section)} />
          </div>
          <PeekButton question={question} isOpen={chosen === question.id} onPeek={onChoose} />
        </li>
      ))}
    </ul>
  )
}

const without = (all: ReadonlySet<string>, id: string) => new Set([...all].filter((one) => one !== id))

type FactsProps = { question: Props['data']['questions'][number]; section: string | undefined }

function Facts({ question, section }: FactsProps) {
  const { t, duration } = useText()
  const { remark } = question
  return (
    <p className="bank__facts">
      {section && <span>{section}</span>}
      <span>{t(`questions.type.${question.type}`)}</span>
      <span>{t(`questions.difficulty.${question.difficulty}`)}</span>
      <span>{t(`questions.level.${question.level}`)}</span>
      <span>{duration(question.expectedSeconds)}</span>
      {question.contextId && <span>{t('questions.aboutDocument', { id: question.contextId })}</span>}
      {question.hasCode && <span>{t('questions.withCode')}</span>}
      {question.purpose === 'practice' && <span>{t('questions.purpose.practice')}</span>}
      {question.isUsed && <span>{t('questions.use.yes')}</span>}
      {question.past && <Past past={question.past} />}
      {remark && remark !== 'note' && (
        <Status shape={remark === 'error' ? 'bad' : 'warn'} tone={remark === 'error' ? 'bad' : 'warn'}>
          {t(`questions.lintState.${remark}`)}
        </Status>
      )}
    </p>
  )
}

/** The statistics of past exams, in a line. */
function Past({ past }: { past: NonNullable<FactsProps['question']['past']> }) {
  const { t, number } = useText()
  const { exams, facility, discrimination, flags } = past
  return (
    <>
      {facility !== null && <span>{t('questions.past.facilityOf', { value: number(facility, 2) })}</span>}
      {discrimination !== null && (
        <span>{t('questions.past.discriminationOf', { value: number(discrimination, 2) })}</span>
      )}
      <span>{t('questions.past.exams', { count: exams })}</span>
      {flags.map((flag) => (
        <Status key={flag} shape="warn" tone="warn">
          {t(`questions.past.flags.${flag}`)}
        </Status>
      ))}
    </>
  )
}

function Pages({ page, pages, onGo }: { page: number; pages: number; onGo: (page: number) => void }) {
  const { t } = useText()
  if (pages < 2) return null
  return (
    <nav className="bank__pages" aria-label={t('questions.pages')}>
      <Button size="small" disabled={page <= 1} onClick={() => onGo(page - 1)}>
        <Icon name="arrow-left" />
        {t('common.previous')}
      </Button>
      <span className="small muted">{t('questions.pageOf', { page, pages })}</span>
      <Button size="small" disabled={page >= pages} onClick={() => onGo(page + 1)}>
        {t('common.next')}
        <Icon name="arrow-right" />
      </Button>
    </nav>
  )
}

import { keepPreviousData, useQuery } from '@tanstack/react-query'
import type { Reply } from '#contract/endpoint.ts'
import { getBank, listQuestions } from '#contract/questions/questions.ts'
import { at } from '#web/addresses.ts'
import { query } from '#web/api.ts'
import { useText } from '#web/text/text.tsx'
import { EmptyState } from '#web/ui/EmptyState.tsx'
import { LinkButton } from '#web/ui/LinkButton.tsx'
import { Page } from '#web/ui/Page.tsx'
import { QueryView } from '#web/ui/QueryView.tsx'
import { usePathIds } from '#web/ui/use-path-ids.ts'
import { BankTabs } from './BankTabs.tsx'
import { LatestBatches } from './LatestBatches.tsx'
import { ListViews } from './ListViews.tsx'
import { QuestionFilters } from './QuestionFilters.tsx'
import { QuestionList } from './QuestionList.tsx'
import { SectionNav } from './SectionNav.tsx'
import { useBankActions } from './use-bank-actions.tsx'
import { useFilters } from './use-filters.ts'
import { useListing } from './use-listing.ts'
import './questions.css'

/** The bank, by section of the course. */
export default function QuestionsPage() {
  const { t, rich } = useText()
  const { courseId } = usePathIds('courseId')
  const actions = useBankActions(courseId)
  const bank = useQuery(query(getBank, { params: { courseId } }))
  const sections = bank.data?.sessions.flatMap((session) => session.sections) ?? []
  const lead = bank.data && {
    total: bank.data.total,
    sections: sections.length,
    empty: sections.filter((section) => questionCountOf(section) === 0).length,
    b: (words: React.ReactNode) => <strong key="b">{words}</strong>,
  }
  return (
    <Page title={t('questions.title')} lead={lead && rich('questions.lead', lead)} actions={actions}>
      <BankTabs courseId={courseId} />
      <QueryView
        query={bank}
        isEmpty={({ total, archived }) => total + archived === 0}
        empty={
          <EmptyState
            title={t('questions.emptyTitle')}
            actions={
              <>
                <LinkButton variant="primary" href={at.course(courseId).newQuestion}>
                  {t('questions.edit.newTitle')}
                </LinkButton>
                <LinkButton href={at.course(courseId).importQuestions}>{t('questions.import.title')}</LinkButton>
                {sections.length === 0 ? (
                  <LinkButton href={at.course(courseId).outline}>{t('questions.coverage.toOutline')}</LinkButton>
                ) : (
                  <LinkButton href={at.course(courseId).text}>{t('questions.emptyFromText')}</LinkButton>
                )}
              </>
            }
          >
            {t('questions.emptyText')}
          </EmptyState>
        }
      >
        {(data) => <Browse courseId={courseId} bank={data} />}
      </QueryView>
    </Page>
  )
}

type Bank = Reply<typeof getBank>
export type BankSection = Bank['sessions'][number]['sections'][number]

export const questionCountOf = ({ counts, practice }: BankSection) =>
  counts.easy + counts.medium + counts.hard + practice

function Browse({ courseId, bank }: { courseId: string; bank: Bank }) {
  const [filters, change] = useFilters()
  const [listing, changeListing] = useListing()
  const { sort, direction } = listing
  const list = useQuery({
    ...query(listQuestions, { params: { courseId }, query: { ...filters, sort, direction } }),
    placeholderData: keepPreviousData,
  })
  return (
    <div className="bank" data-look={listing.look}>
      <SectionNav bank={bank} filters={filters} found={list.data?.sections} onChange={change} />
      <div className="bank__list">
        <ListViews courseId={courseId} />
        <QuestionFilters bank={bank} filters={filters} onChange={change} />
        <QueryView query={list}>
          {(data) => (
            <QuestionList {...{ courseId, data, bank, filters, listing }} onChange={change} onListing={changeListing} />
          )}
        </QueryView>
        <LatestBatches courseId={courseId} />
      </div>
    </div>
  )
}

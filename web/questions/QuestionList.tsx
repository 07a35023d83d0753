import { Link } from 'wouter'
import type { Reply } from '#contract/endpoint.ts'
import type { getBank, listQuestions } from '#contract/questions.ts'
import { useText } from '#web/text/text.tsx'
import { Button } from '#web/ui/Button.tsx'
import { EmptyState } from '#web/ui/EmptyState.tsx'
import { Icon } from '#web/ui/Icon.tsx'
import type { Filters } from './use-filters.ts'

type Props = {
  courseId: string
  data: Reply<typeof listQuestions>
  bank: Reply<typeof getBank>
  filters: Filters
  onChange: (change: Partial<Filters>) => void
}

/** One question per line, its words first. */
export function QuestionList({ courseId, data, bank, filters, onChange }: Props) {
  const { t, duration } = useText()
  if (data.total === 0) {
    return (
      <EmptyState
        title={t('questions.noMatchTitle')}
        actions={
          <Button
            onClick={() =>
              onChange({ search: '', difficulty: undefined, type: undefined, level: undefined, section: undefined })
            }
          >
            {t('questions.clearFilters')}
          </Button>
        }
      >
        {t('questions.noMatchText')}
      </EmptyState>
    )
  }
  const titles = new Map(bank.sessions.flatMap(({ sections }) => sections.map(({ id, title }) => [id, title])))
  return (
    <>
      <p className="small muted" role="status">
        {t('questions.found', { count: data.total })}
      </p>
      <ul className="bank__questions">
        {data.questions.map((question) => (
          <li key={question.id} className="bank__question">
            <Link href={`/cours/${courseId}/questions/${question.id}`} className="bank__opening">
              {question.opening}
            </Link>
            <p className="bank__facts">
              {!filters.section && <span>{titles.get(question.section)}</span>}
              <span>{t(`questions.type.${question.type}`)}</span>
              <span>{t(`questions.difficulty.${question.difficulty}`)}</span>
              <span>{t(`questions.level.${question.level}`)}</span>
              <span>{duration(question.expectedSeconds)}</span>
              {question.hasCode && <span>{t('questions.withCode')}</span>}
            </p>
          </li>
        ))}
      </ul>
      <Pages page={filters.page} pages={Math.ceil(data.total / data.pageSize)} onGo={(page) => onChange({ page })} />
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

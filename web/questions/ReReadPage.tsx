import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Reply } from '#contract/endpoint.ts'
import { listStale } from '#contract/questions/question-writing.ts'
import { at } from '#web/addresses.ts'
import { query } from '#web/api.ts'
import { useText } from '#web/text/text.tsx'
import { Button } from '#web/ui/Button.tsx'
import { EmptyState } from '#web/ui/EmptyState.tsx'
import { Icon } from '#web/ui/Icon.tsx'
import { LinkButton } from '#web/ui/LinkButton.tsx'
import { Notice } from '#web/ui/Notice.tsx'
import { Page } from '#web/ui/Page.tsx'
import { QueryView } from '#web/ui/QueryView.tsx'
import { usePathIds } from '#web/ui/use-path-ids.ts'
import { BankTabs } from './BankTabs.tsx'
import { ConflictView } from './ConflictView.tsx'
import { StaleView } from './StaleView.tsx'
import './history.css'

type Waiting = Reply<typeof listStale>

/** The questions to review: those in conflict with their files, and those whose passage of the course changed. */
export default function ReReadPage() {
  const { t } = useText()
  const { courseId } = usePathIds('courseId')
  const waiting = useQuery(query(listStale, { params: { courseId } }))
  return (
    <Page title={t('questions.reread.title')} lead={t('questions.reread.lead')}>
      <BankTabs courseId={courseId} />
      <QueryView
        query={waiting}
        isEmpty={({ stale, conflicts, problems }) => stale.length + conflicts.length + problems.length === 0}
        empty={
          <EmptyState
            title={t('questions.reread.emptyTitle')}
            actions={<LinkButton href={at.course(courseId).questions}>{t('questions.reread.toBank')}</LinkButton>}
          >
            {t('questions.reread.emptyText')}
          </EmptyState>
        }
      >
        {(data) => (
          <div className="reread">
            <Problems problems={data.problems} />
            {data.conflicts.length > 0 && (
              <section aria-labelledby="conflicts" className="stack">
                <div className="section-head">
                  <h2 id="conflicts">{t('questions.reread.conflicts', { count: data.conflicts.length })}</h2>
                  <p>{t('questions.reread.conflictsNote')}</p>
                </div>
                {data.conflicts.map((conflict) => (
                  <ConflictView key={conflict.id} courseId={courseId} conflict={conflict} />
                ))}
              </section>
            )}
            {data.stale.length > 0 && <OneByOne courseId={courseId} stale={data.stale} />}
          </div>
        )}
      </QueryView>
    </Page>
  )
}

function Problems({ problems }: Pick<Waiting, 'problems'>) {
  const { t } = useText()
  if (problems.length === 0) return null
  return (
    <Notice tone="bad">
      <p>
        <strong>{t('questions.reread.problems', { count: problems.length })}</strong>{' '}
        {t('questions.reread.problemsNote')}
      </p>
      <ul className="reread__problems">
        {problems.map(({ file, line, column, sentence }) => (
          <li key={`${file}:${line}:${column}${sentence}`}>
            <span className="mono">{`${file}:${line}:${column}`}</span> {sentence}
          </li>
        ))}
      </ul>
    </Notice>
  )
}

/** Reviews one question at a time; the next follows once it is done. */
function OneByOne({ courseId, stale }: { courseId: string } & Pick<Waiting, 'stale'>) {
  const { t } = useText()
  const [at, setAt] = useState(0)
  const place = Math.min(at, stale.length - 1)
  const question = stale[place]
  if (!question) return null
  return (
    <section aria-labelledby="stale" className="stack">
      <div className="section-head">
        <h2 id="stale">{t('questions.reread.stale', { count: stale.length })}</h2>
        <p>{t('questions.reread.staleNote')}</p>
      </div>
      <StaleView key={question.id} courseId={courseId} question={question} />
      {stale.length > 1 && (
        <nav className="bank__pages" aria-label={t('questions.reread.places')}>
          <Button size="small" disabled={place === 0} onClick={() => setAt(place - 1)}>
            <Icon name="arrow-left" />
            {t('common.previous')}
          </Button>
          <span className="small muted" role="status">
            {t('questions.reread.placeOf', { place: place + 1, count: stale.length })}
          </span>
          <Button size="small" disabled={place === stale.length - 1} onClick={() => setAt(place + 1)}>
            {t('common.next')}
            <Icon name="arrow-right" />
          </Button>
        </nav>
      )}
    </section>
  )
}

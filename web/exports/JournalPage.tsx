import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useSearchParams } from 'wouter'
import { exportJournal, readJournal, tableProfiles } from '#contract/exports/exports.ts'
import { addressOf, query } from '#web/api.ts'
import { useText } from '#web/text/text.tsx'
import { Button } from '#web/ui/Button.tsx'
import { EmptyState } from '#web/ui/EmptyState.tsx'
import { Field } from '#web/ui/Field.tsx'
import { Icon } from '#web/ui/Icon.tsx'
import { Input } from '#web/ui/Input.tsx'
import { Page } from '#web/ui/Page.tsx'
import { QueryView } from '#web/ui/QueryView.tsx'
import { Select } from '#web/ui/Select.tsx'
import { usePathIds } from '#web/ui/use-path-ids.ts'
import { JournalTable } from './JournalTable.tsx'
import './exports.css'

const concepts = [
  'course',
  'member',
  'mail',
  'student',
  'students',
  'privacy',
  'exam',
  'attempt',
  'project',
  'team',
  'assessment',
] as const

/** The audit log of a course: each change with its author, date, values before and after, and reason. */
export default function JournalPage() {
  const { t } = useText()
  const { courseId } = usePathIds('courseId')
  const [place, setPlace] = useSearchParams()
  const [concept, search, before] = ['concept', 'mots', 'avant'].map((name) => place.get(name) ?? '')
  const journal = useQuery({
    ...query(readJournal, {
      params: { courseId },
      query: { concept: concept || undefined, search: search || undefined, before: before || undefined },
    }),
    placeholderData: keepPreviousData,
  })
  const go = (change: Record<string, string>) => {
    const next = { concept: concept ?? '', mots: search ?? '', avant: '', ...change }
    setPlace(
      Object.entries(next).filter(([, value]) => value !== ''),
      { replace: !('avant' in change) },
    )
  }
  return (
    <Page
      title={t('exports.journalPage.title')}
      lead={t('exports.journalPage.lead')}
      actions={tableProfiles.map((profile) => (
        <a
          key={profile}
          className="button button--secondary"
          href={addressOf(exportJournal, { params: { courseId }, query: { profile } })}
          download
        >
          <Icon name="download" />
          {t(`exports.profile.${profile}.name`)}
        </a>
      ))}
    >
      <div className="stack">
        <div className="journal-filter">
          <Field label={t('exports.journalPage.about')}>
            <Select
              value={concept ?? ''}
              onChange={(value) => go({ concept: value })}
              options={[
                { value: '', label: t('exports.journalPage.everything') },
                ...concepts.map((value) => ({
                  value: value as string,
                  label: t(`exports.journalPage.concept.${value}`),
                })),
              ]}
            />
          </Field>
          <Field label={t('exports.journalPage.search')}>
            <Input
              type="search"
              maxLength={100}
              value={search}
              onChange={(event) => go({ mots: event.target.value })}
            />
          </Field>
        </div>
        <QueryView
          query={journal}
          isEmpty={({ lines }) => lines.length === 0}
          empty={
            <EmptyState title={t('exports.journalPage.emptyTitle')}>{t('exports.journalPage.emptyText')}</EmptyState>
          }
        >
          {({ lines, next }) => (
            <>
              <JournalTable lines={lines} />
              <div className="actions">
                {before && <Button onClick={() => go({ avant: '' })}>{t('exports.journalPage.newest')}</Button>}
                {next && <Button onClick={() => go({ avant: next })}>{t('exports.journalPage.older')}</Button>}
              </div>
            </>
          )}
        </QueryView>
      </div>
    </Page>
  )
}

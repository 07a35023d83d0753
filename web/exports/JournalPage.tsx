import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useSearchParams } from 'wouter'
import { exportJournal, readJournal, tableProfiles } from '#contract/exports/exports.ts'
import { isOfferedIn } from '#core/exports/file-layout.ts'
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
  'privacy',
  'question',
  'exam',
  'attempt',
  'project',
  'team',
  'assessment',
] as const

/** The audit log of a course: each change with its author, date, values before and after, and reason. */
export default function JournalPage() {
  const { t, language } = useText()
  const { courseId } = usePathIds('courseId')
  const [place, setPlace] = useSearchParams()
  const [concept, search, actor, from, until, before] = ['concept', 'mots', 'qui', 'du', 'au', 'avant'].map(
    (name) => place.get(name) ?? '',
  ) as [string, string, string, string, string, string]
  const journal = useQuery({
    ...query(readJournal, {
      params: { courseId },
      query: {
        ...{ concept: concept || undefined, search: search || undefined, actor: actor || undefined },
        ...{ from: startOf(from, 0), until: startOf(until, 1), before: before || undefined },
      },
    }),
    placeholderData: keepPreviousData,
  })
  const go = (change: Record<string, string>) => {
    const next = { concept, mots: search, qui: actor, du: from, au: until, avant: '', ...change }
    setPlace(
      Object.entries(next).filter(([, value]) => value !== ''),
      { replace: !('avant' in change) },
    )
  }
  const isFiltered = [concept, search, actor, from, until].some((said) => said !== '')
  return (
    <Page
      title={t('exports.journalPage.title')}
      lead={t('exports.journalPage.lead')}
      actions={tableProfiles
        .filter((profile) => isOfferedIn(profile, language))
        .map((profile) => (
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
        <div className="journal-filter" role="search">
          <Field label={t('exports.journalPage.about')}>
            <Select
              value={concept}
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
          <Field label={t('exports.journalPage.who')}>
            <Select
              value={actor}
              onChange={(value) => go({ qui: value })}
              options={[
                { value: '', label: t('exports.journalPage.everybody') },
                ...[...new Set([...(journal.data?.actors ?? []), ...(actor ? [actor] : [])])].map((name) => ({
                  value: name,
                  label: name,
                })),
              ]}
            />
          </Field>
          <Field label={t('exports.journalPage.from')}>
            <Input type="date" value={from} onChange={(event) => go({ du: event.target.value })} />
          </Field>
          <Field label={t('exports.journalPage.until')}>
            <Input type="date" value={until} onChange={(event) => go({ au: event.target.value })} />
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
            <EmptyState
              title={t('exports.journalPage.emptyTitle')}
              actions={
                isFiltered && (
                  <Button onClick={() => go({ concept: '', mots: '', qui: '', du: '', au: '' })}>
                    {t('exports.journalPage.clear')}
                  </Button>
                )
              }
            >
              {t('exports.journalPage.emptyText')}
            </EmptyState>
          }
        >
          {({ lines, next }) => (
            <>
              <JournalTable courseId={courseId} lines={lines} />
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

/** The instant at which a day begins here, or the day after it; undefined without a whole date. */
function startOf(day: string, daysAfter: number): string | undefined {
  const [year, month, date] = day.split('-').map(Number)
  if (!year || !month || !date || year < 1970) return undefined
  return new Date(year, month - 1, date + daysAfter).toISOString()
}

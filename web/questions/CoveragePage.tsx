import { useQuery } from '@tanstack/react-query'
import { useSearchParams } from 'wouter'
import { getCoverage } from '#contract/exams/composition.ts'
import { at } from '#web/addresses.ts'
import { query } from '#web/api.ts'
import { useText } from '#web/text/text.tsx'
import { EmptyState } from '#web/ui/EmptyState.tsx'
import { Field } from '#web/ui/Field.tsx'
import { LinkButton } from '#web/ui/LinkButton.tsx'
import { Page } from '#web/ui/Page.tsx'
import { QueryView } from '#web/ui/QueryView.tsx'
import { Select } from '#web/ui/Select.tsx'
import { usePathIds } from '#web/ui/use-path-ids.ts'
import { BankTabs } from './BankTabs.tsx'
import { CoverageTable } from './CoverageTable.tsx'
import { HolesView } from './HolesView.tsx'
import { LintView } from './LintView.tsx'
import './coverage.css'

/** How many questions each section has, and what an exam's plan would lack. */
export default function CoveragePage() {
  const { t, rich } = useText()
  const { courseId } = usePathIds('courseId')
  const [search, setSearch] = useSearchParams()
  const exam = search.get('examen') ?? undefined
  const plan = search.get('plan') ?? undefined
  const coverage = useQuery(query(getCoverage, { params: { courseId }, query: { exam, plan } }))
  const sections = coverage.data?.sessions.flatMap((session) => session.sections) ?? []
  const lead = coverage.data && {
    total: coverage.data.total,
    sections: sections.length,
    empty: sections.filter(({ total }) => total === 0).length,
    b: (words: React.ReactNode) => <strong key="b">{words}</strong>,
  }
  return (
    <Page title={t('questions.coverage.pageTitle')} lead={lead && rich('questions.coverage.lead', lead)}>
      <BankTabs courseId={courseId} />
      <QueryView
        query={coverage}
        isEmpty={({ sessions }) => sessions.every(({ sections: none }) => none.length === 0)}
        empty={
          <EmptyState
            title={t('questions.coverage.emptyTitle')}
            actions={
              <LinkButton variant="primary" href={at.course(courseId).outline}>
                {t('questions.coverage.toOutline')}
              </LinkButton>
            }
          >
            {t('questions.coverage.emptyText')}
          </EmptyState>
        }
      >
        {(data) => (
          <div className="coverage">
            <section aria-labelledby="matrix" className="coverage__main">
              <div className="section-head">
                <h2 id="matrix">{t('questions.coverage.matrix')}</h2>
              </div>
              {data.exams.length + data.plans.length > 0 && (
                <Field label={t('questions.coverage.compare')}>
                  <Select
                    value={data.planId ? `plan=${data.planId}` : `examen=${data.examId}`}
                    onChange={(chosen) => setSearch(chosen, { replace: true })}
                    options={[
                      ...data.exams.map(({ id, title }) => ({
                        value: `examen=${id}`,
                        label: t('questions.coverage.ofExam', { title }),
                      })),
                      ...data.plans.map(({ id, name }) => ({
                        value: `plan=${id}`,
                        label: t('questions.coverage.ofPlan', { name }),
                      })),
                    ]}
                  />
                </Field>
              )}
              <CoverageTable courseId={courseId} coverage={data} />
            </section>
            <div className="stack">
              <HolesView courseId={courseId} coverage={data} />
              <LintView courseId={courseId} />
            </div>
          </div>
        )}
      </QueryView>
    </Page>
  )
}

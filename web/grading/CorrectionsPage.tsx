import { useQuery } from '@tanstack/react-query'
import { useSearchParams } from 'wouter'
import { getCorrections } from '#contract/grading/corrections.ts'
import { Refusal } from '#core/refusal.ts'
import { query } from '#web/api.ts'
import { useExam } from '#web/exams/use-exam.ts'
import { useText } from '#web/text/text.tsx'
import { EmptyState } from '#web/ui/EmptyState.tsx'
import { LinkButton } from '#web/ui/LinkButton.tsx'
import { Page } from '#web/ui/Page.tsx'
import { QueryView } from '#web/ui/QueryView.tsx'
import { CorrectionHistory } from './CorrectionHistory.tsx'
import { CorrectionWizard } from './CorrectionWizard.tsx'
import { MarksTabs } from './MarksTabs.tsx'
import './correction.css'

/** Corrects the marking: one decision, its effects, then a new run. Also lists every earlier run. */
export default function CorrectionsPage() {
  const { t } = useText()
  const { courseId, examId, inExam, examCrumbs } = useExam()
  const [search] = useSearchParams()
  const corrections = useQuery(query(getCorrections, { params: { courseId, examId } }))
  const crumbs = examCrumbs()
  const { data, error } = corrections
  if (!data) {
    const isBare = error instanceof Refusal && error.code === 'marks_missing'
    return (
      <Page title={t('grading.correction.title')} crumbs={crumbs}>
        {isBare ? (
          <EmptyState
            title={t('grading.correction.emptyTitle')}
            actions={
              <LinkButton variant="primary" href={inExam.results}>
                {t('grading.correction.emptyAction')}
              </LinkButton>
            }
          >
            {t('grading.correction.emptyText')}
          </EmptyState>
        ) : (
          <QueryView query={corrections}>{() => null}</QueryView>
        )}
      </Page>
    )
  }
  return (
    <Page
      title={t('grading.correction.title')}
      tabTitle={t('grading.correction.of', { exam: data.examTitle })}
      lead={t('grading.correction.lead', { exam: data.examTitle, count: data.copyCount })}
      crumbs={[...crumbs, { label: data.examTitle, href: inExam.page }]}
    >
      <MarksTabs courseId={courseId} examId={examId} exam={data.examTitle} />
      <CorrectionWizard
        // Resets the form when the query string or the runs change, because its choices depend on both.
        key={`${search.toString()}/${data.runs.length}`}
        courseId={courseId}
        examId={examId}
        corrections={data}
      />
      <CorrectionHistory courseId={courseId} examId={examId} corrections={data} />
    </Page>
  )
}

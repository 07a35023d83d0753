import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { type Contestation, listContestations, setContestationDeadline } from '#contract/grading/contestations.ts'
import { mutation, query } from '#web/api.ts'
import { useExam } from '#web/exams/use-exam.ts'
import { useText } from '#web/text/text.tsx'
import { Button } from '#web/ui/Button.tsx'
import { DateTimeField } from '#web/ui/DateTimeField.tsx'
import { EmptyState } from '#web/ui/EmptyState.tsx'
import { Page } from '#web/ui/Page.tsx'
import { QueryView } from '#web/ui/QueryView.tsx'
import { AnswerForm } from './AnswerForm.tsx'
import { MarksTabs } from './MarksTabs.tsx'
import './correction.css'

/** The students' contestations by question; one reply can go to one or to all. */
export default function ContestationsPage() {
  const { t } = useText()
  const { courseId, examId, inExam, examCrumbs } = useExam()
  const params = { courseId, examId }
  const list = useQuery(query(listContestations, { params }))
  const crumbs = examCrumbs()
  if (!list.data) {
    return (
      <Page title={t('grading.contest.title')} crumbs={crumbs}>
        <QueryView query={list}>{() => null}</QueryView>
      </Page>
    )
  }
  const { examTitle, contestations } = list.data
  const waiting = contestations.filter(({ answeredAt }) => answeredAt === null).length
  return (
    <Page
      title={t('grading.contest.title')}
      tabTitle={t('grading.contest.of', { exam: examTitle })}
      lead={t('grading.contest.lead', { count: contestations.length, waiting })}
      crumbs={[...crumbs, { label: examTitle, href: inExam.page }]}
    >
      <MarksTabs courseId={courseId} examId={examId} exam={examTitle} />
      <div className="contestations">
        <DeadlineForm params={params} until={list.data.until} timeZone={list.data.timeZone} />
        {contestations.length === 0 ? (
          <EmptyState title={t('grading.contest.emptyTitle')}>{t('grading.contest.emptyText')}</EmptyState>
        ) : (
          byQuestion(contestations).map((those) => (
            <AnswerForm
              key={those[0]?.questionId}
              params={params}
              list={list.data}
              contestations={those}
              inExam={inExam}
            />
          ))
        )}
      </div>
    </Page>
  )
}

type DeadlineProps = { params: { courseId: string; examId: string }; until: string | null; timeZone: string }

function DeadlineForm({ params, until, timeZone }: DeadlineProps) {
  const { t } = useText()
  const client = useQueryClient()
  const save = useMutation({
    ...mutation(setContestationDeadline),
    onSuccess: () => client.invalidateQueries({ queryKey: [listContestations.path] }),
  })
  const [chosen, setChosen] = useState<Date | null>(until === null ? null : new Date(until))
  const send = (next: Date | null) => save.mutate({ params, body: { until: next?.toISOString() ?? null } })
  return (
    <div className="stack stack--tight">
      <DateTimeField
        label={t('grading.contest.deadline')}
        hint={t('grading.contest.deadlineHint')}
        value={chosen}
        timeZone={timeZone}
        onChange={setChosen}
      />
      <div className="actions">
        <Button
          busy={save.isPending}
          reason={chosen === null ? t('grading.contest.deadlineMissing') : undefined}
          onClick={() => send(chosen)}
        >
          {t('common.save')}
        </Button>
        {until !== null && (
          <Button
            variant="quiet"
            onClick={() => {
              setChosen(null)
              send(null)
            }}
          >
            {t('grading.contest.stop')}
          </Button>
        )}
      </div>
    </div>
  )
}

function byQuestion(contestations: readonly Contestation[]): Contestation[][] {
  const ids = [...new Set(contestations.map(({ questionId }) => questionId))]
  return ids.map((id) => contestations.filter(({ questionId }) => questionId === id))
}

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type AssistantFailure, forgetDrafts, getAssistant } from '#contract/courses/assistant.ts'
import { at } from '#web/addresses.ts'
import { mutation, query } from '#web/api.ts'
import { useText } from '#web/text/text.tsx'
import { Button } from '#web/ui/Button.tsx'
import { Failed } from '#web/ui/Failed.tsx'
import { LinkButton } from '#web/ui/LinkButton.tsx'
import { Notice } from '#web/ui/Notice.tsx'
import { ProgressBar } from '#web/ui/ProgressBar.tsx'
import { useToast } from '#web/ui/use-toast.ts'

const everyMs = 500

/** How far the assistant is, read again and again while it answers: it answers on, whatever page is open. */
export const useAssistant = (courseId: string) =>
  useQuery({
    ...query(getAssistant, { params: { courseId } }),
    refetchInterval: ({ state: { data } }) => (data?.drafting ? everyMs : false),
  })

/** Where the drafts of one answer are read. */
export const draftsAt = (courseId: string, batchId: string) =>
  `${at.course(courseId).importQuestions}?${new URLSearchParams({ brouillons: batchId })}`

/** What the assistant does in this course: its answer under way, why there was none, the drafts that wait. */
export function AssistantState({ courseId }: { courseId: string }) {
  const { t } = useText()
  const say = useToast()
  const queryClient = useQueryClient()
  const { data } = useAssistant(courseId)
  const forget = useMutation({
    ...mutation(forgetDrafts),
    onSettled: () => queryClient.invalidateQueries({ queryKey: [getAssistant.path] }),
  })
  if (!data) return null
  const { drafting, failed, waiting } = data
  if (!drafting && !failed && waiting.length === 0) return null
  const forgetting = (batchId: string, said?: 'stopped' | 'forgotten') => () =>
    forget.mutate(
      { params: { courseId, batchId } },
      { onSuccess: () => said && say({ text: t(`courses.drafting.${said}`) }) },
    )
  return (
    <div className="stack stack--tight">
      {drafting && (
        <Notice
          icon="clock"
          actions={
            <Button size="small" busy={forget.isPending} onClick={forgetting(drafting.batchId, 'stopped')}>
              {t('courses.drafting.stop')}
            </Button>
          }
        >
          <ProgressBar
            done={Math.min(drafting.questions, drafting.count)}
            total={drafting.count}
            label={t('courses.drafting.answering', drafting)}
          >
            {t('courses.drafting.progress', drafting)}
          </ProgressBar>
          <p className="small muted">{t('courses.drafting.keeps')}</p>
        </Notice>
      )}
      {failed && (
        <Notice
          tone="bad"
          live="status"
          actions={
            <Button size="small" busy={forget.isPending} onClick={forgetting(failed.batchId)}>
              {t('courses.drafting.understood')}
            </Button>
          }
        >
          <p>
            <strong>{t('courses.drafting.noDrafts', failed)}</strong> <FailureSentence reason={failed.reason} />
          </p>
        </Notice>
      )}
      {waiting.map((one) => (
        <Notice
          key={one.batchId}
          tone="good"
          live="status"
          actions={
            <>
              <LinkButton size="small" href={draftsAt(courseId, one.batchId)}>
                {t('courses.drafting.read')}
              </LinkButton>
              <Button
                size="small"
                variant="quiet"
                busy={forget.isPending}
                onClick={forgetting(one.batchId, 'forgotten')}
              >
                {t('courses.drafting.forget')}
              </Button>
            </>
          }
        >
          <p>{t('courses.drafting.found', one)}</p>
        </Notice>
      ))}
      <Failed error={forget.error} />
    </div>
  )
}

/** Why there are no drafts, and what to do. */
export function FailureSentence({ reason }: { reason: AssistantFailure }) {
  const { t } = useText()
  return t(`courses.drafting.failed.${reason}`)
}

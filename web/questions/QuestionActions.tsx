import { useMutation } from '@tanstack/react-query'
import { Link } from 'wouter'
import type { Reply } from '#contract/endpoint.ts'
import { changeQuestions } from '#contract/questions/question-batches.ts'
import type { getQuestion } from '#contract/questions/questions.ts'
import { at } from '#web/addresses.ts'
import { mutation } from '#web/api.ts'
import { useText } from '#web/text/text.tsx'
import { Button } from '#web/ui/Button.tsx'
import { Icon } from '#web/ui/Icon.tsx'
import { LinkButton } from '#web/ui/LinkButton.tsx'
import { Notice } from '#web/ui/Notice.tsx'
import { sentenceOf } from '#web/ui/refusal-sentence.ts'
import { useToast } from '#web/ui/use-toast.ts'
import { useBatchText } from './use-batch-text.ts'
import { useRefreshBank } from './use-refresh-bank.ts'
import { useUndoBatch } from './use-undo-batch.ts'

type Props = { courseId: string; question: Reply<typeof getQuestion> }

/** Edit, copy, show the history of, or archive a question. */
export function QuestionActions({ courseId, question: { id, archived } }: Props) {
  const { t, has } = useText()
  const say = useToast()
  const describe = useBatchText()
  const refresh = useRefreshBank()
  const { undo } = useUndoBatch(courseId)
  const archive = useMutation({
    ...mutation(changeQuestions),
    onSuccess: (batch) => say({ text: describe(batch), undo: () => undo(batch.id) }),
    onError: (error) => say({ text: sentenceOf(error, { t, has }), tone: 'warn' }),
    onSettled: refresh,
  })
  const inCourse = at.course(courseId)
  const change = { kind: archived ? ('unarchive' as const) : ('archive' as const) }
  return (
    <div className="question-page__actions">
      <LinkButton variant="primary" href={inCourse.question(id).edit}>
        <Icon name="edit" />
        {t('common.edit')}
      </LinkButton>
      <LinkButton href={`${inCourse.newQuestion}?copie=${id}`}>
        <Icon name="copy" />
        {t('questions.edit.duplicate')}
      </LinkButton>
      <LinkButton href={inCourse.question(id).versions}>
        <Icon name="clock" />
        {t('questions.history.title')}
      </LinkButton>
      <Button
        variant="quiet"
        busy={archive.isPending}
        onClick={() => archive.mutate({ params: { courseId }, body: { which: { ids: [id] }, change } })}
      >
        {t(archived ? 'questions.bulk.unarchive' : 'questions.bulk.archive')}
      </Button>
    </div>
  )
}

/** Notices about a question: archived, in conflict with its file, or to be reviewed. */
export function QuestionState({ courseId, question }: Props) {
  const { t } = useText()
  const toRead = <Link href={at.course(courseId).questionsToReRead}>{t('questions.reread.title')}</Link>
  return (
    <>
      {question.archived && (
        <Notice tone="warn">
          <p>{t('questions.archived')}</p>
        </Notice>
      )}
      {question.hasConflict && (
        <Notice tone="warn">
          <p>
            {t('questions.hasConflict')} {toRead}
          </p>
        </Notice>
      )}
      {question.isStale && (
        <Notice tone="warn">
          <p>
            {t('questions.isStale')} {toRead}
          </p>
        </Notice>
      )}
    </>
  )
}

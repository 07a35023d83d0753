import { useMutation, useQuery } from '@tanstack/react-query'
import type { Reply } from '#contract/endpoint.ts'
import { type listStale, restampQuestion } from '#contract/questions/question-writing.ts'
import { getQuestion } from '#contract/questions/questions.ts'
import { at } from '#web/addresses.ts'
import { mutation, query } from '#web/api.ts'
import { useText } from '#web/text/text.tsx'
import { Button } from '#web/ui/Button.tsx'
import { Icon } from '#web/ui/Icon.tsx'
import { LinkButton } from '#web/ui/LinkButton.tsx'
import { Notice } from '#web/ui/Notice.tsx'
import { QueryView } from '#web/ui/QueryView.tsx'
import { sentenceOf } from '#web/ui/refusal-sentence.ts'
import { useToast } from '#web/ui/use-toast.ts'
import { ContextView } from './ContextView.tsx'
import { CorrectionView } from './CorrectionView.tsx'
import { DifferenceView } from './DifferenceView.tsx'
import { QuestionSheet } from './QuestionSheet.tsx'
import { useRefreshBank } from './use-refresh-bank.ts'

type Props = { courseId: string; question: Reply<typeof listStale>['stale'][number] }

/** The change in the course, the question that depends on it, and the decision. */
export function StaleView({ courseId, question: stale }: Props) {
  const { t, has } = useText()
  const say = useToast()
  const refresh = useRefreshBank()
  const params = { courseId, questionId: stale.id }
  const whole = useQuery(query(getQuestion, { params }))
  const restamp = useMutation({
    ...mutation(restampQuestion),
    onSuccess: () => say({ text: t('questions.reread.kept', { key: stale.key }) }),
    onError: (error) => say({ text: sentenceOf(error, { t, has }), tone: 'warn' }),
    onSettled: refresh,
  })
  const { passage } = stale
  return (
    <article className="stack stack--tight" aria-labelledby="stale-question">
      <h3 id="stale-question">{stale.opening}</h3>
      <p className="muted">
        {t(stale.reason === 'changed' ? 'questions.reread.passage' : 'questions.reread.gone', {
          heading: stale.heading,
        })}
      </p>
      {stale.reason === 'changed' && !stale.isQuoteThere && (
        <Notice tone="warn">
          <p>{t('questions.reread.quoteGone', { quote: stale.quote })}</p>
        </Notice>
      )}
      <DifferenceView
        lines={stale.difference}
        label={t('questions.reread.difference', { heading: stale.heading })}
        removed={t('questions.reread.before')}
        added={t('questions.reread.today')}
      />
      <QueryView query={whole}>
        {(question) => (
          <div className="stack stack--tight">
            {question.context && <ContextView context={question.context} first={1} last={1} />}
            <QuestionSheet
              number={1}
              name={t('questions.question')}
              type={question.type}
              stem={question.stem}
              choices={question.choices}
              parts={question.parts}
              typed={question.typed}
            />
            <details>
              <summary>{t('questions.correction')}</summary>
              <CorrectionView question={question} />
            </details>
          </div>
        )}
      </QueryView>
      <div className="actions">
        {passage !== null && (
          <Button
            variant="primary"
            busy={restamp.isPending}
            onClick={() => restamp.mutate({ params, body: { passage } })}
          >
            <Icon name="check" />
            {t('questions.reread.stillRight')}
          </Button>
        )}
        <LinkButton href={at.course(courseId).question(stale.id).edit}>
          <Icon name="edit" />
          {t('common.edit')}
        </LinkButton>
      </div>
    </article>
  )
}

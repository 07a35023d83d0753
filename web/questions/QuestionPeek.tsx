import { useQuery } from '@tanstack/react-query'
import { getQuestion } from '#contract/questions/questions.ts'
import { at } from '#web/addresses.ts'
import { query } from '#web/api.ts'
import { useText } from '#web/text/text.tsx'
import { Button } from '#web/ui/Button.tsx'
import { ContentView } from '#web/ui/ContentView.tsx'
import { Icon } from '#web/ui/Icon.tsx'
import { LinkButton } from '#web/ui/LinkButton.tsx'
import { QueryView } from '#web/ui/QueryView.tsx'
import { AnswerKey } from './AnswerKey.tsx'

type Props = { courseId: string; questionId: string; onClose: () => void }

/** The question chosen in the list, beside it: its text, its key and its explanation. */
export function QuestionPeek({ courseId, questionId, onClose }: Props) {
  const { t } = useText()
  const found = useQuery({ ...query(getQuestion, { params: { courseId, questionId } }), staleTime: 60_000 })
  const place = at.course(courseId).question(questionId)
  return (
    <aside className="bank__peek" aria-label={t('questions.peek.title')}>
      <div className="bank__peek-head">
        <LinkButton size="small" href={place.page}>
          {t('questions.peek.open')}
        </LinkButton>
        <LinkButton size="small" href={place.edit}>
          <Icon name="edit" />
          {t('common.edit')}
        </LinkButton>
        <Button size="small" variant="quiet" iconOnly aria-label={t('questions.peek.close')} onClick={onClose}>
          <Icon name="cross" />
        </Button>
      </div>
      <QueryView query={found}>
        {({ key, type, context, stem, choices, parts, explanation }) => (
          <div className="stack stack--tight">
            <p className="small muted mono">{key}</p>
            {context && (
              <details>
                <summary>{t('questions.edit.contextOf', { title: context.title || context.id })}</summary>
                <ContentView content={context.content} />
              </details>
            )}
            <ContentView content={stem} />
            <AnswerKey type={type} parts={parts} choices={choices.map((choice) => ({ ...choice, note: null }))} />
            <ContentView content={explanation} />
          </div>
        )}
      </QueryView>
      <p className="small muted">{t('questions.peek.keys')}</p>
    </aside>
  )
}

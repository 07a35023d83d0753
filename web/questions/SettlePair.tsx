import { useMutation } from '@tanstack/react-query'
import { changeQuestions } from '#contract/questions/question-batches.ts'
import { mutation } from '#web/api.ts'
import { useText } from '#web/text/text.tsx'
import { Button } from '#web/ui/Button.tsx'
import { sentenceOf } from '#web/ui/refusal-sentence.ts'
import { useToast } from '#web/ui/use-toast.ts'
import { useBatchText } from './use-batch-text.ts'
import { useRefreshBank } from './use-refresh-bank.ts'
import { useUndoBatch } from './use-undo-batch.ts'

type Props = { courseId: string; one: { id: string; key: string }; other: { key: string } }

/** Answers the linter, which proposes never to draw these two together: so be it, or no harm; both can be undone. */
export function SettlePair({ courseId, one, other }: Props) {
  const { t, has } = useText()
  const say = useToast()
  const describe = useBatchText()
  const refresh = useRefreshBank()
  const { undo } = useUndoBatch(courseId)
  const settle = useMutation({
    ...mutation(changeQuestions),
    onSuccess: (batch) => say({ text: describe(batch), undo: () => undo(batch.id) }),
    onError: (error) => say({ text: sentenceOf(error, { t, has }), tone: 'warn' }),
    onSettled: refresh,
  })
  const names = { one: one.key, other: other.key }
  return (
    <span className="actions">
      {(['enemy', 'no_enemy'] as const).map((kind) => (
        <Button
          key={kind}
          size="small"
          busy={settle.isPending}
          aria-label={t(kind === 'enemy' ? 'questions.pairs.acceptOf' : 'questions.pairs.dismissOf', names)}
          onClick={() =>
            settle.mutate({
              params: { courseId },
              body: { which: { ids: [one.id] }, change: { kind, with: other.key } },
            })
          }
        >
          {t(kind === 'enemy' ? 'questions.pairs.accept' : 'questions.pairs.dismiss')}
        </Button>
      ))}
    </span>
  )
}

import { useMutation } from '@tanstack/react-query'
import { undoBatch } from '#contract/questions/question-batches.ts'
import { mutation } from '#web/api.ts'
import { useText } from '#web/text/text.tsx'
import { sentenceOf } from '#web/ui/refusal-sentence.ts'
import { useToast } from '#web/ui/use-toast.ts'
import { useRefreshBank } from './use-refresh-bank.ts'

/** Undoes an import or a bulk change, and confirms it in a toast. */
export function useUndoBatch(courseId: string) {
  const { t, has } = useText()
  const say = useToast()
  const refresh = useRefreshBank()
  const undo = useMutation({
    ...mutation(undoBatch),
    onSuccess: () => say({ text: t('questions.batch.undone') }),
    onError: (error) => say({ text: sentenceOf(error, { t, has }), tone: 'warn' }),
    onSettled: refresh,
  })
  return { undo: (batchId: string) => undo.mutate({ params: { courseId, batchId } }), isUndoing: undo.isPending }
}

import { useMutation } from '@tanstack/react-query'
import { withdrawMaterial } from '#contract/courses/materials.ts'
import { mutation } from '#web/api.ts'
import { useText } from '#web/text/text.tsx'
import { sentenceOf } from '#web/ui/refusal-sentence.ts'
import { useToast } from '#web/ui/use-toast.ts'
import { useRefreshCourse } from './use-refresh-course.ts'

type Said = 'courses.material.withdrawn' | 'courses.material.undone' | 'courses.material.discarded'

/** Takes a material out of the course, or undoes its confirmation, and says so in a toast. */
export function useWithdrawMaterial(courseId: string, said: Said) {
  const { t, has } = useText()
  const say = useToast()
  const refresh = useRefreshCourse()
  const withdraw = useMutation({
    ...mutation(withdrawMaterial),
    onSuccess: () => say({ text: t(said) }),
    onError: (error) => say({ text: sentenceOf(error, { t, has }), tone: 'warn' }),
    onSettled: refresh,
  })
  return {
    isPending: withdraw.isPending,
    withdraw: (materialId: string, onSuccess?: () => void) =>
      withdraw.mutate({ params: { courseId, materialId } }, onSuccess ? { onSuccess } : {}),
  }
}

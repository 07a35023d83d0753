import { useMutation, useQueryClient } from '@tanstack/react-query'
import { getExam, listExams } from '#contract/exams/exams.ts'
import { getOverview } from '#contract/exports/overview.ts'
import { getCorrections } from '#contract/grading/corrections.ts'
import { getResults, releaseResults, withholdResults } from '#contract/grading/grading.ts'
import { mutation } from '#web/api.ts'
import type { ReleaseChoice } from '#web/exams/ReleasePartsFields.tsx'
import { useText } from '#web/text/text.tsx'
import { sentenceOf } from '#web/ui/refusal-sentence.ts'
import { useToast } from '#web/ui/use-toast.ts'

export type ReleasedPart = 'mark' | 'review'
export type ReleaseRequest = Omit<ReleaseChoice, 'what'> & { what: ReleasedPart; anyway?: boolean }
export type ReleaseMutation = ReturnType<typeof useRelease>['release']

/** Releases or hides the marks; each can be undone from the toast. */
export function useRelease({ isReleased, ...params }: { courseId: string; examId: string; isReleased: boolean }) {
  const { t, has } = useText()
  const say = useToast()
  const queryClient = useQueryClient()
  const releasing = useMutation(mutation(releaseResults))
  const withholding = useMutation(mutation(withholdResults))
  const refresh = () => {
    for (const { path } of [getResults, getExam, listExams, getOverview, getCorrections])
      void queryClient.invalidateQueries({ queryKey: [path] })
  }
  const sayFailure = (error: Error) =>
    say({ tone: 'warn', text: t('grading.release.failed', { why: sentenceOf(error, { t, has }) }) })
  const withhold = useMutation({
    mutationFn: (_shown: ReleasedPart) => withholding.mutateAsync({ params }),
    onError: sayFailure,
    onSuccess: (_done, what) => {
      // Restores what students saw before.
      const undo = () => releasing.mutate({ params, body: { what } }, { onError: sayFailure, onSettled: refresh })
      say({ text: t('grading.release.withheld'), undo })
    },
    onSettled: refresh,
  })
  const release = useMutation({
    mutationFn: (request: ReleaseRequest) =>
      releasing.mutateAsync({ params, body: { ...request, heldGroups: [...request.heldGroups] } }),
    onSuccess: () => {
      const undo = () => withholding.mutate({ params }, { onError: sayFailure, onSettled: refresh })
      // No undo when the marks were already released: it would hide what students saw before.
      say({ text: t('grading.release.done'), ...(isReleased ? {} : { undo }) })
    },
    onSettled: refresh,
  })
  return { release, withhold }
}

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { changeOutline, getOutline, type OutlineCommandSent, undoOutlineChange } from '#contract/courses/outline.ts'
import type { Reply } from '#contract/endpoint.ts'
import { differenceOfOutlines, type Outline } from '#core/courses/outline.ts'
import { call, mutation, query } from '#web/api.ts'
import { useText } from '#web/text/text.tsx'
import { sentenceOf } from '#web/ui/refusal-sentence.ts'
import { useToast } from '#web/ui/use-toast.ts'
import { useRefreshCourse } from './use-refresh-course.ts'

export type OutlineView = Reply<typeof getOutline>
export type OutlineDifference = ReturnType<typeof differenceOfOutlines>

/** An outline as core compares it. */
export const outlineOf = ({ sessions }: OutlineView): Outline => ({
  sessions: sessions.map(({ id, title, date, labs, sections }) => ({
    id,
    title,
    ...(date === null ? {} : { date }),
    labs,
    sections: sections.map((one) => ({
      id: one.id,
      title: one.title,
      headings: one.headings,
      objectives: one.objectives,
    })),
  })),
})

/**
 * Sends changes of the outline. When somebody else changed it meanwhile, the change is refused, the new outline is read
 * and `meanwhile` says what differs: sending again then applies to what is on the screen.
 */
export function useOutlineChange(courseId: string, outline: OutlineView) {
  const { t, has } = useText()
  const say = useToast()
  const queryClient = useQueryClient()
  const refreshCourse = useRefreshCourse()
  const [meanwhile, setMeanwhile] = useState<OutlineDifference | null>(null)
  const params = { courseId }
  const refresh = async () => {
    refreshCourse()
    await queryClient.invalidateQueries({ queryKey: [getOutline.path] })
  }
  const undo = useMutation({
    ...mutation(undoOutlineChange),
    onSuccess: () => say({ text: t('courses.outline.undone') }),
    onError: (error) => say({ text: sentenceOf(error, { t, has }), tone: 'warn' }),
    onSettled: refresh,
  })
  const undoChange = (changeId: string) => undo.mutate({ params: { courseId, changeId } })
  const send = useMutation({
    mutationFn: (command: OutlineCommandSent) =>
      call(changeOutline, { params, body: { revision: outline.revision, command } }),
    onSuccess: async ({ changeId, questions, waiting }) => {
      setMeanwhile(null)
      await refresh()
      if (changeId === null) return
      say({
        text: t('courses.outline.saved', { count: questions - waiting, waiting }),
        undo: () => undoChange(changeId),
      })
    },
    onError: async (error) => {
      if (!('code' in error) || error.code !== 'outline_changed') return
      const fresh = await call(getOutline, { params })
      setMeanwhile(differenceOfOutlines(outlineOf(outline), outlineOf(fresh)))
      queryClient.setQueryData(query(getOutline, { params }).queryKey, fresh)
      refreshCourse()
    },
  })
  return {
    send: send.mutate,
    isBusy: send.isPending || undo.isPending,
    error: send.error,
    /** Forgets the refusal of the last change. */
    reset: () => {
      send.reset()
      setMeanwhile(null)
    },
    meanwhile,
    undo: undoChange,
    refresh,
  }
}

export type OutlineChanges = ReturnType<typeof useOutlineChange>

import { useQueryClient } from '@tanstack/react-query'
import { getCourseText, getMaterial, listMaterials } from '#contract/courses/materials.ts'
import { getOutline } from '#contract/courses/outline.ts'
import { useRefreshBank } from '#web/questions/use-refresh-bank.ts'

/** Refetches everything that displays the outline or the text of the course. */
export function useRefreshCourse() {
  const queryClient = useQueryClient()
  const refreshBank = useRefreshBank()
  return () => {
    refreshBank()
    for (const { path } of [getOutline, getCourseText, listMaterials, getMaterial])
      void queryClient.invalidateQueries({ queryKey: [path] })
  }
}

import { useQueryClient } from '@tanstack/react-query'
import { getMaterial, listMaterials } from '#contract/courses/materials.ts'
import { useRefreshBank } from '#web/questions/use-refresh-bank.ts'

/** Refetches everything that displays the outline or the text of the course. */
export function useRefreshCourse() {
  const queryClient = useQueryClient()
  const refreshBank = useRefreshBank()
  return () => {
    refreshBank()
    for (const { path } of [listMaterials, getMaterial]) void queryClient.invalidateQueries({ queryKey: [path] })
  }
}

import { useQueryClient } from '@tanstack/react-query'
import { getRetention } from '#contract/privacy/privacy.ts'
import { useRefreshClass } from '#web/students/use-class.ts'

/** Refetches the retained data and the class after an erasure or a deletion. */
export function useRefreshRetention() {
  const queryClient = useQueryClient()
  const refreshClass = useRefreshClass()
  return () => {
    refreshClass()
    void queryClient.invalidateQueries({ queryKey: [getRetention.path] })
  }
}

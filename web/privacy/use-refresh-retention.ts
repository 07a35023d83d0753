import { useQueryClient } from '@tanstack/react-query'
import { getRetention } from '#contract/privacy/privacy.ts'
import { useRefreshClass } from '#web/students/use-class.ts'

/** After somebody was anonymised or something deleted: what is kept, and the class. */
export function useRefreshRetention() {
  const queryClient = useQueryClient()
  const refreshClass = useRefreshClass()
  return () => {
    refreshClass()
    void queryClient.invalidateQueries({ queryKey: [getRetention.path] })
  }
}

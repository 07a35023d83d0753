import { useQuery } from '@tanstack/react-query'
import { tryBrowser } from '#contract/attempts/locked-browser.ts'
import type { Reply } from '#contract/endpoint.ts'
import { call } from '#web/api.ts'
import { isLockedBrowser, readShownBrowser } from '#web/locked-browser.ts'

export type BrowserTrialResult = Reply<typeof tryBrowser> & {
  isLocked: boolean
  /** The address of this page, as this browser has it. */
  here: string
}

/** Asks the server what this browser shows it. */
export function useBrowserTrial(examId: string) {
  return useQuery({
    queryKey: [tryBrowser.path, examId],
    queryFn: async ({ signal }): Promise<BrowserTrialResult> => ({
      ...(await call(tryBrowser, { params: { examId }, body: await readShownBrowser() }, { signal })),
      isLocked: isLockedBrowser(),
      here: location.origin,
    }),
    staleTime: 0,
    retry: false,
  })
}

import { useQuery } from '@tanstack/react-query'
import { proveBrowser, tryBrowser } from '#contract/attempts/locked-browser.ts'
import type { Reply } from '#contract/endpoint.ts'
import { call } from '#web/api.ts'
import { isLockedBrowser, readShownBrowser } from './shown-browser.ts'

export type BrowserTrialResult = Reply<typeof tryBrowser> & {
  isLocked: boolean
  /** The address of this page, as this browser has it. */
  here: string
}

/**
 * Asks the server what this browser shows it. With a student who is signed in, what the page shows is kept for their
 * session: the requests of macOS and iOS have nothing to show.
 */
export function useBrowserTrial(examId: string, { isSignedIn = false } = {}) {
  return useQuery({
    queryKey: [tryBrowser.path, examId],
    queryFn: async ({ signal }): Promise<BrowserTrialResult> => {
      const input = { params: { examId }, body: await readShownBrowser() }
      const found = await call(tryBrowser, input, { signal })
      if (isSignedIn && input.body.hash !== null) await call(proveBrowser, input, { signal })
      return { ...found, isLocked: isLockedBrowser(), here: location.origin }
    },
    staleTime: 0,
    retry: false,
  })
}

import type { Endpoint } from '#contract/endpoint.ts'
import type { StudentCaller } from '#server/platform/caller.ts'
import type { Deps } from '#server/platform/deps.ts'
import type { Serve } from '#server/platform/serve.ts'
import { type CopyAsked, requireBrowser } from './require-browser.ts'

/**
 * Serves the routes of a student's copy: each first asks for the locked browser, where its exam does. A test compares
 * the contract with what is served so (test/server/locked-browser.test.ts).
 */
export const serveCopies =
  (serve: Serve, deps: Deps): Serve =>
  <E extends Endpoint>(endpoint: E, handler: Parameters<typeof serve<E>>[1]) =>
    serve(endpoint, async (input, caller, http) => {
      const { params } = input as { params: CopyAsked }
      await requireBrowser(deps, caller as StudentCaller, { ...params, shown: () => http.shown })
      return handler(input, caller, http)
    })

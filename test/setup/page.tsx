import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { act, configure, render } from '@testing-library/react'
import { Suspense } from 'react'
import { Router } from 'wouter'
import { memoryLocation } from 'wouter/memory-location'
import { Routes } from '#web/routes.tsx'
import { loadText } from '#web/text/load.ts'
import { TextProvider } from '#web/text/text.tsx'
import { ToastProvider } from '#web/ui/ToastProvider.tsx'

/** Opens a URL of the site in jsdom, with the providers of main.tsx. */
export async function visit(path: string) {
  const location = memoryLocation({ path, record: true })
  const queryClient = new QueryClient({ defaultOptions: { queries: { retry: false } } })
  await act(async () => {
    render(
      <QueryClientProvider client={queryClient}>
        <Suspense fallback={null}>
          <TextProvider>
            <ToastProvider>
              <Router hook={location.hook} searchHook={location.searchHook}>
                <Routes />
              </Router>
            </ToastProvider>
          </TextProvider>
        </Suspense>
      </QueryClientProvider>,
    )
    await Promise.resolve()
  })
  return { history: location.history, queryClient }
}

/**
 * Loads the code and the sentences of staff pages before their tests, so that it does not count in the time of the
 * first one. The timeout is long, because each test renders a whole page against a real server on a machine that may be
 * busy.
 */
export async function preparePages(...pages: Promise<unknown>[]) {
  configure({ asyncUtilTimeout: 20_000 })
  completeWindow()
  await Promise.all([
    ...pages,
    import('#web/staff-routes.ts'),
    loadText('fr', 'student'),
    loadText('fr', 'staff'),
    loadText('fr', 'review'),
  ])
}

/** Adds what jsdom lacks: the methods of dialogs, and scrolling. */
export function completeWindow() {
  HTMLDialogElement.prototype.showModal ??= function (this: HTMLDialogElement) {
    this.open = true
  }
  HTMLDialogElement.prototype.close ??= function (this: HTMLDialogElement) {
    this.open = false
  }
  window.scrollTo = () => undefined
  Element.prototype.scrollIntoView ??= () => undefined
}

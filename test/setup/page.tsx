import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { act, configure, render } from '@testing-library/react'
import { Suspense } from 'react'
import { Router } from 'wouter'
import { memoryLocation } from 'wouter/memory-location'
import { Routes } from '#web/routes.tsx'
import { loadText } from '#web/text/load.ts'
import { TextProvider } from '#web/text/text.tsx'
import { ToastProvider } from '#web/ui/ToastProvider.tsx'

/** Opens an address of the site in jsdom, with everything around a page that main.tsx puts there. */
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
 * Before the tests of pages of staff: their code and every sentence are fetched here rather than on the time of the first
 * test. Each test is a whole page against the real server: it waits long, for a machine that does something else too.
 */
export async function preparePages(...pages: Promise<unknown>[]) {
  configure({ asyncUtilTimeout: 20_000 })
  completeWindow()
  await Promise.all([...pages, loadText('fr', 'student'), loadText('fr', 'staff')])
}

/** jsdom has dialogs without their methods, and no scrolling. */
export function completeWindow() {
  HTMLDialogElement.prototype.showModal ??= function (this: HTMLDialogElement) {
    this.open = true
  }
  HTMLDialogElement.prototype.close ??= function (this: HTMLDialogElement) {
    this.open = false
  }
  window.scrollTo = () => undefined
}

import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { Routes } from './routes.tsx'
import { TextProvider } from './text/text.tsx'
import { ErrorBoundary } from './ui/ErrorBoundary.tsx'
import { NotLoaded } from './ui/NotLoaded.tsx'
import { applyPreferences } from './ui/preferences.ts'
import { repairStyles } from './ui/retrying.ts'
import { ToastProvider } from './ui/ToastProvider.tsx'
import './ui/style.css'

applyPreferences()
repairStyles()

const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 10_000,
      // A refusal is an answer: asking again would only repeat it. Anything else may be the network.
      retry: (failures, error) => !('code' in error) && failures < 4,
      // After 1, 2, 4 and 8 seconds, spread: a whole room meets the same failure at the same instant.
      retryDelay: (failures) => 1_000 * 2 ** failures * (0.75 + 0.5 * Math.random()),
    },
  },
})

const root = document.getElementById('app')
if (root === null) throw new Error('index.html has no #app')

// Nothing waits for the sentences above: until they are there, what index.html says stays on screen.
createRoot(root).render(
  <StrictMode>
    <ErrorBoundary fallback={() => <NotLoaded />}>
      <QueryClientProvider client={queryClient}>
        <TextProvider>
          <ToastProvider>
            <Routes />
          </ToastProvider>
        </TextProvider>
      </QueryClientProvider>
    </ErrorBoundary>
  </StrictMode>,
)

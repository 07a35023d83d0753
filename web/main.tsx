import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { isWorthRetrying } from './api.ts'
import { Routes } from './routes.tsx'
import { TextProvider } from './text/text.tsx'
import { ErrorBoundary } from './ui/ErrorBoundary.tsx'
import './ui/history-guard.ts'
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
      retry: isWorthRetrying,
      // After 1, 2, 4 and 8 seconds, ±25 % at random because a whole room may fail at the same instant.
      retryDelay: (failures) => 1_000 * 2 ** failures * (0.75 + 0.5 * Math.random()),
    },
  },
})

const root = document.getElementById('app')
if (root === null) throw new Error('index.html has no #app')

// Renders without waiting for the text: until it is loaded, the content of index.html stays on screen.
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

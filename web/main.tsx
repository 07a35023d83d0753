import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { StrictMode, Suspense } from 'react'
import { createRoot } from 'react-dom/client'
import { Routes } from './routes.tsx'
import { TextProvider } from './text/text.tsx'
import { applyPreferences } from './ui/preferences.ts'
import { ToastProvider } from './ui/ToastProvider.tsx'
import './ui/style.css'

applyPreferences()

const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 10_000,
      // A refusal is an answer: asking again would only repeat it. Anything else may be the network.
      retry: (failures, error) => !('code' in error) && failures < 2,
    },
  },
})

const root = document.getElementById('app')
if (root === null) throw new Error('index.html has no #app')

createRoot(root).render(
  <StrictMode>
    <QueryClientProvider client={queryClient}>
      <Suspense fallback={null}>
        <TextProvider>
          <ToastProvider>
            <Routes />
          </ToastProvider>
        </TextProvider>
      </Suspense>
    </QueryClientProvider>
  </StrictMode>,
)

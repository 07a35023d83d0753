import { type ComponentType, Suspense, use } from 'react'
import { matchRoute, Route, useLocation, useRouter } from 'wouter'
import { Shell, type Who } from './shell/Shell.tsx'
import { Crash } from './ui/Crash.tsx'
import { ErrorBoundary } from './ui/ErrorBoundary.tsx'
import { lazy } from './ui/lazy.ts'
import { retrying } from './ui/retrying.ts'
import { Skeleton } from './ui/Skeleton.tsx'

export type PageRoute = { path: string; who: Who; page: ComponentType }

/**
 * The URLs that a student may open, in the order of an exam's life; those of trainers are in staff-routes.ts.
 * web/vite-chunks.ts parses them to group and weigh what a student downloads: keep `who` before the import.
 */
export const routes: readonly PageRoute[] = [
  // A student arrives
  { path: '/', who: 'anyone', page: lazy(() => import('./attempts/entry/JoinPage.tsx')) },
  { path: '/mes-examens', who: 'student', page: lazy(() => import('./attempts/entry/MyExamsPage.tsx')) },
  { path: '/examens/:examId', who: 'student', page: lazy(() => import('./attempts/entry/InstructionsPage.tsx')) },
  { path: '/navigateur/:examId', who: 'anyone', page: lazy(() => import('./attempts/locked-browser/BrowserPage.tsx')) },

  // They sit the exam, then read what it gave
  {
    path: '/copies/:attemptId/questions/:position',
    who: 'student',
    page: lazy(() => import('./attempts/sitting/QuestionPage.tsx')),
  },
  {
    path: '/copies/:attemptId/verification',
    who: 'student',
    page: lazy(() => import('./attempts/sitting/CheckPage.tsx')),
  },
  {
    path: '/copies/:attemptId/recu',
    who: 'student',
    page: lazy(() => import('./attempts/sitting/ReceiptPage.tsx')),
  },
  {
    path: '/copies/:attemptId/correction',
    who: 'student',
    page: lazy(() => import('./attempts/review/ReviewPage.tsx')),
  },
  {
    path: '/copies/:attemptId/erreurs',
    who: 'student',
    page: lazy(() => import('./attempts/review/MistakesPage.tsx')),
  },
  { path: '/entrainement', who: 'student', page: lazy(() => import('./attempts/review/PracticePage.tsx')) },
  {
    path: '/entrainement/examen-blanc',
    who: 'student',
    page: lazy(() => import('./attempts/review/MockExamPage.tsx')),
  },
  {
    path: '/entrainement/:section/:position',
    who: 'student',
    page: lazy(() => import('./attempts/review/PracticePage.tsx')),
  },
  { path: '/mes-projets/:projectId', who: 'student', page: lazy(() => import('./projects/BriefPage.tsx')) },
  { path: '/mon-bilan', who: 'student', page: lazy(() => import('./assessment/StatementPage.tsx')) },

  // Staff come in
  { path: '/connexion', who: 'anyone', page: lazy(() => import('./auth/SignInPage.tsx')) },
  { path: '/lien', who: 'anyone', page: lazy(() => import('./auth/LinkPage.tsx')) },
  { path: '/lti/lancement/:launchId', who: 'anyone', page: lazy(() => import('./lms/LaunchPage.tsx')) },
  { path: '/lti/refus', who: 'anyone', page: lazy(() => import('./lms/LaunchRefusedPage.tsx')) },

  // What explains the rest
  { path: '/tester-mon-poste', who: 'anyone', page: lazy(() => import('./about/TryDevicePage.tsx')) },
  { path: '/aide', who: 'anyone', page: lazy(() => import('./about/HelpPage.tsx')) },
  { path: '/accessibilite', who: 'anyone', page: lazy(() => import('./about/AccessibilityPage.tsx')) },
  { path: '/confidentialite', who: 'anyone', page: lazy(() => import('./about/PrivacyPage.tsx')) },
]

const notFound: PageRoute = { path: '*', who: 'anyone', page: lazy(() => import('./about/NotFoundPage.tsx')) }

let asked: Promise<typeof import('./staff-routes.ts')> | undefined
/** Asked for once, by the first page that is not a student's. */
const staffList = () => {
  asked ??= retrying(() => import('./staff-routes.ts'))
  return asked
}

export function Routes() {
  return (
    <Suspense fallback={<Skeleton />}>
      <ShownRoute />
    </Suspense>
  )
}

/** The shell stays mounted across pages, so that only the page itself is rendered again. */
function ShownRoute() {
  const [path] = useLocation()
  const { parser } = useRouter()
  const isShown = (each: PageRoute) => matchRoute(parser, each.path, path)[0]
  const route = routes.find(isShown) ?? use(staffList()).staffRoutes.find(isShown) ?? notFound
  const Page = route.page
  return (
    <Shell who={route.who}>
      <ErrorBoundary resetKey={path} fallback={(error) => <Crash error={error} />}>
        <Suspense fallback={<Skeleton />}>
          <Route key={route.path} path={route.path}>
            <Page />
          </Route>
        </Suspense>
      </ErrorBoundary>
    </Shell>
  )
}

import { type ComponentType, lazy, Suspense } from 'react'
import { matchRoute, Route, useLocation, useRouter } from 'wouter'
import { Shell, type Who } from './Shell.tsx'
import { Crash } from './ui/Crash.tsx'
import { ErrorBoundary } from './ui/ErrorBoundary.tsx'
import { Skeleton } from './ui/Skeleton.tsx'

export type PageRoute = { path: string; who: Who; page: ComponentType }

/**
 * Every URL, in the order of the story: the site's table of contents. One line per page, added with the page.
 * web/weight.ts reads these lines to weigh what a student downloads: keep `who` and the import on the same line.
 */
export const routes: readonly PageRoute[] = [
  // A student arrives: / · /mes-examens · /examens/:examId

  // They sit the exam, then read what it gave: /copies/:attemptId/… · /mon-bilan

  // Staff come in: /connexion · /lien · /compte

  // A course and its people: /cours · /cours/:courseId · …/equipe · …/etudiants

  // Questions, exams, the day itself, marks: …/questions · …/examens

  // Projects, the final grade, files: …/projets · …/evaluation · …/fichiers

  // What anyone may read
  { path: '/aide', who: 'anyone', page: lazy(() => import('./about/HelpPage.tsx')) },
  { path: '/accessibilite', who: 'anyone', page: lazy(() => import('./about/AccessibilityPage.tsx')) },
  { path: '/confidentialite', who: 'anyone', page: lazy(() => import('./about/PrivacyPage.tsx')) },
  { path: '/design', who: 'staff', page: lazy(() => import('./about/DesignPage.tsx')) },
]

const notFound: PageRoute = { path: '*', who: 'anyone', page: lazy(() => import('./about/NotFoundPage.tsx')) }

/** The shell stays mounted from page to page: only what changes is drawn again. */
export function Routes() {
  const [path] = useLocation()
  const { parser } = useRouter()
  const route = routes.find((each) => matchRoute(parser, each.path, path)[0]) ?? notFound
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

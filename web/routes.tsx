import { type ComponentType, Suspense } from 'react'
import { matchRoute, Route, useLocation, useRouter } from 'wouter'
import { Shell, type Who } from './shell/Shell.tsx'
import { Crash } from './ui/Crash.tsx'
import { ErrorBoundary } from './ui/ErrorBoundary.tsx'
import { lazy } from './ui/lazy.ts'
import { Skeleton } from './ui/Skeleton.tsx'

export type PageRoute = { path: string; who: Who; page: ComponentType }

/**
 * Every URL of the site, in the order of an exam's life, a page after the other. web/vite-chunks.ts parses them to
 * group and weigh what a student downloads: keep `who` before the import.
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
  { path: '/compte', who: 'staff', page: lazy(() => import('./auth/AccountPage.tsx')) },
  { path: '/compte/connexions', who: 'staff', page: lazy(() => import('./auth/SessionsPage.tsx')) },
  { path: '/etat-du-service', who: 'staff', page: lazy(() => import('./auth/ServiceStatePage.tsx')) },
  { path: '/plateformes', who: 'staff', page: lazy(() => import('./lms/PlatformsPage.tsx')) },
  { path: '/lti/lancement/:launchId', who: 'anyone', page: lazy(() => import('./lms/LaunchPage.tsx')) },
  { path: '/lti/refus', who: 'anyone', page: lazy(() => import('./lms/LaunchRefusedPage.tsx')) },
  { path: '/compte/jetons', who: 'staff', page: lazy(() => import('./auth/TokensPage.tsx')) },
  { path: '/compte/second-facteur', who: 'staff', page: lazy(() => import('./auth/SecondFactorPage.tsx')) },

  // A course and its people
  { path: '/cours', who: 'staff', page: lazy(() => import('./auth/CoursesPage.tsx')) },
  { path: '/cours/:courseId', who: 'staff', page: lazy(() => import('./exports/HomePage.tsx')) },
  { path: '/cours/:courseId/reglages', who: 'staff', page: lazy(() => import('./auth/CourseSettingsPage.tsx')) },
  { path: '/cours/:courseId/conservation', who: 'staff', page: lazy(() => import('./privacy/RetentionPage.tsx')) },
  { path: '/cours/:courseId/messages', who: 'staff', page: lazy(() => import('./auth/MailingsPage.tsx')) },
  { path: '/cours/:courseId/equipe', who: 'staff', page: lazy(() => import('./auth/TeamPage.tsx')) },
  { path: '/cours/:courseId/etudiants', who: 'staff', page: lazy(() => import('./students/StudentsPage.tsx')) },
  { path: '/cours/:courseId/etudiants/import', who: 'staff', page: lazy(() => import('./students/ImportPage.tsx')) },
  { path: '/cours/:courseId/etudiants/plateforme', who: 'staff', page: lazy(() => import('./lms/MembersPage.tsx')) },
  { path: '/cours/:courseId/etudiants/codes', who: 'staff', page: lazy(() => import('./students/CodesPage.tsx')) },
  {
    path: '/cours/:courseId/etudiants/nouveau',
    who: 'staff',
    page: lazy(() => import('./students/NewStudentPage.tsx')),
  },
  {
    path: '/cours/:courseId/etudiants/:studentId',
    who: 'staff',
    page: lazy(() => import('./students/StudentPage.tsx')),
  },

  // Questions, exams, the day itself, marks: …/questions · …/examens
  { path: '/cours/:courseId/plan', who: 'staff', page: lazy(() => import('./courses/OutlinePage.tsx')) },
  { path: '/cours/:courseId/texte', who: 'staff', page: lazy(() => import('./courses/CourseTextPage.tsx')) },
  { path: '/cours/:courseId/materiel', who: 'staff', page: lazy(() => import('./courses/MaterialsPage.tsx')) },
  {
    path: '/cours/:courseId/materiel/:materialId',
    who: 'staff',
    page: lazy(() => import('./courses/MaterialPreviewPage.tsx')),
  },
  { path: '/cours/:courseId/questions', who: 'staff', page: lazy(() => import('./questions/QuestionsPage.tsx')) },
  {
    path: '/cours/:courseId/questions/couverture',
    who: 'staff',
    page: lazy(() => import('./questions/CoveragePage.tsx')),
  },
  {
    path: '/cours/:courseId/questions/import',
    who: 'staff',
    page: lazy(() => import('./questions/ImportQuestionsPage.tsx')),
  },
  { path: '/cours/:courseId/questions/a-relire', who: 'staff', page: lazy(() => import('./questions/ReReadPage.tsx')) },
  {
    path: '/cours/:courseId/questions/nouvelle',
    who: 'staff',
    page: lazy(() => import('./questions/NewQuestionPage.tsx')),
  },
  {
    path: '/cours/:courseId/questions/:questionId',
    who: 'staff',
    page: lazy(() => import('./questions/BankQuestionPage.tsx')),
  },
  {
    path: '/cours/:courseId/questions/:questionId/modifier',
    who: 'staff',
    page: lazy(() => import('./questions/EditQuestionPage.tsx')),
  },
  {
    path: '/cours/:courseId/questions/:questionId/versions',
    who: 'staff',
    page: lazy(() => import('./questions/VersionsPage.tsx')),
  },
  { path: '/cours/:courseId/livret', who: 'staff', page: lazy(() => import('./exams/BookletPage.tsx')) },
  { path: '/cours/:courseId/examens', who: 'staff', page: lazy(() => import('./exams/ExamsPage.tsx')) },
  {
    path: '/cours/:courseId/examens/import',
    who: 'staff',
    page: lazy(() => import('./grading/ImportExamPage.tsx')),
  },
  {
    path: '/cours/:courseId/examens/restauration',
    who: 'staff',
    page: lazy(() => import('./exports/RestoreArchivePage.tsx')),
  },
  { path: '/cours/:courseId/examens/:examId', who: 'staff', page: lazy(() => import('./exams/ExamPage.tsx')) },
  {
    path: '/cours/:courseId/examens/:examId/apercu',
    who: 'staff',
    page: lazy(() => import('./exams/PreviewPage.tsx')),
  },
  {
    path: '/cours/:courseId/examens/:examId/repetition',
    who: 'staff',
    page: lazy(() => import('./exams/RehearsalPage.tsx')),
  },
  {
    path: '/cours/:courseId/examens/:examId/surveillance',
    who: 'staff',
    page: lazy(() => import('./attempts/monitor/MonitorPage.tsx')),
  },
  {
    path: '/cours/:courseId/examens/:examId/importer-copie',
    who: 'staff',
    page: lazy(() => import('./attempts/monitor/ImportCopyPage.tsx')),
  },
  {
    path: '/cours/:courseId/examens/:examId/proces-verbal',
    who: 'staff',
    page: lazy(() => import('./attempts/monitor/MinutesPage.tsx')),
  },
  {
    path: '/cours/:courseId/examens/:examId/emargement',
    who: 'staff',
    page: lazy(() => import('./attempts/monitor/AttendanceListPage.tsx')),
  },
  {
    path: '/cours/:courseId/examens/:examId/papier',
    who: 'staff',
    page: lazy(() => import('./grading/PaperPage.tsx')),
  },
  {
    path: '/cours/:courseId/examens/:examId/papier/imprimer',
    who: 'staff',
    page: lazy(() => import('./grading/PaperPrintPage.tsx')),
  },
  {
    path: '/cours/:courseId/examens/:examId/resultats',
    who: 'staff',
    page: lazy(() => import('./grading/ResultsPage.tsx')),
  },
  {
    path: '/cours/:courseId/examens/:examId/plateforme',
    who: 'staff',
    page: lazy(() => import('./lms/MarksSentPage.tsx')),
  },
  {
    path: '/cours/:courseId/examens/:examId/copies/:attemptId',
    who: 'staff',
    page: lazy(() => import('./grading/CopyPage.tsx')),
  },
  {
    path: '/cours/:courseId/examens/:examId/copies/:attemptId/journal',
    who: 'staff',
    page: lazy(() => import('./grading/CopyJournalPage.tsx')),
  },

  {
    path: '/cours/:courseId/examens/:examId/statistiques',
    who: 'staff',
    page: lazy(() => import('./statistics/StatisticsPage.tsx')),
  },
  {
    path: '/cours/:courseId/examens/:examId/contestations',
    who: 'staff',
    page: lazy(() => import('./grading/ContestationsPage.tsx')),
  },
  {
    path: '/cours/:courseId/examens/:examId/corrections',
    who: 'staff',
    page: lazy(() => import('./grading/CorrectionsPage.tsx')),
  },
  {
    path: '/cours/:courseId/examens/:examId/corrections/:number',
    who: 'staff',
    page: lazy(() => import('./grading/CorrectionRecordPage.tsx')),
  },

  // Projects, the final grade, files
  { path: '/cours/:courseId/projets', who: 'staff', page: lazy(() => import('./projects/ProjectsPage.tsx')) },
  { path: '/cours/:courseId/projets/:projectId', who: 'staff', page: lazy(() => import('./projects/ProjectPage.tsx')) },
  {
    path: '/cours/:courseId/projets/:projectId/import',
    who: 'staff',
    page: lazy(() => import('./projects/ImportTeamsPage.tsx')),
  },
  {
    path: '/cours/:courseId/projets/:projectId/enonce',
    who: 'staff',
    page: lazy(() => import('./projects/WriteBriefPage.tsx')),
  },
  {
    path: '/cours/:courseId/projets/:projectId/remises',
    who: 'staff',
    page: lazy(() => import('./projects/HandInsPage.tsx')),
  },
  {
    path: '/cours/:courseId/projets/:projectId/grille',
    who: 'staff',
    page: lazy(() => import('./projects/RubricPage.tsx')),
  },
  {
    path: '/cours/:courseId/projets/:projectId/equipes/:teamId',
    who: 'staff',
    page: lazy(() => import('./projects/GradeTeamPage.tsx')),
  },
  { path: '/cours/:courseId/evaluation', who: 'staff', page: lazy(() => import('./assessment/FinalSheetPage.tsx')) },
  {
    path: '/cours/:courseId/evaluation/import',
    who: 'staff',
    page: lazy(() => import('./exports/ImportSheetPage.tsx')),
  },
  {
    path: '/cours/:courseId/evaluation/plateforme',
    who: 'staff',
    page: lazy(() => import('./lms/FinalMarksSentPage.tsx')),
  },
  {
    path: '/cours/:courseId/evaluation/proces-verbaux/:number',
    who: 'staff',
    page: lazy(() => import('./assessment/RecordPage.tsx')),
  },
  { path: '/cours/:courseId/annee-suivante', who: 'staff', page: lazy(() => import('./privacy/NextYearPage.tsx')) },
  { path: '/cours/:courseId/journal', who: 'staff', page: lazy(() => import('./exports/JournalPage.tsx')) },
  { path: '/cours/:courseId/fichiers/profils', who: 'staff', page: lazy(() => import('./exports/ProfilesPage.tsx')) },
  {
    path: '/cours/:courseId/fichiers/profils/:profileId',
    who: 'staff',
    page: lazy(() => import('./exports/ProfilePage.tsx')),
  },
  { path: '/cours/:courseId/fichiers/remplir', who: 'staff', page: lazy(() => import('./exports/FillFilePage.tsx')) },
  { path: '/cours/:courseId/fichiers', who: 'staff', page: lazy(() => import('./exports/FilesPage.tsx')) },

  // What explains the rest: for the trainers, then for anyone
  { path: '/guide', who: 'staff', page: lazy(() => import('./about/GuidePage.tsx')) },
  { path: '/guide/:page', who: 'staff', page: lazy(() => import('./about/GuidePage.tsx')) },
  { path: '/tester-mon-poste', who: 'anyone', page: lazy(() => import('./about/TryDevicePage.tsx')) },
  { path: '/aide', who: 'anyone', page: lazy(() => import('./about/HelpPage.tsx')) },
  { path: '/accessibilite', who: 'anyone', page: lazy(() => import('./about/AccessibilityPage.tsx')) },
  { path: '/confidentialite', who: 'anyone', page: lazy(() => import('./about/PrivacyPage.tsx')) },
  { path: '/design', who: 'staff', page: lazy(() => import('./about/DesignPage.tsx')) },
]

const notFound: PageRoute = { path: '*', who: 'anyone', page: lazy(() => import('./about/NotFoundPage.tsx')) }

/** The shell stays mounted across pages, so that only the page itself is rendered again. */
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

import type { PageRoute } from './routes.tsx'
import { lazy } from './ui/lazy.ts'

/**
 * The URLs of the trainers' pages, in the order of an exam's life. In a file of their own, loaded with the first of
 * them: a student downloads neither their names nor the list of what they need.
 */
export const staffRoutes: readonly PageRoute[] = [
  // An account
  { path: '/compte', who: 'staff', page: lazy(() => import('./auth/AccountPage.tsx')) },
  { path: '/compte/connexions', who: 'staff', page: lazy(() => import('./auth/SessionsPage.tsx')) },
  { path: '/etat-du-service', who: 'staff', page: lazy(() => import('./auth/ServiceStatePage.tsx')) },
  { path: '/plateformes', who: 'staff', page: lazy(() => import('./lms/PlatformsPage.tsx')) },
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

  // What explains the rest
  { path: '/guide', who: 'staff', page: lazy(() => import('./about/GuidePage.tsx')) },
  { path: '/guide/:page', who: 'staff', page: lazy(() => import('./about/GuidePage.tsx')) },
  { path: '/design', who: 'staff', page: lazy(() => import('./about/DesignPage.tsx')) },
]

/** The URLs of the students' pages, as listed in web/routes.tsx (test/web/addresses.test.ts compares the two). */
export const studentAt = {
  exams: '/mes-examens',
  exam: (examId: string) => `/examens/${examId}`,
  copy: (attemptId: string) => ({
    question: (position: number | string) => `/copies/${attemptId}/questions/${position}`,
    check: `/copies/${attemptId}/verification`,
    receipt: `/copies/${attemptId}/recu`,
    review: `/copies/${attemptId}/correction`,
    mistakes: `/copies/${attemptId}/erreurs`,
  }),
  practice: '/entrainement',
  /** All sections, one after the other, from the first question of this one. */
  wholePractice: (section: string) => `/entrainement/${section}/1?suite=toutes`,
  mockExam: '/entrainement/examen-blanc',
  practiceQuestion: (section: string, position: number | string) => `/entrainement/${section}/${position}`,
  project: (projectId: string) => `/mes-projets/${projectId}`,
  statement: '/mon-bilan',
}

/** The URLs of the pages that belong to no course and no exam. */
export const siteAt = {
  join: '/',
  browser: (examId: string) => `/navigateur/${examId}`,
  tryDevice: '/tester-mon-poste',
  signIn: '/connexion',
  account: '/compte',
  sessions: '/compte/connexions',
  secondFactor: '/compte/second-facteur',
  tokens: '/compte/jetons',
  serviceState: '/etat-du-service',
  help: '/aide',
  accessibility: '/accessibilite',
  privacy: '/confidentialite',
  design: '/design',
}

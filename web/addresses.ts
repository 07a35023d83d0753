/**
 * The URLs of the trainers' pages, as listed in web/staff-routes.ts (test/web/addresses.test.ts compares the two). Those of
 * students are in student-addresses.ts, so that students do not download these.
 */
export const at = {
  courses: '/cours',
  platforms: '/plateformes',
  launch: (launchId: string) => `/lti/lancement/${launchId}`,
  launchRefused: '/lti/refus',
  guide: '/guide',
  guidePage: (page: string) => `/guide/${page}`,
  course: (courseId: string) => {
    const course = `/cours/${courseId}`
    return {
      home: course,
      settings: `${course}/reglages`,
      retention: `${course}/conservation`,
      nextYear: `${course}/annee-suivante`,
      letters: `${course}/messages`,
      team: `${course}/equipe`,

      students: `${course}/etudiants`,
      /** The class list, with those whose extra time is still to be said. */
      studentsToComplete: (...ids: readonly string[]) =>
        ids.length === 0 ? `${course}/etudiants` : `${course}/etudiants?apreciser=${ids.slice(0, 60).join('.')}`,
      importStudents: `${course}/etudiants/import`,
      lmsMembers: `${course}/etudiants/plateforme`,
      codes: `${course}/etudiants/codes`,
      /** The codes of some students only. */
      codesOf: (...ids: readonly string[]) => `${course}/etudiants/codes?pour=${ids.join('.')}`,
      newStudent: `${course}/etudiants/nouveau`,
      student: (studentId: string) => `${course}/etudiants/${studentId}`,

      outline: `${course}/plan`,
      text: `${course}/texte`,
      materials: `${course}/materiel`,
      material: (materialId: string) => `${course}/materiel/${materialId}`,

      questions: `${course}/questions`,
      coverage: `${course}/questions/couverture`,
      importQuestions: `${course}/questions/import`,
      questionsToReRead: `${course}/questions/a-relire`,
      newQuestion: `${course}/questions/nouvelle`,
      question: (questionId: string) => questionAddresses(`${course}/questions/${questionId}`),
      booklet: `${course}/livret`,

      exams: `${course}/examens`,
      importExam: `${course}/examens/import`,
      restoreExam: `${course}/examens/restauration`,
      exam: (examId: string) => examAddresses(`${course}/examens/${examId}`),

      projects: `${course}/projets`,
      project: (projectId: string) => projectAddresses(`${course}/projets/${projectId}`),

      finalSheet: `${course}/evaluation`,
      importSheet: `${course}/evaluation/import`,
      finalMarksSent: `${course}/evaluation/plateforme`,
      record: (number: number | string) => `${course}/evaluation/proces-verbaux/${number}`,

      journal: `${course}/journal`,
      files: `${course}/fichiers`,
      fillFile: `${course}/fichiers/remplir`,
      profiles: `${course}/fichiers/profils`,
      profile: (profileId: string) => `${course}/fichiers/profils/${profileId}`,
      newProfile: `${course}/fichiers/profils/nouveau`,
    }
  },
}

type GuidePlace = { page?: string; topic?: string | undefined; courseId: string | null }

/** A page of the trainer's guide, or its table of contents, opened from a course: its links lead there. */
export function guideAddress({ page, topic, courseId }: GuidePlace): string {
  const path = page === undefined ? at.guide : at.guidePage(page)
  return `${path}${courseId === null ? '' : `?cours=${courseId}`}${topic === undefined ? '' : `#${topic}`}`
}

export type CourseAddresses = ReturnType<typeof at.course>
export type ExamAddresses = ReturnType<typeof examAddresses>
export type ProjectAddresses = ReturnType<typeof projectAddresses>

function questionAddresses(page: string) {
  return { page, edit: `${page}/modifier`, versions: `${page}/versions` }
}

function examAddresses(page: string) {
  return {
    page,
    preview: `${page}/apercu`,
    rehearsal: `${page}/repetition`,
    monitor: `${page}/surveillance`,
    importCopy: `${page}/importer-copie`,
    minutes: `${page}/proces-verbal`,
    attendance: `${page}/emargement`,
    paper: `${page}/papier`,
    paperPrint: `${page}/papier/imprimer`,
    results: `${page}/resultats`,
    marksSent: `${page}/plateforme`,
    copy: (attemptId: string) => ({
      page: `${page}/copies/${attemptId}`,
      journal: `${page}/copies/${attemptId}/journal`,
    }),
    statistics: `${page}/statistiques`,
    contestations: `${page}/contestations`,
    corrections: `${page}/corrections`,
    correction: (number: number | string) => `${page}/corrections/${number}`,
  }
}

function projectAddresses(page: string) {
  return {
    page,
    importTeams: `${page}/import`,
    brief: `${page}/enonce`,
    handIns: `${page}/remises`,
    rubric: `${page}/grille`,
    team: (teamId: string) => `${page}/equipes/${teamId}`,
  }
}

import type { TextId } from '#web/text/ids.ts'
import type { IconName } from '#web/ui/icon-paths.ts'

/** The count displayed beside the name of each page; left out until it is loaded. */
export type PageCounts = Partial<Record<TrainerPageId, number | string>>
export type TrainerPageId =
  | 'home'
  | 'team'
  | 'students'
  | 'outline'
  | 'questions'
  | 'exams'
  | 'monitor'
  | 'results'
  | 'projects'
  | 'assessment'
  | 'files'
  | 'settings'
  | 'journal'
  | 'retention'
  | 'nextYear'

/** `path` is under /cours/:courseId, or, with `of`, under the exam being run, or the last one that is over. */
export type TrainerPage = { id: TrainerPageId; text: TextId; icon: IconName; path: string; of?: 'running' | 'marked' }
/** The exams that « Surveillance » and « Résultats » lead to; null when there is none yet. */
export type ShellExams = { running: string | null; marked: string | null }
export type TrainerPageGroup = { id: string; text: TextId | null; places: readonly TrainerPage[] }

/** The side navigation, in the order of a course's life. */
export const trainerPageGroups: readonly TrainerPageGroup[] = [
  { id: 'home', text: null, places: [{ id: 'home', text: 'ui.home', icon: 'home', path: '' }] },
  {
    id: 'prepare',
    text: 'ui.prepare',
    places: [
      { id: 'team', text: 'ui.team', icon: 'account', path: '/equipe' },
      { id: 'students', text: 'students.title', icon: 'students', path: '/etudiants' },
      { id: 'outline', text: 'courses.outline.title', icon: 'copy', path: '/plan' },
      { id: 'questions', text: 'questions.title', icon: 'questions', path: '/questions' },
      { id: 'exams', text: 'exams.title', icon: 'exams', path: '/examens' },
    ],
  },
  {
    id: 'run',
    text: 'ui.run',
    places: [{ id: 'monitor', text: 'attempts.staff.monitor', icon: 'monitor', path: '/surveillance', of: 'running' }],
  },
  {
    id: 'grade',
    text: 'ui.grade',
    places: [
      { id: 'results', text: 'grading.results', icon: 'results', path: '/resultats', of: 'marked' },
      { id: 'projects', text: 'projects.title', icon: 'projects', path: '/projets' },
    ],
  },
  {
    id: 'conclude',
    text: 'ui.conclude',
    places: [
      { id: 'assessment', text: 'assessment.title', icon: 'assessment', path: '/evaluation' },
      { id: 'files', text: 'exports.title', icon: 'files', path: '/fichiers' },
    ],
  },
  {
    id: 'keep',
    text: 'auth.settings.group',
    places: [
      { id: 'journal', text: 'exports.journalPage.title', icon: 'clock', path: '/journal' },
      { id: 'retention', text: 'privacy.title', icon: 'lock', path: '/conservation' },
      { id: 'nextYear', text: 'privacy.nextYear.title', icon: 'copy', path: '/annee-suivante' },
      { id: 'settings', text: 'auth.settings.title', icon: 'display', path: '/reglages' },
    ],
  },
]

/** The four pages at the bottom of a phone; the others are under « Plus ». */
export const phonePages: readonly TrainerPageId[] = ['home', 'questions', 'exams', 'projects']

/** The URL of a page; null when it needs an exam and there is none yet. */
export function hrefOf(place: TrainerPage, courseId: string, exams: ShellExams | null): string | null {
  if (place.of === undefined) return `/cours/${courseId}${place.path}`
  const examId = exams?.[place.of] ?? null
  return examId === null ? null : `/cours/${courseId}/examens/${examId}${place.path}`
}

/** What is read of an exam once it was taken, and what is done around the room: under the exam, by the page it belongs to. */
const underExam: Readonly<Record<string, TrainerPageId>> = {
  surveillance: 'monitor',
  'importer-copie': 'monitor',
  'proces-verbal': 'monitor',
  emargement: 'monitor',
  resultats: 'results',
  copies: 'results',
  statistiques: 'results',
  contestations: 'results',
  corrections: 'results',
}

/** The page of the navigation that an address belongs to: /questions/42 is in Questions, /examens/7/statistiques in Résultats. */
export function currentPageOf(path: string, courseId: string): TrainerPageId | null {
  const rest = path.replace(`/cours/${courseId}`, '')
  if (rest === path) return null
  if (rest.startsWith('/livret')) return 'questions'
  if (rest.startsWith('/texte') || rest.startsWith('/materiel')) return 'outline'
  const ofExam = underExam[/^\/examens\/[^/]+\/([^/]+)/.exec(rest)?.[1] ?? '']
  if (ofExam) return ofExam
  const places = trainerPageGroups
    .flatMap((group) => group.places)
    .filter((place) => place.path !== '' && place.of === undefined)
  return places.find((place) => rest.startsWith(place.path))?.id ?? (rest === '' ? 'home' : null)
}

import type { Overview } from './HomePage.tsx'

/** Where a step is done. */
export function placeOfStep(courseId: string, step: Overview['nextSteps'][number]): string {
  const base = `/cours/${courseId}`
  switch (step.kind) {
    case 'watch_exam':
      return `${base}/examens/${step.exam.id}/surveillance`
    case 'import_class':
      return `${base}/etudiants/import`
    case 'write_questions':
      return `${base}/questions`
    case 'mark_exam':
    case 'release_exam':
      return `${base}/examens/${step.exam.id}/resultats`
    case 'give_codes':
      return `${base}/etudiants/codes`
    case 'open_exam':
    case 'publish_exam':
      return `${base}/examens/${step.exam.id}`
    case 'compose_exam':
      return `${base}/examens`
    case 'make_teams':
    case 'grade_project':
    case 'release_project':
      return `${base}/projets/${step.project.id}`
    case 'set_final':
    case 'complete_final':
    case 'release_final':
      return `${base}/evaluation`
    case 'take_files':
      return `${base}/fichiers`
  }
}

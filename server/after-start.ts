import { firstTrainerLink } from './auth/first-trainer.ts'
import { ensureShippedCourse } from './exams/ensure-shipped-course.ts'
import type { Deps } from './platform/deps.ts'

/** What must be there before anybody comes; returns the sign-in link to print while nobody has an account. */
export async function afterStart(deps: Deps, { origin }: { origin: string; demo: boolean }) {
  await ensureShippedCourse(deps)
  return { firstLink: await firstTrainerLink(deps, origin) }
}

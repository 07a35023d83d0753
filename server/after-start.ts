import type { BankProblem } from '#server/questions/bank/bank-problem.ts'
import { problemSentence } from '#server/questions/bank/problem-sentence.ts'
import { placeEveryHomeless } from '#server/questions/editing/place-questions.ts'
import { ensureShippedAssessment } from './assessment/ensure-shipped-assessment.ts'
import { firstTrainerLink } from './auth/first-trainer.ts'
import { demoDoors, seedDemo } from './demo/seed.ts'
import { ensureShippedCourse } from './exams/ensure-shipped-course.ts'
import type { Deps } from './platform/deps.ts'
import { ensureShippedProject } from './projects/ensure-shipped-project.ts'

export type ReadyServer = {
  /** Unusable content of the course files, one line each; shown to the trainer under « À relire ». */
  problems: readonly string[]
  /** The sign-in link to print while no account exists. */
  firstLink: string | null
  demo: Awaited<ReturnType<typeof demoDoors>> | null
}

/** Creates what the server needs before its first request. */
export async function afterStart(
  deps: Deps,
  { origin, demo, wantsFirstLink = true }: { origin: string; demo: boolean; wantsFirstLink?: boolean },
): Promise<ReadyServer> {
  const { courseId, problems } = await ensureShippedCourse(deps)
  await placeEveryHomeless(deps)
  if (courseId) {
    await ensureShippedProject(deps, courseId)
    // After the exam and the project, because its components refer to them.
    await ensureShippedAssessment(deps, courseId)
  }
  if (demo && courseId) await seedDemo(deps, courseId)
  const firstLink = wantsFirstLink ? await firstTrainerLink(deps, origin) : null
  return { firstLink, problems: problems.map(lineOf), demo: demo && courseId ? await demoDoors(deps, courseId) : null }
}

const lineOf = (problem: BankProblem) => `${problem.file}:${problem.line}:${problem.column} ${problemSentence(problem)}`

import * as assessment from '#contract/assessment/assessment.ts'
import * as attempts from '#contract/attempts/attempts.ts'
import * as rehearsals from '#contract/attempts/rehearsals.ts'
import * as room from '#contract/attempts/room.ts'
import * as account from '#contract/auth/account.ts'
import * as auth from '#contract/auth/auth.ts'
import * as exams from '#contract/exams/exams.ts'
import * as archives from '#contract/exports/archives.ts'
import * as exportProfiles from '#contract/exports/export-profiles.ts'
import * as files from '#contract/exports/exports.ts'
import * as overview from '#contract/exports/overview.ts'
import * as personalData from '#contract/exports/personal-data.ts'
import * as contestations from '#contract/grading/contestations.ts'
import * as copyFiles from '#contract/grading/copy-files.ts'
import * as corrections from '#contract/grading/corrections.ts'
import * as examImports from '#contract/grading/exam-imports.ts'
import * as grading from '#contract/grading/grading.ts'
import * as journal from '#contract/grading/journal.ts'
import * as paper from '#contract/grading/paper.ts'
import * as privacy from '#contract/privacy/privacy.ts'
import * as commentBank from '#contract/projects/comment-bank.ts'
import * as projectGrading from '#contract/projects/project-grading.ts'
import * as projects from '#contract/projects/projects.ts'
import * as teams from '#contract/projects/teams.ts'
import * as images from '#contract/questions/images.ts'
import * as practice from '#contract/questions/practice.ts'
import * as batches from '#contract/questions/question-batches.ts'
import * as writing from '#contract/questions/question-writing.ts'
import * as questions from '#contract/questions/questions.ts'
import * as statistics from '#contract/statistics/statistics.ts'
import * as students from '#contract/students/students.ts'
import type { Endpoint } from './endpoint.ts'

const isEndpoint = (value: unknown): value is Endpoint =>
  typeof value === 'object' && value !== null && 'access' in value && 'path' in value
const endpointsOf = (module: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(module).filter((entry): entry is [string, Endpoint] => isEndpoint(entry[1])))

/** Every endpoint, by concept, in the order of the story. Read by the API page and by the tests that walk all of it. */
export const contract: Record<string, Record<string, Endpoint>> = {
  auth: { ...endpointsOf(auth), ...endpointsOf(account) },
  students: endpointsOf(students),
  questions: {
    ...endpointsOf(questions),
    ...endpointsOf(writing),
    ...endpointsOf(images),
    ...endpointsOf(batches),
    ...endpointsOf(practice),
  },
  exams: endpointsOf(exams),
  attempts: { ...endpointsOf(attempts), ...endpointsOf(room), ...endpointsOf(rehearsals) },
  grading: {
    ...endpointsOf(grading),
    ...endpointsOf(journal),
    ...endpointsOf(copyFiles),
    ...endpointsOf(paper),
    ...endpointsOf(corrections),
    ...endpointsOf(contestations),
    ...endpointsOf(examImports),
  },
  projects: {
    ...endpointsOf(projects),
    ...endpointsOf(teams),
    ...endpointsOf(projectGrading),
    ...endpointsOf(commentBank),
  },
  assessment: endpointsOf(assessment),
  statistics: endpointsOf(statistics),
  exports: {
    ...endpointsOf(files),
    ...endpointsOf(archives),
    ...endpointsOf(exportProfiles),
    ...endpointsOf(personalData),
    ...endpointsOf(overview),
  },
  privacy: endpointsOf(privacy),
}

import * as account from './account.ts'
import * as archives from './archives.ts'
import * as assessment from './assessment.ts'
import * as attempts from './attempts.ts'
import * as auth from './auth.ts'
import * as commentBank from './comment-bank.ts'
import * as contestations from './contestations.ts'
import * as copyFiles from './copy-files.ts'
import * as corrections from './corrections.ts'
import type { Endpoint } from './endpoint.ts'
import * as examImports from './exam-imports.ts'
import * as exams from './exams.ts'
import * as exportProfiles from './export-profiles.ts'
import * as files from './exports.ts'
import * as grading from './grading.ts'
import * as images from './images.ts'
import * as journal from './journal.ts'
import * as overview from './overview.ts'
import * as paper from './paper.ts'
import * as personalData from './personal-data.ts'
import * as practice from './practice.ts'
import * as privacy from './privacy.ts'
import * as projectGrading from './project-grading.ts'
import * as projects from './projects.ts'
import * as batches from './question-batches.ts'
import * as writing from './question-writing.ts'
import * as questions from './questions.ts'
import * as rehearsals from './rehearsals.ts'
import * as room from './room.ts'
import * as statistics from './statistics.ts'
import * as students from './students.ts'
import * as teams from './teams.ts'

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

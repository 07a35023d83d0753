import * as assessment from './assessment/endpoints.ts'
import * as attempts from './attempts/endpoints.ts'
import * as auth from './auth/endpoints.ts'
import * as courses from './courses/endpoints.ts'
import type { Endpoint } from './endpoint.ts'
import * as exams from './exams/endpoints.ts'
import * as exports from './exports/endpoints.ts'
import * as grading from './grading/endpoints.ts'
import * as lms from './lms/endpoints.ts'
import * as privacy from './privacy/endpoints.ts'
import * as projects from './projects/endpoints.ts'
import * as questions from './questions/endpoints.ts'
import * as statistics from './statistics/endpoints.ts'
import * as students from './students/endpoints.ts'

const isEndpoint = (value: unknown): value is Endpoint =>
  typeof value === 'object' && value !== null && 'access' in value && 'path' in value
const endpointsOf = (module: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(module).filter((entry): entry is [string, Endpoint] => isEndpoint(entry[1])))

/** In the order of an exam's life. */
const concepts = {
  auth,
  students,
  questions,
  courses,
  exams,
  attempts,
  grading,
  projects,
  assessment,
  statistics,
  exports,
  lms,
  privacy,
}

/** Every endpoint, by concept. Read by the API page and by the tests that walk all of it. */
export const contract: Record<string, Record<string, Endpoint>> = Object.fromEntries(
  Object.entries(concepts).map(([concept, module]) => [concept, endpointsOf(module)]),
)

import { createHash } from 'node:crypto'
import type { z } from 'zod'
import { mostQuestions } from '#contract/exams/exam-draft.ts'
import type { previewExamImport } from '#contract/grading/exam-imports.ts'
import { cutText } from '#core/cut-text.ts'
import type { ImportedExam, ImportFault } from '#core/grading/response-import.ts'
import {
  type KnownStudent,
  planRoster,
  type RosterFault,
  type RosterLine,
  type RosterStudent,
} from '#core/students/roster.ts'
import type { Prisma } from '#prisma/client/client.ts'
import { task } from '#server/platform/workers.ts'
import { listKnown } from '#server/students/queries.ts'
import type { readResponses as work } from './read-responses.ts'

export type ExamImportContent = z.output<typeof previewExamImport.body>
export type Responses = ReturnType<typeof work>

/** Parses the table of answers and its key in a worker thread. */
export const readResponsesInThread = task<typeof work>('readResponses')

/** What happens to one row; `index` is its position in the table of answers. */
export type ImportedPerson = { readonly index: number; readonly line: number; readonly name: string } & (
  | { readonly outcome: 'known'; readonly studentId: string; readonly person: RosterStudent | null }
  | { readonly outcome: 'new'; readonly student: RosterStudent }
  | { readonly outcome: 'left' | 'duplicated' }
  | { readonly outcome: 'unusable'; readonly reason: RosterFault; readonly people: readonly RosterStudent[] }
)

export type ExamImportPlan = {
  readonly encoding: Responses['encoding']
} & (
  | { readonly faults: readonly (ImportFault | { readonly code: 'too_many_items' })[] }
  | {
      readonly exam: ImportedExam
      readonly people: readonly ImportedPerson[]
      /** Hash of the plan: equal when the same files would have the same effect on the class. */
      readonly fingerprint: string
    }
)

/** The effect of importing these answers, on the class in its current state. */
export async function planExamImport(
  db: Prisma.TransactionClient,
  { courseId, content, responses }: { courseId: string; content: ExamImportContent; responses: Responses },
): Promise<ExamImportPlan> {
  const { encoding, read } = responses
  if ('faults' in read) return { encoding, faults: read.faults }
  if (read.table.items.length > mostQuestions) return { encoding, faults: [{ code: 'too_many_items' }] }
  const people = await peopleOf(db, { courseId, rows: read.rows, unknown: content.unknown })
  const said = JSON.stringify([read.table, people, content.scale])
  return { encoding, exam: read, people, fingerprint: createHash('sha256').update(said).digest('hex') }
}

type PeopleInput = { courseId: string; rows: ImportedExam['rows']; unknown: ExamImportContent['unknown'] }

/** Matches rows like a class list, without changing existing students. */
async function peopleOf(
  db: Prisma.TransactionClient,
  { courseId, rows, unknown }: PeopleInput,
): Promise<ImportedPerson[]> {
  const existing = await listKnown(db, courseId)
  const known = new Map(existing.map((student) => [student.id, student]))
  return planRoster({ rows, existing }).map((planned, index) => {
    const row = rows[index]
    const said = cutText([row?.number, row?.familyName, row?.givenName, row?.email].filter(Boolean).join(' · '), 160)
    return personOf(planned, { about: { index, line: planned.line, name: said }, known, unknown })
  })
}

type Place = {
  about: { index: number; line: number; name: string }
  known: ReadonlyMap<string, KnownStudent>
  unknown: ExamImportContent['unknown']
}

function personOf(planned: RosterLine, { about, known, unknown }: Place): ImportedPerson {
  switch (planned.outcome) {
    case 'new':
      return unknown === 'leave'
        ? { ...about, outcome: 'left' }
        : { ...about, name: nameOf(planned.student), outcome: 'new', student: planned.student }
    case 'changed':
    case 'unchanged': {
      const student = known.get(planned.id)
      const name = student ? nameOf(student) : about.name
      return { ...about, name, outcome: 'known', studentId: planned.id, person: student ?? null }
    }
    case 'duplicated':
      return { ...about, outcome: 'duplicated' }
    case 'unusable':
      return { ...about, outcome: 'unusable', reason: planned.reason, people: planned.people ?? [] }
  }
}

const nameOf = ({ familyName, givenName }: RosterStudent) => `${familyName} ${givenName}`.trim()

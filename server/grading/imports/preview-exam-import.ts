import { cutText } from '#core/cut-text.ts'
import type { TableItem } from '#core/grading/response-table.ts'
import type { Deps } from '#server/platform/deps.ts'
import { type ExamImportContent, planExamImport, readResponsesInThread } from './plan-exam-import.ts'

const shownFaults = 100

/** What the import would write, by question and by student; nothing is written. */
export async function previewExamImport({ db }: Deps, where: { courseId: string; content: ExamImportContent }) {
  const { responses, key } = where.content
  const plan = await planExamImport(db, { ...where, responses: await readResponsesInThread({ responses, key }) })
  const nothing = { fingerprint: null, faults: [], faultCount: 0, warnings: [], items: [], people: [] }
  const { encoding } = plan
  if ('faults' in plan) {
    return { ...nothing, encoding, faults: plan.faults.slice(0, shownFaults), faultCount: plan.faults.length }
  }
  const { table, warnings } = plan.exam
  return {
    ...nothing,
    encoding,
    fingerprint: plan.fingerprint,
    warnings: warnings.flatMap((warning) => (warning.code === 'key_chosen_by_nobody' ? [warning] : [])),
    items: table.items.map((item, index) => ({
      ...itemView(item),
      blanks: table.students.filter(({ answers }) => answers[index] === null).length,
    })),
    people: plan.people.map((person) => ({
      line: person.line,
      name: person.name,
      outcome: person.outcome,
      person: person.outcome === 'known' ? person.person : null,
      reason: person.outcome === 'unusable' ? person.reason : null,
      people: person.outcome === 'unusable' ? [...person.people] : [],
      answered: (table.students[person.index]?.answers ?? []).filter((answer) => answer !== null).length,
    })),
  }
}

const itemView = ({ name, type, choices }: TableItem) => ({
  name: cutText(name, 200),
  type,
  choices: choices.map(({ id }) => id),
  right: choices.filter(({ correct }) => correct).map(({ id }) => id),
})

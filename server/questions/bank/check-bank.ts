import type { CourseFile } from '#contract/questions/question-file.ts'
import { noSection } from '#core/courses/outline.ts'
import { quoteFinder } from '#core/questions/course-text.ts'
import { contextKey } from '#core/questions/question.ts'
import type { BankProblem } from './bank-problem.ts'
import type { BankQuestion } from './bank-question.ts'

type CheckBankInput = {
  course: CourseFile
  questions: BankQuestion[]
  files: { file: string; section: string }[]
  courseText: string | null
}

/** Checks that need the whole bank: the outline, the ids, the enemies, the quotes. */
export function checkBank({ course, questions, files, courseText }: CheckBankInput): {
  questions: BankQuestion[]
  problems: BankProblem[]
} {
  const sessionOf = new Map(course.sessions.flatMap(({ id, sections }) => sections.map((section) => [section.id, id])))
  // A bank that was exported may have questions that wait without a section.
  sessionOf.set(noSection, '')
  const objectivesOf = new Map(
    course.sessions.flatMap(({ sections }) => sections.map(({ id, objectives }) => [id, objectives] as const)),
  )
  const placed = questions.filter(({ question }) => sessionOf.has(question.section))
  const { first, again } = byFirstUse(placed)
  const isQuoted = courseText === null ? null : quoteFinder(courseText)
  return {
    questions: first,
    problems: [
      ...files.flatMap((file) => problemsOfPlace(file, sessionOf)),
      ...again.map(({ question, place }) => ({ ...place, code: 'duplicate_id' as const, key: question.id })),
      ...problemsOfEnemies(first),
      ...problemsOfContexts(first),
      ...first.flatMap((one) => problemsOfObjective(one, objectivesOf)),
      ...(isQuoted === null ? [] : first.flatMap((one) => problemsOfQuote(one, isQuoted))),
    ],
  }
}

function problemsOfPlace(
  { file, section }: CheckBankInput['files'][number],
  sessionOf: Map<string, string>,
): BankProblem[] {
  const place = { file, line: 1, column: 1 }
  const session = sessionOf.get(section)
  if (session === undefined) return [{ ...place, code: 'unknown_section', key: section }]
  return section === noSection || file.startsWith(`${session}/`)
    ? []
    : [{ ...place, code: 'wrong_folder', key: section, detail: session }]
}

/** An id never changes and is unique; of two questions with the same id, the first one is kept. */
function byFirstUse(questions: BankQuestion[]) {
  const seen = new Set<string>()
  const first: BankQuestion[] = []
  const again: BankQuestion[] = []
  for (const one of questions) {
    ;(seen.has(one.question.id) ? again : first).push(one)
    seen.add(one.question.id)
  }
  return { first, again }
}

/** An enemy is named by its id, which must be that of another question. */
function problemsOfEnemies(questions: BankQuestion[]): BankProblem[] {
  const known = new Set(questions.map(({ question }) => question.id))
  return questions.flatMap(({ question: { id, enemies = [] }, place }) =>
    enemies.flatMap((enemy): BankProblem[] => {
      if (enemy === id) return [{ ...place, code: 'own_enemy', key: id }]
      return known.has(enemy) ? [] : [{ ...place, code: 'unknown_enemy', key: id, detail: enemy }]
    }),
  )
}

/** One name is one document, in the whole bank. */
function problemsOfContexts(questions: BankQuestion[]): BankProblem[] {
  const known = new Map<string, string | null>()
  return questions.flatMap(({ question: { id, context }, place }): BankProblem[] => {
    if (!context) return []
    const said = known.get(context.id) ?? contextKey(context)
    known.set(context.id, said)
    return said === contextKey(context) ? [] : [{ ...place, code: 'context_differs', key: id, detail: context.id }]
  })
}

function problemsOfObjective(
  { question: { id, section, objective }, place }: BankQuestion,
  objectivesOf: ReadonlyMap<string, readonly string[]>,
): BankProblem[] {
  if (objective === undefined || objectivesOf.get(section)?.includes(objective)) return []
  return [{ ...place, code: 'unknown_objective', key: id, detail: objective }]
}

function problemsOfQuote({ question, place }: BankQuestion, isQuoted: (quote: string) => boolean): BankProblem[] {
  const { quote } = question.source
  return isQuoted(quote) ? [] : [{ ...place, code: 'quote_not_found', key: question.id, detail: quote }]
}

import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { headingName, partsOfMarkdown, passageTexts } from '#core/questions/course-text.ts'
import { type DifferenceLine, differenceOf } from '#core/questions/text-difference.ts'
import type { BankQuestion } from './bank-question.ts'

export { headingName }

/**
 * A question is based on a passage of the course: the text under the heading it cites. `stamp` writes the hash of that
 * passage in the question and its text in passages.json, so that a change can be shown.
 */
export type Passage = { hash: string; text: string }
export type StalePassage = {
  question: BankQuestion
  /** `changed`: the text under the heading; `heading_gone`: the heading no longer exists in the course. */
  reason: 'changed' | 'heading_gone'
  difference: DifferenceLine[]
}

export const passagesFile = 'passages.json'

/** By heading, as plain text; a heading used twice (« suite ») has both its passages. */
export const passagesOf = (courseText: string): Map<string, Passage> => passagesOfParts(partsOfMarkdown(courseText))

export const passagesOfParts = (parts: Parameters<typeof passageTexts>[0]): Map<string, Passage> =>
  new Map([...passageTexts(parts)].map(([name, text]) => [name, { hash: hashOfPassage(text), text }]))

const hashOfPassage = (text: string) =>
  createHash('sha256').update(text.replaceAll('\n', ' ')).digest('hex').slice(0, 12)

type StalePassagesInput = {
  questions: readonly BankQuestion[]
  courseText: string
  kept: Readonly<Record<string, string>>
}

/** Questions whose passage has changed since they were stamped; never stamped ones are left out. */
export function stalePassages({ questions, courseText, kept }: StalePassagesInput): StalePassage[] {
  const passages = passagesOf(courseText)
  return questions.flatMap((question): StalePassage[] => {
    const { heading, hash } = question.question.source
    if (hash === undefined) return []
    const now = passages.get(headingName(heading))
    if (now?.hash === hash) return []
    const difference = differenceOf(kept[hash] ?? '', now?.text ?? '').filter(({ text }) => text !== '')
    return [{ question, reason: now ? 'changed' : 'heading_gone', difference }]
  })
}

/** The texts the questions were stamped with; empty when the bank was never stamped. */
export async function readPassages(folder: string): Promise<Record<string, string>> {
  const text = await readFile(join(folder, passagesFile), 'utf8').catch(() => '{}')
  return JSON.parse(text) as Record<string, string>
}

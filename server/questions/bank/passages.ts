import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type DifferenceLine, differenceOf } from '#core/questions/text-difference.ts'
import type { BankQuestion } from './bank-question.ts'

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
export function passagesOf(courseText: string): Map<string, Passage> {
  const texts = new Map<string, string[]>()
  let lines: string[] = []
  let isCode = false
  for (const line of courseText.split('\n')) {
    if (/^\s*(```|~~~)/.test(line)) isCode = !isCode
    const heading = isCode ? null : headingOf(line)
    if (heading === null) {
      lines.push(line)
      continue
    }
    const name = headingName(heading)
    lines = texts.get(name) ?? []
    texts.set(name, lines)
  }
  return new Map([...texts].map(([name, under]) => [name, passageOf(under)]))
}

/** The text of a heading line, without closing `#` signs. */
function headingOf(line: string): string | null {
  const [, text = ''] = /^#{1,6}\s+(\S.*)$/s.exec(line) ?? []
  if (text === '') return null
  let end = text.trimEnd().length
  while (end > 1 && text[end - 1] === '#') end -= 1
  return text.slice(0, end).trimEnd()
}

export const headingName = (heading: string) => plain(heading).toLowerCase()

/** Normalised, because line breaks, typographic quotes and empty lines do not change the meaning. */
function passageOf(lines: readonly string[]): Passage {
  const text = lines
    .map(plain)
    .filter((line) => line !== '')
    .join('\n')
  const hash = createHash('sha256').update(text.replaceAll('\n', ' ')).digest('hex').slice(0, 12)
  return { hash, text }
}

const plain = (line: string) =>
  line
    .normalize('NFC')
    .replace(/[’‘]/g, "'")
    .replace(/[\s\u202f\u00a0]+/g, ' ')
    .trim()

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

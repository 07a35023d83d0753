import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { headingName } from '#core/questions/course-text.ts'
import type { BankQuestion } from './bank-question.ts'
import { passagesFile, passagesOf } from './passages.ts'

type StampInput = { folder: string; questions: readonly BankQuestion[]; courseText: string }
export type Stamped = { files: string[]; questions: number; withoutPassage: string[] }

/**
 * Writes in each question the hash of the current passage it cites. Only that line of the file changes; comments and
 * layout are kept.
 */
export async function stamp({ folder, questions, courseText }: StampInput): Promise<Stamped> {
  const passages = passagesOf(courseText)
  const stamped: Stamped = { files: [], questions: 0, withoutPassage: [] }
  const kept: Record<string, string> = {}
  for (const file of new Set(questions.map(({ place }) => place.file))) {
    const before = await readFile(join(folder, file), 'utf8')
    const lines = before.split('\n')
    let to = lines.length
    // From the last one up, so that added lines do not shift the others.
    for (const { question, place } of inFile(questions, file)) {
      const passage = passages.get(headingName(question.source.heading))
      if (passage) kept[passage.hash] = passage.text
      else stamped.withoutPassage.push(question.id)
      if (passage) stamped.questions += writeHash({ lines, from: place.line - 1, to, hash: passage.hash })
      to = place.line - 1
    }
    const after = lines.join('\n')
    if (after === before) continue
    await writeFile(join(folder, file), after)
    stamped.files.push(file)
  }
  const sorted = Object.fromEntries(Object.entries(kept).sort(([a], [b]) => (a < b ? -1 : 1)))
  await writeFile(join(folder, passagesFile), `${JSON.stringify(sorted, null, 2)}\n`)
  return stamped
}

const inFile = (questions: readonly BankQuestion[], file: string) =>
  questions.filter(({ place }) => place.file === file).sort((a, b) => b.place.line - a.place.line)

type Where = { lines: string[]; from: number; to: number; hash: string }

/** Under `source:`, after its quote, or inside its braces; returns 1 when a line changed. */
function writeHash({ lines, from, to, hash }: Where): number {
  const source = lines.findIndex((line, at) => at >= from && at < to && /^\s*(- )?source:/.test(line))
  if (source === -1) return 0
  const head = lines[source] ?? ''
  if (/\{.*\}\s*$/.test(head)) {
    lines[source] = head.replace(/,\s*hash: *"?[0-9a-f]*"?/, '').replace(/\s*\}\s*$/, `, hash: "${hash}" }`)
    return lines[source] === head ? 0 : 1
  }
  const indent = /^\s*/.exec(lines[source + 1] ?? '')?.[0] ?? ''
  const isInside = (line: string) => line.startsWith(indent) || line.trim() === ''
  const rest = lines.slice(source + 1, to)
  const end = rest.findIndex((line) => !isInside(line))
  const inside = end === -1 ? rest : rest.slice(0, end)
  const written = inside.findIndex((line) => /^\s*hash:/.test(line))
  const line = `${indent}hash: "${hash}"`
  if (inside[written] === line) return 0
  if (written === -1) lines.splice(source + 1 + inside.findLastIndex((one) => one.trim() !== '') + 1, 0, line)
  else lines[source + 1 + written] = line
  return 1
}

import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { joinReasons, longestReason, reasonsIn } from '#core/questions/lint/allowed-pairs.ts'
import { possibleEnemies } from '#core/questions/lint/enemies.ts'
import type { BankQuestion } from './bank-question.ts'
import { readBank } from './read-bank.ts'

export const enemiesUsage = 'enemies [--accept | --dismiss --because RAISON] [A B]'

/**
 * Writes in the file of the first question that it is never drawn with the second, or why it may be. Only the lines
 * concerned change. 1 when the bank has no such question, or when its lines are not written as
 * expected.
 */
export async function enemiesCommand(given: readonly string[], folder: string): Promise<number> {
  const asked = read(given)
  if (!asked) {
    console.error(enemiesUsage)
    return 2
  }
  const { questions } = await readBank(folder)
  if (asked.act === 'list') return list(questions)
  const [one, other] = asked.ids.map((id) => questions.find(({ question }) => question.id === id))
  if (!one || !other) {
    console.error(`Aucune question n’a cet identifiant. / No question has this identifier. (${asked.ids.join(', ')})`)
    return 1
  }
  const path = join(folder, one.place.file)
  const lines = (await readFile(path, 'utf8')).split('\n')
  const isWritten =
    asked.act === 'accept'
      ? addToList(lines, { question: one, id: other.question.id })
      : addReason(lines, { question: one, reason: `${other.question.id} : ${asked.because}` })
  if (!isWritten) {
    console.error(
      `${path}:${one.place.line} : à compléter à la main, ou raison trop longue. / To be completed by hand, or too long.`,
    )
    return 1
  }
  await writeFile(path, lines.join('\n'))
  console.log(`${path}:${one.place.line} ${one.question.id} ↔ ${other.question.id}`)
  return 0
}

type Asked =
  | { act: 'list' }
  | { act: 'accept'; ids: readonly string[] }
  | { act: 'dismiss'; ids: readonly string[]; because: string }

function read(given: readonly string[]): Asked | null {
  try {
    const { values, positionals } = parseArgs({
      args: [...given],
      options: { accept: { type: 'boolean' }, dismiss: { type: 'boolean' }, because: { type: 'string' } },
      allowPositionals: true,
    })
    const because = values.because?.trim().replaceAll('"', "'") ?? ''
    if (given.length === 0) return { act: 'list' }
    if (positionals.length !== 2 || positionals[0] === positionals[1]) return null
    if (values.accept && !values.dismiss && because === '') return { act: 'accept', ids: positionals }
    return values.dismiss && !values.accept && because !== '' ? { act: 'dismiss', ids: positionals, because } : null
  } catch {
    return null
  }
}

/** The proposals that nobody settled; `lint` also counts those that were dismissed. */
function list(questions: readonly BankQuestion[]): number {
  const pairs = possibleEnemies(questions.map(({ question }) => question))
  for (const { id, otherId, words } of pairs) console.log(`${id} ${otherId} (${words})`)
  return 0
}

/** The lines of a question: from its `- id:` to the next one. */
function rangeOf(lines: readonly string[], { place }: BankQuestion) {
  const from = place.line - 1
  const dash = /^\s*/.exec(lines[from] ?? '')?.[0].length ?? 0
  const next = lines.findIndex((line, at) => at > from && line.trim() !== '' && indentOf(line) <= dash)
  return { from, to: next === -1 ? lines.length : next, indent: ' '.repeat(dash + 2) }
}

const indentOf = (line: string) => line.length - line.trimStart().length

/** The line of a field of the question, or −1. */
const lineOf = (lines: readonly string[], { from, to, indent }: ReturnType<typeof rangeOf>, field: string) =>
  lines.findIndex((line, at) => at >= from && at < to && line.startsWith(`${indent}${field}:`))

type Added = { question: BankQuestion; id: string }

function addToList(lines: string[], { question, id }: Added): boolean {
  const range = rangeOf(lines, question)
  const at = lineOf(lines, range, 'enemies')
  if (at === -1) return insertBeforeStem(lines, range, [`${range.indent}enemies: [${id}]`])
  const before = lines[at] ?? ''
  lines[at] = before.replace(/\s*\]\s*$/, `, ${id}]`)
  return lines[at] !== before
}

type Reasoned = { question: BankQuestion; reason: string }

function addReason(lines: string[], { question, reason }: Reasoned): boolean {
  const known = question.question.allow?.possible_enemy
  const whole = joinReasons([...reasonsIn(known), reason])
  if (whole.length > longestReason) return false
  const range = rangeOf(lines, question)
  const at = lineOf(lines, range, 'allow')
  const said = `possible_enemy: "${whole}"`
  if (at === -1) return insertBeforeStem(lines, range, [`${range.indent}allow:`, `${range.indent}  ${said}`])
  const head = lines[at] ?? ''
  if (known === undefined && /\S\s*\}\s*$/.test(head)) lines[at] = head.replace(/\s*\}\s*$/, `, ${said} }`)
  else if (known === undefined) lines.splice(at + 1, 0, `${range.indent}  ${said}`)
  else return replaceReason(lines, { from: at, to: range.to, said })
  return true
}

type Replaced = { from: number; to: number; said: string }

function replaceReason(lines: string[], { from, to, said }: Replaced): boolean {
  const written = /possible_enemy: *(?:"[^"]*"|[^"',}]*$)/
  const at = lines.findIndex((line, row) => row >= from && row < to && written.test(line))
  if (at === -1) return false
  lines[at] = (lines[at] ?? '').replace(written, said)
  return true
}

function insertBeforeStem(lines: string[], range: ReturnType<typeof rangeOf>, added: readonly string[]): boolean {
  const stem = lineOf(lines, range, 'stem')
  if (stem === -1) return false
  lines.splice(stem, 0, ...added)
  return true
}

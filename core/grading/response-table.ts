import { cutText } from '#core/cut-text.ts'
import type { QuestionType } from '#core/questions/question.ts'
import type { ScoredChoice } from '#core/scoring/scale.ts'

/**
 * Any exam as two tables of cells: one row per student (identifier, then one cell per item) and a key. A cell holds
 * letters (`B`, `AC`, `A|C`), or a mark (`0`, `1`, `0.5`); empty is a blank.
 */
export type Cells = readonly (readonly string[])[]

export type ResponseTable = { readonly items: readonly TableItem[]; readonly students: readonly TableStudent[] }
export type TableItem = {
  readonly name: string
  readonly type: QuestionType
  /** Empty when the column holds marks, because the ticked choices are then unknown. */
  readonly choices: readonly ScoredChoice[]
}
export type TableStudent = {
  readonly name: string
  /** In the order of the items: letters ticked, a mark, or null for a blank. */
  readonly answers: readonly (readonly string[] | number | null)[]
}

/** What cannot be read, and where: lines count from 1, the titles being line 1. */
export type TableFault =
  | { readonly code: 'no_student' | 'no_item' | 'key_unreadable' }
  | { readonly code: 'ragged_row'; readonly line: number; readonly cells: number; readonly expected: number }
  | { readonly code: 'item_twice' | 'key_missing'; readonly item: string }
  | { readonly code: 'cell_unreadable'; readonly line: number; readonly item: string; readonly cell: string }
  | { readonly code: 'key_cell_unreadable'; readonly item: string; readonly cell: string }

/** Not an error, but worth checking. */
export type TableWarning =
  | { readonly code: 'student_twice'; readonly student: string }
  | { readonly code: 'key_chosen_by_nobody'; readonly item: string; readonly choice: string }

export class UnreadableTable extends Error {
  /** The first fault only, since they are fixed one by one at the command line. */
  readonly fault: TableFault
  readonly faults: readonly TableFault[]

  constructor(fault: TableFault, faults: readonly TableFault[] = [fault]) {
    super(fault.code)
    this.fault = fault
    this.faults = faults
  }
}

/** Without a key every column must hold marks. */
export function readResponseTable(responses: Cells, key: Cells | null) {
  const [titles, ...rows] = responses
  const names = (titles ?? []).slice(1).map((title) => title.trim())
  if (names.length === 0) throw new UnreadableTable({ code: 'no_item' })
  const [twice] = repeatedIn(names)
  if (twice !== undefined) throw new UnreadableTable({ code: 'item_twice', item: twice })
  if (rows.length === 0) throw new UnreadableTable({ code: 'no_student' })
  const expected = names.length + 1
  refuseAny(
    rows.flatMap(({ length: cells }, index) =>
      cells === expected ? [] : [{ code: 'ragged_row', line: index + 2, cells, expected }],
    ),
  )
  const keys = key ? readKey(key, names) : names.map(() => '')
  const read = names.map((name, index) =>
    readColumn({ name, key: keys[index] ?? '', cells: rows.map((row) => (row[index + 1] ?? '').trim()) }),
  )
  refuseAny(read.flatMap((column) => ('faults' in column ? column.faults : [])))
  const columns = read.filter((column): column is ReadColumn => 'item' in column)
  const students = rows.map((row, student) => ({
    name: (row[0] ?? '').trim(),
    answers: columns.map(({ answers }) => answers[student] ?? null),
  }))
  const table: ResponseTable = { items: columns.map(({ item }) => item), students }
  return { table, warnings: warningsOf(table) }
}

function refuseAny(faults: readonly TableFault[]) {
  const [first] = faults
  if (first) throw new UnreadableTable(first, faults)
}

/** Values present more than once, each once, in the order of their second occurrence. */
function repeatedIn(names: readonly string[]): string[] {
  const seen = new Set<string>()
  const repeated = new Set<string>()
  for (const name of names)
    if (seen.has(name)) repeated.add(name)
    else seen.add(name)
  return [...repeated]
}

/**
 * A key is written in one of three ways: the titles of the responses and one row of answers; one line per item (`item,
 * answer`); or one row of answers in the order of the items.
 */
function readKey(key: Cells, names: readonly string[]): string[] {
  const rows = key.map((row) => row.map((cell) => cell.trim())).filter((row) => row.some((cell) => cell !== ''))
  const [first = [], second] = rows
  const placeOf = new Map(first.map((name, place) => [name, place] as const).toReversed())
  const places = names.map((name) => placeOf.get(name) ?? -1)
  if (second && places.every((place) => place >= 0)) return places.map((place) => second[place] ?? '')
  const lines = new Map(rows.filter((row) => row.length >= 2).map(([name = '', answer = '']) => [name, answer]))
  if (names.some((name) => lines.has(name))) {
    return names.map((name) => {
      const answer = lines.get(name)
      if (answer === undefined) throw new UnreadableTable({ code: 'key_missing', item: name })
      return answer
    })
  }
  const last = rows.at(-1) ?? []
  if (rows.length <= 2 && last.length >= names.length && last.length <= names.length + 1)
    return last.slice(-names.length)
  // One answer per line whose names do not match the titles; a header row may come first.
  const answers = rows.slice(-names.length).map((row) => row.at(-1) ?? '')
  const isList = rows.every((row) => row.length <= 2) && rows.length <= names.length + 1
  if (isList && answers.length === names.length) return answers
  throw new UnreadableTable({ code: 'key_unreadable' })
}

type Column = { readonly name: string; readonly key: string; readonly cells: readonly string[] }
type ReadColumn = { readonly item: TableItem; readonly answers: readonly (readonly string[] | number | null)[] }

function readColumn({ name, key, cells }: Column): ReadColumn | { readonly faults: readonly TableFault[] } {
  const filled = cells.filter((cell) => cell !== '')
  const right = lettersOf(key)
  if (key !== '' && !right)
    return { faults: [{ code: 'key_cell_unreadable', item: name, cell: cutText(key, longestCell) }] }
  // All blank with a letter as key: the column holds letters, and nobody answered.
  const areMarks = filled.every(isMark) && !/^[2-9]$/.test(key) && (filled.length > 0 || key === '')
  const isCompared = /^[01]$/.test(key) && filled.every((cell) => /^[01]$/.test(cell))
  if (areMarks && !isCompared) {
    const item: TableItem = { name, type: 'single', choices: [] }
    return { item, answers: cells.map((cell) => (cell === '' ? null : Number(cell.replace(',', '.')))) }
  }
  if (!right) return { faults: [{ code: 'key_missing', item: name }] }
  const answers = cells.map((cell) => (cell === '' ? null : lettersOf(cell)))
  const faults = cells.flatMap((cell, index) =>
    cell === '' || answers[index]
      ? []
      : [{ code: 'cell_unreadable' as const, line: index + 2, item: name, cell: cutText(cell, longestCell) }],
  )
  if (faults.length > 0) return { faults }
  const seen = new Set([...right, ...answers.flatMap((letters) => letters ?? [])])
  const choices = allOf(seen).map((id) => ({ id, correct: right.includes(id) }))
  return { item: { name, type: right.length > 1 ? ('multiple' as const) : ('single' as const), choices }, answers }
}

const isMark = (cell: string): boolean =>
  cell.length <= longestCell && /^(?:0|1)(?:[.,]\d{1,6})?$/.test(cell) && Number(cell.replace(',', '.')) <= 1

/** Twenty-six letters with their separators. */
const longestCell = 200

/** `B`, `ac`, `A|C`, `A, C`: capital letters in order, each once; a digit stands for itself. Null for anything else. */
function lettersOf(cell: string): string[] | null {
  if (cell.length > longestCell) return null
  const bare = cell.toUpperCase().replace(/[\s,;|/+&-]/g, '')
  return /^(?:[A-Z]{1,26}|\d)$/.test(bare) ? [...new Set(bare)].sort() : null
}

/** All choices from A to the last letter seen, those that nobody ticked included. */
function allOf(seen: ReadonlySet<string>): string[] {
  const known = [...seen].sort()
  const last = known.at(-1) ?? 'A'
  if (!/^[A-Z]$/.test(last)) return known
  return Array.from({ length: last.charCodeAt(0) - 64 }, (_, index) => String.fromCharCode(65 + index))
}

function warningsOf({ items, students }: ResponseTable): TableWarning[] {
  const names = students.map(({ name }) => name)
  const twice = repeatedIn(names)
  const unchosen = items.flatMap(({ name, choices }, index) =>
    choices
      .filter(({ id, correct }) => correct && !students.some((student) => ticks(student.answers[index], id)))
      .map(({ id }) => ({ code: 'key_chosen_by_nobody' as const, item: name, choice: id })),
  )
  return [...twice.map((student) => ({ code: 'student_twice' as const, student })), ...unchosen]
}

const ticks = (answer: TableStudent['answers'][number] | undefined, id: string): boolean =>
  Array.isArray(answer) && answer.includes(id)

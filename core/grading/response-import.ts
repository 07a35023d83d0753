import { type RosterField, type RosterRow, recogniseColumns } from '#core/students/roster-columns.ts'
import {
  type Cells,
  type ResponseTable,
  readResponseTable,
  type TableFault,
  type TableWarning,
  UnreadableTable,
} from './response-table.ts'

/**
 * An exam taken elsewhere, as a file: the student, then one column per question. The student is given by the columns of
 * a class list, first in the row (`numéro;nom;prénom;Q1…`); a first column of any other title is an identifier: a
 * student number, or an e-mail when it has an @.
 */
export type ImportedExam = {
  readonly table: ResponseTable
  readonly warnings: readonly TableWarning[]
  /** In the order of `table.students`, each with its line in the file. */
  readonly rows: readonly RosterRow[]
}

/** A fault of the table, at the line of the file. */
export type ImportFault =
  | TableFault
  /** Marks between 0 and 1, from which the ticked choices cannot be known. */
  | { readonly code: 'marks_not_answers'; readonly item: string }

type Records = readonly { readonly line: number; readonly cells: readonly string[] }[]
const fields: readonly RosterField[] = ['number', 'email', 'familyName', 'givenName', 'group']

export function readImportedExam(
  responses: Records,
  key: Cells | null,
): ImportedExam | { readonly faults: readonly ImportFault[] } {
  const titles = responses[0]?.cells ?? []
  const { fieldOf, width } = identityOf(titles)
  const cells = responses.map((record) => record.cells.slice(width - 1))
  try {
    const { table, warnings } = readResponseTable(cells, key ?? rightOrWrong(cells))
    const marks = table.items.filter(({ choices }) => choices.length === 0)
    if (marks.length > 0) return { faults: marks.map(({ name: item }) => ({ code: 'marks_not_answers', item })) }
    // Homonyms in the last identity column are no fault: the class list tells them apart.
    const about = warnings.filter(({ code }) => code !== 'student_twice')
    return { table, warnings: about, rows: responses.slice(1).map((record) => whoOf(record, fieldOf)) }
  } catch (error) {
    if (!(error instanceof UnreadableTable)) throw error
    return { faults: error.faults.map((fault) => inFile(fault, responses, width)) }
  }
}

type Identity = { readonly fieldOf: readonly (RosterField | null)[]; readonly width: number }

function identityOf(titles: readonly string[]): Identity {
  const columns = recogniseColumns(titles)
  const known = (place: number) => fields.find((field) => columns[field] === place) ?? null
  const fieldOf = [known(0)]
  while (fieldOf.length < titles.length && known(fieldOf.length)) fieldOf.push(known(fieldOf.length))
  return { fieldOf, width: fieldOf.length }
}

/** Without a key, a column of 0 and 1 tells who was right. */
function rightOrWrong([titles = [], ...rows]: Cells): Cells | null {
  const isMarked = (place: number) => rows.every((row) => /^[01]?$/.test((row[place] ?? '').trim()))
  const answers = titles.map((_, place) => (place > 0 && isMarked(place) ? '1' : ''))
  return answers.includes('1') ? [titles, answers] : null
}

function whoOf({ line, cells }: Records[number], fieldOf: Identity['fieldOf']): RosterRow {
  const said: Partial<Record<RosterField, string>> = {}
  for (const [place, field] of fieldOf.entries()) {
    const cell = (cells[place] ?? '').trim()
    said[field ?? (cell.includes('@') ? 'email' : 'number')] = cell
  }
  // A copy without a name is still kept: the identifier replaces the name.
  const isNamed = fieldOf.includes('familyName')
  return { line, ...said, ...(isNamed ? {} : { familyName: said.number ?? said.email ?? '' }) }
}

/** Faults use the line and column of the original file, with its empty lines and all its identity columns. */
function inFile(fault: TableFault, responses: Records, width: number): TableFault {
  if (!('line' in fault)) return fault
  const line = responses[fault.line - 1]?.line ?? fault.line
  const more = width - 1
  return fault.code === 'ragged_row'
    ? { ...fault, line, cells: fault.cells + more, expected: fault.expected + more }
    : { ...fault, line }
}

/**
 * The file of the school, filled: who each of its lines is, which column takes the marks, what is written in it. A line
 * that matches nobody, or two people, is left as it is and told: a mark given to the wrong person is worse than an empty
 * cell. Nothing outside the column of the marks changes.
 */
import { cutText } from '#core/cut-text.ts'
import { PeopleIndex, type Person } from '#core/students/find-person.ts'
import { tidyName } from '#core/students/person-name.ts'
import {
  guessColumns,
  nameOrderOf,
  plainHeader,
  type RosterColumns,
  recogniseColumns,
  rosterRow,
} from '#core/students/roster-columns.ts'

/** What is written for a student: hundredths of a point, or the code of an absence; null: nothing is known yet. */
export type Written = { readonly mark: number } | { readonly code: AbsenceCode } | null
export type AbsenceCode = 'blocked' | 'excused'

/** The codes of the programs that ask for marks, in their own words (server/exports/tool-files.ts). */
export const absenceWords = {
  apogee: { blocked: 'ABI', excused: 'ABJ' },
  scodoc: { blocked: 'ABS', excused: 'EXC' },
} as const
export type AbsenceWords = keyof typeof absenceWords

export type MarkedPerson = Person & { readonly studentId: string; readonly written: Written }

export const fillOutcomes = [
  'filled',
  'unchanged',
  /** The cell holds a formula, which would be lost. */
  'formula',
  /** No mark is known yet. */
  'waiting',
  'unknown',
  'ambiguous',
  'contradiction',
  /** A line above is the same person. */
  'duplicate',
] as const
export type FillOutcome = (typeof fillOutcomes)[number]

export type FillLine = {
  /** As a spreadsheet counts it, from 1. */
  readonly line: number
  readonly outcome: FillOutcome
  readonly person: MarkedPerson | null
  /** Who the line says it is about. */
  readonly said: string
  readonly before: string
  /** As it will be in the cell, with a decimal point; null where nothing is written. */
  readonly after: string | null
}

export type FillPlan = {
  /** The line of the titles, from 1; null when there is none and columns were guessed by their content. */
  readonly titleLine: number | null
  readonly titles: readonly string[]
  /** The column that takes the marks, from 0; null while it must be chosen. */
  readonly column: number | null
  /** False when another column might be meant. */
  readonly isSure: boolean
  readonly words: AbsenceWords
  /** « Note sur 10 »: what the title of the column says marks are out of, when it says so. */
  readonly outOf: number | null
  readonly lines: readonly FillLine[]
  /** Who has a mark or an absence and no line. */
  readonly missing: readonly MarkedPerson[]
}

type PlanFillInput = {
  /** Every row of the sheet, as text. */
  readonly rows: readonly (readonly string[])[]
  /** « row,column » of the cells that hold a formula, from 0. */
  readonly formulas: ReadonlySet<string>
  readonly people: readonly MarkedPerson[]
  /** Chosen by hand, from 0. */
  readonly column?: number | undefined
}

/** Null when no column says who a line is about. */
export function planFill({ rows, formulas, people, column: chosen }: PlanFillInput): FillPlan | null {
  const at = titleRowOf(rows)
  const titles = at === null ? [] : (rows[at] as readonly string[])
  const body = rows.map((cells, row) => ({ row, cells })).slice(at === null ? 0 : at + 1)
  const columns = at === null ? guessColumns(body.map(({ cells }) => cells)) : recogniseColumns(titles)
  if (!['number', 'email', 'familyName', 'fullName'].some((field) => field in columns)) return null
  const candidates = markColumns(titles, columns)
  const isChosen = chosen !== undefined && mayHoldMarks(chosen, { rows, columns })
  const column = isChosen ? chosen : (candidates[0] ?? null)
  const words = wordsOf(rows)
  const order = nameOrderOf(titles[columns.fullName ?? -1] ?? '')
  const index = new PeopleIndex(people)
  const seen = new Set<string>()
  const lines = body.flatMap(({ row, cells }): FillLine[] => {
    const said = rosterRow(cells, columns, { line: row + 1, order })
    const identity = [said.familyName, said.givenName, said.number, said.email].flatMap(
      (text) => tidyName(text ?? '') || [],
    )
    if (identity.length === 0) return []
    const before = column === null ? '' : (cells[column] ?? '').trim()
    const base = { line: row + 1, said: cutText(identity.join(', '), 160), before, person: null, after: null }
    const finding = index.find(said)
    if (finding.outcome !== 'found') return [{ ...base, outcome: finding.outcome }]
    const { person } = finding
    if (seen.has(person.studentId)) return [{ ...base, person, outcome: 'duplicate' }]
    seen.add(person.studentId)
    const after = textOf(person.written, words)
    if (after === null) return [{ ...base, person, outcome: 'waiting' }]
    if (column !== null && formulas.has(`${row},${column}`)) return [{ ...base, person, outcome: 'formula' }]
    return [{ ...base, person, after, outcome: isSame(before, after) ? 'unchanged' : 'filled' }]
  })
  return {
    ...{ titleLine: at === null ? null : at + 1, titles, column, words, lines },
    isSure: isChosen || candidates.length === 1,
    outOf: outOfIn(titles[column ?? -1] ?? ''),
    missing: people.filter(({ studentId, written }) => written !== null && !seen.has(studentId)),
  }
}

/** Not one that says who a line is about, nor one beyond the table but for the next. */
function mayHoldMarks(column: number, { rows, columns }: Pick<PlanFillInput, 'rows'> & { columns: RosterColumns }) {
  const widest = rows.reduce((most, cells) => Math.max(most, cells.length), 0)
  return column <= widest && !Object.values(columns).includes(column)
}

const mostPreamble = 40

/** The first row that names most columns: files of schools begin with their title, a date, instructions. */
function titleRowOf(rows: readonly (readonly string[])[]): number | null {
  const scores = rows.slice(0, mostPreamble).map((cells) => {
    const known = recogniseColumns(cells)
    const count = Object.keys(known).length
    return count === 0 ? 0 : count + (markColumns(cells, known).length > 0 ? 1 : 0)
  })
  const best = Math.max(0, ...scores)
  return best < 2 ? null : scores.indexOf(best)
}

const markTitle = /^(notes?|marks?|grades?|resultats?|moyennes?|points|score|final (mark|grade))( |$)/

/** Those whose title is that of marks, the plainest first. */
function markColumns(titles: readonly string[], known: RosterColumns): number[] {
  const taken = new Set(Object.values(known))
  return titles
    .map((title, column) => ({ column, plain: plainHeader(title) }))
    .filter(({ column, plain }) => !taken.has(column) && markTitle.test(plain))
    .sort((one, other) => rankOf(one.plain) - rankOf(other.plain) || one.column - other.column)
    .map(({ column }) => column)
}

/** « Note », then « Note sur 20 », then what else begins so. */
const rankOf = (plain: string) => (/^\S+$/.test(plain) ? 0 : /\d$/.test(plain) ? 1 : 2)

/** ScoDoc marks its rows with « ! », and names its codes so. */
function wordsOf(rows: readonly (readonly string[])[]): AbsenceWords {
  const cells = rows.slice(0, mostPreamble).flat()
  return cells.some((cell) => /^!|^etudid$|^code_nip$/.test(cell.trim())) ? 'scodoc' : 'apogee'
}

function outOfIn(title: string): number | null {
  const found = /(?:sur|\/|out of)\s*(\d{1,4})\s*\)?$/i.exec(title.trim())
  return found ? Number(found[1]) : null
}

/** A mark as a decimal without needless zeros: 12.5, 8, 13.25. */
function textOf(written: Written, words: AbsenceWords): string | null {
  if (written === null) return null
  return 'code' in written ? absenceWords[words][written.code] : String(written.mark / 100)
}

const isSame = (before: string, after: string): boolean =>
  before === after || (before !== '' && Number(before.replace(',', '.')) === Number(after))

import { type Cell, type CsvProfile, excelFr, rfc4180 } from '#core/csv.ts'
import type { ToolProfile } from '#core/exports/tool-profiles.ts'
import type { FileColumn } from './column.ts'
import { markCell, numberCell, textCell } from './csv-file.ts'

/** One mark per student, in hundredths on `outOf`, or why there is none. */
export type MarkRow = {
  familyName: string
  givenName: string
  number: string
  email: string
  group: string
  mark: number | null
  /** `blocked`: absent without a justification; `excused`: left out of the mean; `waiting`: not known yet. */
  without: 'blocked' | 'excused' | 'waiting' | null
  decision: 'validated' | 'resit' | 'failed' | 'defaulted' | null
}
type Marks = { title: string; outOf: number; rows: readonly MarkRow[] }
type ToolFile = { profile: CsvProfile; columns: FileColumn<MarkRow>[]; rows: MarkRow[]; before: Cell[][] }

/** The marks in the format of another program: its columns, titles and codes. */
export function toolFile(tool: ToolProfile, marks: Marks): ToolFile {
  const rows = [...marks.rows]
  switch (tool) {
    case 'moodle':
      return { profile: rfc4180, columns: moodle(marks), rows: rows.filter(({ mark }) => mark !== null), before: [] }
    case 'canvas':
      return { profile: rfc4180, columns: canvas(marks), rows, before: [pointsPossible(marks)] }
    case 'apogee':
      return { profile: { ...excelFr, quote: 'needed' }, columns: apogee(marks), rows, before: [] }
    case 'scodoc':
      return { profile: { ...excelFr, quote: 'needed' }, columns: scodoc(), rows, before: [] }
  }
}

const column = (title: string, cell: (row: MarkRow) => Cell): FileColumn<MarkRow> => ({ field: title, title, cell })

/**
 * Moodle matches by e-mail address or number, ignoring case; an empty mark would erase one, so those lines are left
 * out.
 */
const moodle = ({ title }: Marks) => [
  column('First name', ({ givenName }) => textCell(givenName)),
  column('Last name', ({ familyName }) => textCell(familyName)),
  column('ID number', ({ number }) => textCell(number)),
  column('Email address', ({ email }) => textCell(email)),
  column(title, ({ mark }) => markCell(mark)),
]

/** Canvas: five columns in this order; a mark that is excused is `EX`. */
const canvas = ({ title }: Marks) => [
  column('Student', ({ familyName, givenName }) => textCell(`${familyName}, ${givenName}`)),
  column('ID', () => textCell('')),
  column('SIS User ID', ({ number }) => textCell(number)),
  column('SIS Login ID', ({ email }) => textCell(email)),
  column('Section', ({ group }) => textCell(group)),
  column(title, ({ mark, without }) => (without === 'excused' ? textCell('EX') : markCell(mark))),
]

/** The second line of a Canvas gradebook gives the maximum of each column. */
const pointsPossible = ({ outOf }: Marks): Cell[] => [
  ...['    Points Possible', '', '', '', ''].map(textCell),
  markCell(outOf),
]

const apogeeCodes = { blocked: 'ABI', excused: 'ABJ', waiting: '' } as const
const apogeeResults = { validated: 'ADM', resit: 'AJ', failed: 'AJ', defaulted: 'DEF' } as const

const apogee = ({ outOf }: Marks) => [
  column('COD_ETU', ({ number }) => textCell(number)),
  column('LIB_NOM_PAT_IND', ({ familyName }) => textCell(familyName.toLocaleUpperCase('fr'))),
  column('LIB_PR1_IND', ({ givenName }) => textCell(givenName.toLocaleUpperCase('fr'))),
  column('NOTE', ({ mark, without }) => (without === null ? markCell(mark) : textCell(apogeeCodes[without]))),
  column('BAREME', () => numberCell(outOf / 100)),
  column('RESULTAT', ({ decision }) => textCell(decision === null ? '' : apogeeResults[decision])),
]

const scodocCodes = { blocked: 'ABS', excused: 'EXC', waiting: 'ATT' } as const

const scodoc = () => [
  column('code_nip', ({ number }) => textCell(number)),
  column('nom', ({ familyName }) => textCell(familyName)),
  column('prenom', ({ givenName }) => textCell(givenName)),
  column('groupes', ({ group }) => textCell(group)),
  column('note', ({ mark, without }) => (without === null ? markCell(mark) : textCell(scodocCodes[without]))),
  column('remarque', () => textCell('')),
]

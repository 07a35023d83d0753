/**
 * A list of teams from a spreadsheet: one student per line, and the team they are in. A student is identified by number
 * and e-mail address, else by names (core/students/find-person.ts); a line that matches nobody, or two students, is
 * refused.
 */
import { unguard } from '#core/csv.ts'
import { cutText } from '#core/cut-text.ts'
import { type Finding, PeopleIndex } from '#core/students/find-person.ts'
import { tidyName } from '#core/students/person-name.ts'
import { plainHeader, recogniseColumns, rosterRow } from '#core/students/roster-columns.ts'

export const largestTeamBytes = 1_000_000

export const teamFaults = ['unknown_student', 'ambiguous', 'contradiction', 'duplicate', 'no_team', 'too_long'] as const
export type TeamFault = (typeof teamFaults)[number]

export type TeamStudent = {
  readonly studentId: string
  readonly familyName: string
  readonly givenName: string
  readonly number: string | null
  readonly email: string | null
  /** The name of the student's current team. */
  readonly team: string | null
}

export type TeamLine = { readonly line: number; readonly team: string } & (
  | { readonly outcome: 'placed' | 'unchanged'; readonly student: TeamStudent }
  | {
      readonly outcome: 'refused'
      readonly reason: TeamFault
      readonly said: string
      /** The candidates, when the line matches two people. */
      readonly people: readonly TeamStudent[]
    }
)

export type TeamFile = {
  readonly headers: readonly string[]
  readonly records: readonly { readonly line: number; readonly cells: readonly string[] }[]
}
type Row = ReturnType<typeof rosterRow>

/** Titles of a team column; a group column is used when there is no better one. */
const teamHeaders = 'equipe,nom de l equipe,nom equipe,equipe projet,team,team name,groupe projet,groupe de projet'
  .split(',')
  .concat('binome,trinome,groupe,group'.split(','))

/** Null when the file lacks a column for the team, or any that identifies the student. */
export function planTeams(file: TeamFile, students: readonly TeamStudent[]): TeamLine[] | null {
  const plain = file.headers.map(plainHeader)
  const header = teamHeaders.find((name) => plain.includes(name))
  const columns = recogniseColumns(file.headers)
  const isSomebody = ['number', 'email', 'familyName', 'fullName'].some((field) => field in columns)
  if (header === undefined || !isSomebody) return null
  const teamAt = plain.indexOf(header)
  const seen = new Set<string>()
  const people = new PeopleIndex(students)
  return file.records.map(({ line, cells: guarded }) => {
    const cells = guarded.map(unguard)
    const team = tidyName(cells[teamAt] ?? '')
    return planLine({ row: rosterRow(cells, columns, { line }), team, people, seen })
  })
}

type PlanLineInput = { row: Row; team: string; people: PeopleIndex<TeamStudent>; seen: Set<string> }

function planLine({ row, team, people, seen }: PlanLineInput): TeamLine {
  const { line } = row
  const said = saidBy(row)
  const refused = (reason: TeamFault, among: readonly TeamStudent[] = []): TeamLine => ({
    ...{ line, team: cutText(team, 80), outcome: 'refused', reason, said, people: among },
  })
  if (team === '') return refused('no_team')
  if (team.length > 80) return refused('too_long')
  const finding: Finding<TeamStudent> = people.find(row)
  if (finding.outcome === 'unknown') return refused('unknown_student')
  if (finding.outcome !== 'found') return refused(finding.outcome, finding.people)
  const student = finding.person
  if (seen.has(student.studentId)) return refused('duplicate')
  seen.add(student.studentId)
  return { line, team, student, outcome: student.team === team ? 'unchanged' : 'placed' }
}

const saidBy = ({ number, email, familyName, givenName }: Row) =>
  cutText(
    [number, email, givenName, familyName]
      .map((text) => text?.trim())
      .filter(Boolean)
      .join(', '),
    160,
  )

/**
 * A final sheet edited in a spreadsheet: each line is compared with the current sheet. Only the editable values are
 * compared (marks entered by hand, statuses, retakes, jury points); a line with one cell that cannot be understood is
 * refused as a whole, with that cell. An empty cell changes nothing, unless the trainer asked to clear.
 */
import type { EntryStatus } from '#core/assessment/rules.ts'
import { unguard } from '#core/csv.ts'
import { parseHundredths } from '#core/points.ts'
import { compare, parseRational, type RationalText } from '#core/rational.ts'
import { type Finding, PeopleIndex } from '#core/students/find-person.ts'

export type SheetPart = {
  readonly id: string
  readonly isByHand: boolean
  /** An exam is its retake: the mark of the retake is not typed. */
  readonly hasRetakeExam: boolean
  readonly role: 'weighted' | 'added'
}

/** A student's current line; `mark` and `retake` as a file would write them. */
export type SheetNow = {
  readonly studentId: string
  readonly familyName: string
  readonly givenName: string
  readonly number: string
  readonly email: string
  readonly entries: readonly {
    readonly component: string
    readonly status: EntryStatus
    readonly mark: RationalText | null
    readonly retake: RationalText | null
  }[]
  readonly jury: { readonly points: number; readonly reason: string } | null
}

/** What one cell would change; marks and points in hundredths. */
export type SheetChange =
  | {
      readonly kind: 'mark' | 'retake'
      readonly component: string
      readonly before: string | null
      readonly after: number | null
    }
  | { readonly kind: 'status'; readonly component: string; readonly before: EntryStatus; readonly after: EntryStatus }
  | { readonly kind: 'jury'; readonly before: JuryNow; readonly after: JuryNow }
type JuryNow = { readonly points: number; readonly reason: string } | null

export const sheetFaults = [
  'unknown_student',
  'ambiguous',
  'contradiction',
  'duplicate',
  'not_a_number',
  'out_of_range',
  'not_by_hand',
  'unknown_status',
  'reason_missing',
] as const
export type SheetFault = (typeof sheetFaults)[number]

export type SheetLinePlan = { readonly line: number; readonly studentId: string | null } & (
  | { readonly outcome: 'changed'; readonly changes: readonly SheetChange[] }
  | { readonly outcome: 'unchanged' }
  | {
      readonly outcome: 'refused'
      readonly reason: SheetFault
      readonly field: string | null
      readonly said: string
      /** The candidates, when the line matches two people. */
      readonly people?: readonly string[]
    }
)

/** What an empty cell means: no change, or removal of the mark, the status or the points. */
export const emptyCells = ['keep', 'clear'] as const
export type EmptyCells = (typeof emptyCells)[number]

export type SheetFile = {
  /** The field of each column (server/exports/sheet-columns.ts); null for an unknown one, which is ignored. */
  readonly fields: readonly (string | null)[]
  readonly records: readonly { readonly line: number; readonly cells: readonly string[] }[]
}
type Sheet = { readonly lines: readonly SheetNow[]; readonly parts: readonly SheetPart[] }
type PlanSheetInput = {
  readonly file: SheetFile
  readonly sheet: Sheet
  readonly statusOf: (word: string) => EntryStatus | null
  readonly empty?: EmptyCells
}

class Fault extends Error {
  readonly reason: SheetFault
  readonly field: string | null
  readonly said: string
  constructor(reason: SheetFault, field: string | null, said: string) {
    super(reason)
    this.reason = reason
    this.field = field
    this.said = said
  }
}

export function planSheet({ file, sheet, statusOf, empty = 'keep' }: PlanSheetInput): SheetLinePlan[] {
  const seen = new Set<string>()
  const byId = new Map(sheet.lines.map((line) => [line.studentId, line]))
  const people = new PeopleIndex(sheet.lines)
  return file.records.map(({ line, cells }): SheetLinePlan => {
    const values = new Map(
      file.fields.flatMap((field, at) => (field === null ? [] : [[field, read(cells[at])] as const])),
    )
    const finding = findStudent(values, { byId, people })
    if (finding.outcome !== 'found') return { line, studentId: null, outcome: 'refused', ...whyNot(finding, values) }
    const student = finding.person
    const { studentId } = student
    if (seen.has(studentId)) return { line, studentId, outcome: 'refused', reason: 'duplicate', field: null, said: '' }
    seen.add(studentId)
    const said = empty === 'clear' ? values : withoutEmpty(values)
    try {
      const changes = [...entryChanges(said, { student, parts: sheet.parts, statusOf }), ...juryChange(said, student)]
      return changes.length === 0
        ? { line, studentId, outcome: 'unchanged' }
        : { line, studentId, outcome: 'changed', changes }
    } catch (error) {
      if (!(error instanceof Fault)) throw error
      const { reason, field, said } = error
      return { line, studentId, outcome: 'refused', reason, field, said }
    }
  })
}

type Values = ReadonlyMap<string, string>

/** Removes the guard against formulas that the export added. */
const read = (cell: string | undefined) => unguard(cell ?? '').trim()

const withoutEmpty = (values: Values) => new Map([...values].filter(([, said]) => said !== ''))

type Known = { byId: ReadonlyMap<string, SheetNow>; people: PeopleIndex<SheetNow> }

/** By the exported identifier, else by number, e-mail address and names; all values of the line must agree. */
function findStudent(values: Values, { byId, people }: Known): Finding<SheetNow> {
  const id = values.get('student_id') ?? ''
  const known = byId.get(id) ?? null
  if (id !== '' && known === null) return { outcome: 'unknown' }
  return people.find(
    {
      ...{ number: values.get('number'), email: values.get('email') },
      ...{ familyName: values.get('family_name'), givenName: values.get('given_name') },
    },
    known,
  )
}

function whyNot(finding: Exclude<Finding<SheetNow>, { outcome: 'found' }>, values: Values) {
  const said = ['family_name', 'given_name', 'number', 'email']
    .map((field) => values.get(field) ?? '')
    .filter((text) => text !== '')
    .join(' ')
  if (finding.outcome === 'unknown') return { reason: 'unknown_student' as const, field: null, said }
  return { reason: finding.outcome, field: null, said, people: finding.people.map(({ studentId }) => studentId) }
}

type Compared = { student: SheetNow; parts: readonly SheetPart[]; statusOf: PlanSheetInput['statusOf'] }

function entryChanges(values: Values, { student, parts, statusOf }: Compared): SheetChange[] {
  return parts.flatMap((part): SheetChange[] => {
    const component = part.id
    const now = student.entries.find((entry) => entry.component === component)
    if (!now) return []
    const number = (kind: 'mark' | 'retake', isAllowed: boolean): SheetChange[] => {
      const field = `${kind}:${component}`
      const said = values.get(field)
      if (said === undefined || isSaid(now[kind], said)) return []
      if (!isAllowed) throw new Fault('not_by_hand', field, said)
      return [
        {
          kind,
          component,
          before: now[kind],
          after: hundredths(said, { field, least: part.role === 'added' ? -2000 : 0 }),
        },
      ]
    }
    return [
      ...number('mark', part.isByHand),
      ...statusChange(values.get(`status:${component}`), { now, statusOf }),
      ...number('retake', !part.hasRetakeExam),
    ]
  })
}

type StatusNow = { now: { component: string; status: EntryStatus }; statusOf: PlanSheetInput['statusOf'] }

/** A cleared status becomes « présent ». */
function statusChange(said: string | undefined, { now, statusOf }: StatusNow): SheetChange[] {
  if (said === undefined) return []
  const after = said === '' ? 'present' : statusOf(said)
  if (after === null) throw new Fault('unknown_status', `status:${now.component}`, said)
  if (after === now.status) return []
  return [{ kind: 'status', component: now.component, before: now.status, after }]
}

const juryBounds = { field: 'jury_points', least: -2000 }

function juryChange(values: Values, { jury }: SheetNow): SheetChange[] {
  const said = values.get('jury_points')
  const because = values.get('jury_reason')
  if (said === undefined && (because === undefined || jury === null)) return []
  const points = said === undefined ? (jury?.points ?? 0) : said === '' ? 0 : (hundredths(said, juryBounds) as number)
  const reason = because ?? jury?.reason ?? ''
  const after = points === 0 ? null : { points, reason }
  // Spaces around a reason are not a change.
  if (after?.points === jury?.points && (after?.reason ?? '') === (jury?.reason.trim() ?? '')) return []
  if (after !== null && reason === '') throw new Fault('reason_missing', 'jury_reason', said ?? '')
  return [{ kind: 'jury', before: jury, after }]
}

/**
 * Whether both are the same number, whatever the separator and the trailing zeros; a non-terminating value is compared
 * as it was exported.
 */
function isSaid(now: RationalText | null, said: string): boolean {
  if (now === null || said === '') return now === null && said === ''
  const [one, other] = [parseRational(now), parseRational(said)]
  return one !== null && other !== null && compare(one, other) === 0
}

function hundredths(said: string, { field, least }: { field: string; least: number }): number | null {
  if (said === '') return null
  const value = parseHundredths(said)
  if (value === null) throw new Fault(parseRational(said) === null ? 'not_a_number' : 'out_of_range', field, said)
  if (value < least || value > 2000) throw new Fault('out_of_range', field, said)
  return value
}

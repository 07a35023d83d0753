/**
 * The effect of importing a class list, line by line, before anything is written.
 *
 * A line is matched in this order:
 * 1. the student with this number (text, compared without case);
 * 2. else the student with this e-mail, compared without case; a different number is then a correction of the list;
 * 3. else the one student with these names (without case and accents), unless both have a number and they differ: those
 * are two people with the same name. A line that matches two students or indistinguishable homonyms, or that has the
 * number of one student with a name without a common word, is left to the trainer: a student is never duplicated, and
 * two are never mixed up. An empty cell erases nothing.
 */

import type { ExtraTime } from '#core/timing.ts'
import { readExtraTime } from './extra-time.ts'
import { nameKey, shareWord, tidyName } from './person-name.ts'
import { type RosterField, type RosterRow, rosterFields } from './roster-columns.ts'

export type RosterStudent = {
  readonly familyName: string
  readonly givenName: string
  readonly email: string | null
  /** A text, because leading zeros count. */
  readonly number: string | null
  readonly group: string
  readonly extraTime: ExtraTime
}

export type KnownStudent = RosterStudent & {
  readonly id: string
  /** Set for an entry merged into this student: a line that matches it is about this student. */
  readonly mergedIntoId?: string | null
}

export const rosterFaults = [
  'no_name',
  'too_long',
  'invalid_email',
  'mangled_number',
  'ambiguous',
  'contradiction',
] as const
export type RosterFault = (typeof rosterFaults)[number]

/**
 * What a line that is imported leaves to check: values that a spreadsheet may have altered, a name that could not be
 * split, an extra time that could not be read (the student has none yet), another person of the same name.
 */
export const rosterDoubts = [
  'number_like_power',
  'group_like_date',
  'name_whole',
  'extra_time_unread',
  'homonym',
] as const
export type RosterDoubt = (typeof rosterDoubts)[number]

export type RosterChange = { readonly field: RosterField; readonly before: unknown; readonly after: unknown }

export type RosterLine = { readonly line: number; readonly doubts?: readonly RosterDoubt[] } & (
  | { readonly outcome: 'new'; readonly student: RosterStudent }
  | {
      readonly outcome: 'changed'
      readonly id: string
      readonly student: RosterStudent
      readonly changes: readonly RosterChange[]
    }
  | { readonly outcome: 'unchanged'; readonly id: string }
  /** Same student as a line above; `changes` lists where the two differ. */
  | { readonly outcome: 'duplicated'; readonly of: number; readonly changes: readonly RosterChange[] }
  | {
      readonly outcome: 'unusable'
      readonly reason: RosterFault
      readonly field: RosterField | null
      /** The candidates, when the line matches two people. */
      readonly people?: readonly RosterStudent[]
    }
)

/** A student of the course or of a line above; `former`: their other, merged entry. */
type Entry = {
  student: RosterStudent
  readonly id: string | null
  line: number | null
  readonly former: RosterStudent[]
}

const longestCell = 200

export function planRoster({
  rows,
  existing,
}: {
  readonly rows: readonly RosterRow[]
  readonly existing: readonly KnownStudent[]
}): RosterLine[] {
  const directory = new Directory()
  const entries = new Map<string, Entry>()
  for (const { id, mergedIntoId, ...student } of existing) {
    if (mergedIntoId) continue
    entries.set(id, { student, id, line: null, former: [] })
  }
  for (const entry of entries.values()) directory.add(entry)
  for (const { id: _, mergedIntoId, ...former } of existing) {
    const entry = mergedIntoId ? entries.get(mergedIntoId) : undefined
    if (entry) directory.addFormer(entry, former)
  }
  const lines = rows.map((row) => ({ row, planned: planLine(row, directory) }))
  // Once all are known: the first of two homonyms of a list is noted like the second.
  return lines.map(({ row, planned }) => {
    const isHomonym = planned.outcome === 'new' && directory.countNamed(planned.student) > 1
    const doubts = planned.outcome === 'unusable' ? [] : [...doubtsOf(row), ...(isHomonym ? ['homonym' as const] : [])]
    return doubts.length === 0 ? planned : { ...planned, doubts }
  })
}

function planLine(row: RosterRow, directory: Directory): RosterLine {
  const { line } = row
  const said = readRow(row)
  if ('reason' in said) return { line, outcome: 'unusable', ...said }
  const alone = asOneName(said)
  const entry = directory.find(alone)
  if (entry !== null && 'reason' in entry) return { line, outcome: 'unusable', ...entry }
  if (entry === null) return planNew(line, alone, directory)
  // A person with a single name has it as family name; for anybody else an empty family name is no information.
  const about = entry.student.givenName === '' ? alone : said
  const student = { ...entry.student, ...withoutFormer(about, entry) }
  const changes = changesBetween(entry.student, student)
  if (entry.line !== null) return { line, outcome: 'duplicated', of: entry.line, changes }
  entry.line = line
  entry.student = student
  directory.add(entry)
  // Only an entry from the course has no line yet, and it always has an id.
  const id = entry.id as string
  return changes.length === 0 ? { line, outcome: 'unchanged', id } : { line, outcome: 'changed', id, student, changes }
}

function planNew(line: number, said: Partial<RosterStudent>, directory: Directory): RosterLine {
  const blank = {
    familyName: '',
    givenName: '',
    email: null,
    number: null,
    group: '',
    extraTime: { kind: 'none' },
  } as const
  const student = { ...blank, ...said }
  if (student.familyName === '') return { line, outcome: 'unusable', reason: 'no_name', field: 'familyName' }
  directory.add({ student, id: null, line, former: [] })
  return { line, outcome: 'new', student }
}

/** « Suharto » is a full name, whichever column holds it. */
function asOneName(said: Partial<RosterStudent>): Partial<RosterStudent> {
  if (said.familyName !== undefined || said.givenName === undefined) return said
  const { givenName, ...rest } = said
  return { ...rest, familyName: givenName }
}

/** « 12E45 » may be a genuine number, « 01-févr » a group that was « 1/2 » before a spreadsheet changed it. */
function doubtsOf(row: RosterRow): RosterDoubt[] {
  const number = tidyName(row.number ?? '')
  const group = tidyName(row.group ?? '')
  return [
    ...(/^\d+e\d+$/i.test(number) ? ['number_like_power' as const] : []),
    ...(/^\d{1,2}[-. ]\p{L}{3,5}\.?([-. ]\d{2,4})?$|^\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}$/u.test(group)
      ? ['group_like_date' as const]
      : []),
    ...(row.isWhole ? ['name_whole' as const] : []),
    ...(isUnread(row.extraTime) ? ['extra_time_unread' as const] : []),
  ]
}

const isUnread = (extraTime: string | undefined) =>
  tidyName(extraTime ?? '') !== '' && readExtraTime(tidyName(extraTime ?? '')) === null

type Unreadable = { readonly reason: RosterFault; readonly field: RosterField }

/** Only the fields that the line has. */
function readRow(row: RosterRow): Partial<RosterStudent> | Unreadable {
  const said: Partial<Record<RosterField, string>> = {}
  for (const field of rosterFields) {
    const text = tidyName(row[field] ?? '')
    if (text.length > longestCell) return { reason: 'too_long', field }
    if (text !== '') said[field] = text
  }
  const { extraTime: written, ...texts } = said
  if (!(['familyName', 'givenName', 'email', 'number'] as const).some((field) => texts[field] !== undefined))
    return { reason: 'no_name', field: 'familyName' }
  if (texts.email !== undefined && !/^[^\s@<>,;]+@[^\s@<>,;]+\.[^\s@<>,;]+$/.test(texts.email))
    return { reason: 'invalid_email', field: 'email' }
  // « 2,20E+07 »: a spreadsheet has already lost the digits; « 12E45 » may be a genuine number.
  if (texts.number !== undefined && /^\d+(?:[.,]\d*e\+?|e\+)\d+$/i.test(texts.number))
    return { reason: 'mangled_number', field: 'number' }
  if (written === undefined) return texts
  const extraTime = readExtraTime(written)
  // The student is not held back by it: the line is flagged, and the trainer says what was meant.
  return extraTime === null ? texts : { ...texts, extraTime }
}

const identity: ReadonlySet<RosterField> = new Set(['familyName', 'givenName', 'email', 'number'])

/** Leaves out what a merged entry already had; extra time keeps its dates. */
function withoutFormer(said: Partial<RosterStudent>, { student, former }: Entry): Partial<RosterStudent> {
  const fields = rosterFields.filter((field) => said[field] !== undefined)
  const saysAs = (one: RosterStudent) => (field: RosterField) =>
    comparable(one[field]) === comparable(said[field] as RosterStudent[RosterField])
  if (former.some((one) => fields.every(saysAs(one)))) return {}
  const isFormer = (field: RosterField) => identity.has(field) && former.some((one) => saysAs(one)(field))
  const fresh = Object.fromEntries(
    fields.filter((field) => !isFormer(field)).map((field) => [field, said[field]]),
  ) as Partial<RosterStudent>
  const { extraTime } = fresh
  if (extraTime === undefined || extraTime.kind === 'none' || student.extraTime.kind === 'none') return fresh
  const { from, until } = student.extraTime
  return { ...fresh, extraTime: { ...extraTime, ...(from ? { from } : {}), ...(until ? { until } : {}) } }
}

function changesBetween(before: RosterStudent, after: RosterStudent): RosterChange[] {
  return rosterFields
    .filter((field) => comparable(before[field]) !== comparable(after[field]))
    .map((field) => ({ field, before: before[field], after: after[field] }))
}

function comparable(value: string | null | ExtraTime): string | null {
  if (value === null || typeof value === 'string') return value
  switch (value.kind) {
    case 'none':
      return 'none'
    case 'ratio':
      return `${value.numerator / value.denominator}`
    case 'minutes':
      return `${value.minutes} min`
  }
}

/** Index of students by their identifiers. A student whose number was corrected is still found by the old one. */
class Directory {
  readonly #byNumber = new Map<string, Set<Entry>>()
  readonly #byEmail = new Map<string, Set<Entry>>()
  readonly #byName = new Map<string, Set<Entry>>()

  add(found: Entry, student: RosterStudent = found.student): void {
    if (student.number !== null) put(this.#byNumber, student.number.toLowerCase(), found)
    if (student.email !== null) put(this.#byEmail, student.email.toLowerCase(), found)
    put(this.#byName, nameKey(student), found)
  }

  /** Also indexes the identifiers of the merged entry. */
  addFormer(entry: Entry, former: RosterStudent): void {
    entry.former.push(former)
    this.add(entry, former)
  }

  find(said: Partial<RosterStudent>): Entry | Unsure | null {
    const numbered = at(this.#byNumber, said.number?.toLowerCase())
    const mailed = at(this.#byEmail, said.email?.toLowerCase())
    const sure = new Set([...numbered, ...mailed])
    if (sure.size > 1) return unsure('contradiction', sure)
    const [found] = sure
    if (found === undefined) return this.#findByName(said)
    const key = nameKey({ ...found.student, ...said })
    if (isNamed(found, key)) return found
    const others = [...at(this.#byName, key)].filter((entry) => entry !== found)
    // One e-mail address may be shared by two people of a family; a corrected name alone is an ordinary change.
    const isRelative = numbered.size === 0 && differ(found.student.number, said.number)
    const isStranger = mailed.size === 0 && !isAlike(found, said)
    return others.length > 0 || isRelative || isStranger ? unsure('contradiction', [found, ...others]) : found
  }

  /** How many students have this name. */
  countNamed(student: RosterStudent): number {
    return at(this.#byName, nameKey(student)).size
  }

  #findByName(said: Partial<RosterStudent>): Entry | Unsure | null {
    if (said.familyName === undefined) return null
    const key = nameKey({ familyName: said.familyName, givenName: said.givenName ?? '' })
    const namesakes = [...at(this.#byName, key)].filter(({ student }) => !differ(student.number, said.number))
    if (namesakes.length > 1 || namesakes.some(({ student }) => differ(student.email, said.email)))
      return unsure('ambiguous', namesakes)
    return namesakes[0] ?? null
  }
}

type Unsure = Pick<Extract<RosterLine, { outcome: 'unusable' }>, 'reason' | 'field' | 'people'>

const unsure = (reason: 'ambiguous' | 'contradiction', entries: Iterable<Entry>): Unsure => ({
  ...{ reason, field: null, people: [...entries].slice(0, 3).map(({ student }) => student) },
})

const isNamed = ({ student, former }: Entry, key: string) => [student, ...former].some((one) => nameKey(one) === key)

/** The names share a word, or the line has no name but the identifier in its place. */
function isAlike({ student, former }: Entry, said: Partial<RosterStudent>): boolean {
  const { familyName, givenName, number, email } = { ...student, ...said }
  const isStandIn = familyName === number || familyName === email
  return isStandIn || [student, ...former].some((one) => shareWord(one, { familyName, givenName }))
}

/** Both are known and differ; an equal number or e-mail address would have matched before. */
function differ(known: string | null, said: string | null | undefined): boolean {
  return known !== null && said !== null && said !== undefined
}

function put(index: Map<string, Set<Entry>>, key: string, entry: Entry): void {
  const entries = index.get(key) ?? new Set()
  index.set(key, entries.add(entry))
}

function at(index: Map<string, Set<Entry>>, key: string | undefined): ReadonlySet<Entry> {
  return (key === undefined ? undefined : index.get(key)) ?? new Set()
}

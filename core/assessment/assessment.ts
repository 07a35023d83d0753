/**
 * The final grade of one student, and its working. Everything is exact until the single rounding at the end.
 *
 * exams → (which one counts) → parts → (status or retake decides each mark, then its floor and ceiling) → weighted mean
 * of each group, bonus added → bounded to 0–20 → rounded once → jury points → decision and mention
 *
 * Rules follow French university charters: ABI (unjustified absence) may block the result (DEF), ABJ (justified) may
 * leave the mean to the other parts unless only marks of a team are left, a mark below its minimum (« note
 * éliminatoire ») is not compensated. With coefficients of zero or more, a better mark never gives a worse grade (tested).
 */

import { toMark } from '#core/points.ts'
import {
  add,
  compare,
  largest,
  multiply,
  type Rational,
  type RationalText,
  rational,
  rationalText,
  smallest,
  sum,
  toRational,
  zero,
} from '#core/rational.ts'
import { countedExams } from './counted-exam.ts'
import { decide, type GradeDecision, type MentionId } from './decision.ts'
import type {
  AbsenceStatus,
  AssessmentRules,
  Effect,
  Entry,
  Group,
  JuryPoints,
  MarkPart,
  Part,
  StudentMarks,
} from './rules.ts'
import { type Weighted, weightedMean } from './weighted-mean.ts'
import type { WorkingStep, WorkingTerm } from './working.ts'

/** Why a grade above the pass mark still does not validate. */
export type Failure = { readonly part: string; readonly reason: 'below_minimum' | 'not_compensated' }

export type AssessmentResult = { readonly working: readonly WorkingStep[] } & (
  | {
      readonly status: 'graded'
      /** Hundredths on 20. */
      readonly grade: number
      readonly exact: RationalText
      readonly decision: Exclude<GradeDecision, 'defaulted'>
      readonly mention: MentionId | null
      readonly failures: readonly Failure[]
    }
  | {
      readonly status: 'blocked'
      readonly decision: 'defaulted'
      readonly because: readonly { part: string; status: AbsenceStatus }[]
    }
  /** Ids of the parts without a mark; of the neutralised ones when nothing is left to compute from. */
  | { readonly status: 'missing'; readonly what: readonly string[] }
)

/** What is collected while the tree of parts is evaluated. */
type Ledger = {
  readonly rules: AssessmentRules
  readonly entries: StudentMarks['entries']
  readonly working: WorkingStep[]
  readonly because: { part: string; status: AbsenceStatus }[]
  readonly missing: string[]
  readonly neutral: string[]
  readonly failures: Failure[]
  /** Parts whose mark came from a retake that is not a first attempt. */
  readonly retaken: string[]
}

const best = 2000
const unknownYet: Entry = { status: 'present', mark: null, retake: null }

export function assess(rules: AssessmentRules, { entries, jury }: StudentMarks): AssessmentResult {
  const ledger: Ledger = {
    ...{ rules, entries, working: [], because: [], missing: [], neutral: [], failures: [], retaken: [] },
  }
  const mean = groupMark({ ...rules, name: '' }, ledger)
  requireIndividual(ledger)
  const { working, because, missing, neutral, failures, retaken } = ledger
  // A mean of the known marks alone would be taken for a grade.
  const unfinished = working.filter(({ kind }) => kind !== 'mean')
  if (because.length > 0) return { status: 'blocked', decision: 'defaulted', because, working: unfinished }
  if (missing.length > 0) return { status: 'missing', what: missing, working: unfinished }
  if (mean === null) return { status: 'missing', what: neutral, working: unfinished }
  const grade = withJury(roundOnce(mean, ledger), jury, ledger)
  // Whoever has sat a retake has no further one, whatever the session of the class.
  const session = retaken.length > 0 ? 'final' : rules.session
  const verdict = decide({ ...rules, session }, grade, failures.length > 0)
  return { status: 'graded', grade, exact: rationalText(mean), failures, working, ...verdict }
}

/** The marks as they were before any retake; null when the student has none. */
export function withoutRetakes({ entries, jury }: StudentMarks): StudentMarks | null {
  if (!Object.values(entries).some(({ retake }) => retake !== null)) return null
  const first = Object.entries(entries).map(([id, { exams, ...entry }]): [string, Entry] => [
    id,
    { ...entry, retake: null, exams: exams?.filter(({ session }) => session === 'first') },
  ])
  return { entries: Object.fromEntries(first), jury }
}

/** Blocks a result that would rest on the marks of a team alone because every individual component was left out. */
function requireIndividual({ rules, entries, because, missing, neutral, working }: Ledger): void {
  if (!rules.individualRequired) return
  const weighing = weighingParts(rules)
  const isTeam = ({ content }: MarkPart) => content.source.kind === 'project'
  const isLeftOut = ({ id }: MarkPart) => neutral.includes(id)
  const individual = weighing.filter((part) => !isTeam(part))
  const hasTeam = weighing.some((part) => isTeam(part) && !isLeftOut(part))
  if (because.length > 0 || !hasTeam || individual.length === 0 || !individual.every(isLeftOut)) return
  if (individual.some(({ id }) => missing.includes(id))) return
  because.push(...individual.map(({ id }) => ({ part: id, status: entries[id]?.status as AbsenceStatus })))
  working.push({ kind: 'individual_required' })
}

/** The components with a mark of their own that weigh in the grade: neither a bonus nor a coefficient of zero. */
function weighingParts({ parts }: Pick<Group, 'parts'>): MarkPart[] {
  return parts
    .filter(({ role, coefficient }) => role === 'weighted' && compare(toRational(coefficient), zero) > 0)
    .flatMap((part) => (part.content.kind === 'group' ? weighingParts(part.content) : [part as MarkPart]))
}

type TermInput = Weighted & { readonly part: Part }

/** Null when nothing in the group counts. */
function groupMark(group: Group & { readonly name: string }, ledger: Ledger): Rational | null {
  const counted = group.parts.flatMap((part): TermInput[] => {
    const mark = partMark(part, ledger)
    return mark === null ? [] : [{ part, mark, coefficient: toRational(part.coefficient) }]
  })
  const mean = weightedMean(
    counted.filter(({ part }) => part.role === 'weighted'),
    group.keep,
  )
  if (mean === null) return null
  for (const { part, mark } of mean.dropped)
    ledger.working.push({ kind: 'dropped', name: part.name, mark: rationalText(mark) })
  if (group.compensation === 'none') {
    for (const { part, mark } of mean.kept)
      requireLeast({ part, mark, least: ledger.rules.passMark, reason: 'not_compensated' }, ledger)
  }
  const added = counted.filter(({ part }) => part.role === 'added')
  const value = add(mean.value, sum(added.map(({ coefficient, mark }) => multiply(coefficient, mark))))
  ledger.working.push({
    kind: 'mean',
    name: group.name,
    terms: mean.kept.map(termOf),
    coefficients: rationalText(mean.coefficients),
    added: added.map(termOf),
    value: rationalText(value),
  })
  return value
}

function partMark(part: Part, ledger: Ledger): Rational | null {
  const mark =
    part.content.kind === 'group'
      ? bounded(part, groupMark({ ...part.content, name: part.name }, ledger), ledger)
      : entryMark(part as MarkPart, ledger)
  const least = part.minimum
  if (mark !== null && least !== null) requireLeast({ part, mark, least, reason: 'below_minimum' }, ledger)
  return mark
}

function entryMark(part: MarkPart, ledger: Ledger): Rational | null {
  const said = Object.hasOwn(ledger.entries, part.id) ? (ledger.entries[part.id] as Entry) : unknownYet
  const entry = readExams(part, said, ledger)
  // A bonus that was not earned is never missing and never blocks the grade.
  if (part.role === 'added' && (entry.status !== 'present' || entry.mark === null)) return null
  if (entry.retake !== null) {
    return bounded(part, retakeMark(part, { ...entry, retake: toRational(entry.retake) }, ledger), ledger)
  }
  if (entry.status === 'present') return bounded(part, presentMark(part, entry.mark, ledger), ledger)
  return absentMark(part, entry.status, ledger)
}

/** The entry with the marks of the exams that count, when it says which exams were sat. */
function readExams(part: MarkPart, entry: Entry, { rules, working }: Ledger): Entry {
  const { source } = part.content
  if (!entry.exams?.some(({ mark }) => mark !== null) || (source.kind !== 'exam' && source.kind !== 'exams'))
    return entry
  const { first, second, why } = countedExams(source, rules.retake, entry)
  const firsts = entry.exams.flatMap(({ examId, title, mark, session }) =>
    session === 'first' && mark !== null ? [{ examId, title, mark }] : [],
  )
  const others = firsts.filter(({ examId }) => examId !== first?.examId).map(({ title, mark }) => ({ title, mark }))
  if (entry.status === 'present') {
    if (why === 'undecided') working.push({ kind: 'undecided', name: part.name, exams: others })
    else if (first !== null && why !== 'none' && source.kind === 'exams')
      working.push({ kind: 'exam', name: part.name, title: first.title, mark: first.mark, why, others })
  }
  return { ...entry, mark: first?.mark ?? null, retake: second?.mark ?? entry.retake }
}

/** The mark within the floor and the ceiling of its part. */
function bounded(part: Part, mark: Rational | null, { working }: Ledger): Rational | null {
  if (mark === null) return null
  const { floor = null, ceiling = null } = part
  const step = (bound: 'floor' | 'ceiling', at: RationalText) => {
    working.push({ kind: 'bounded', name: part.name, bound, mark: rationalText(mark), at })
    return toRational(at)
  }
  if (floor !== null && compare(mark, toRational(floor)) < 0) return step('floor', floor)
  if (ceiling !== null && compare(mark, toRational(ceiling)) > 0) return step('ceiling', ceiling)
  return mark
}

function presentMark(part: Part, mark: RationalText | null, ledger: Ledger): Rational | null {
  if (mark !== null) return toRational(mark)
  ledger.missing.push(part.id)
  return null
}

function absentMark(part: Part, status: AbsenceStatus, ledger: Ledger): Rational | null {
  const effect = effectOf(part, status, ledger)
  ledger.working.push({ kind: 'status', name: part.name, status, effect })
  switch (effect) {
    case 'zero':
      return zero
    case 'neutralise':
      ledger.neutral.push(part.id)
      return null
    case 'block':
      ledger.because.push({ part: part.id, status })
      return null
  }
}

/**
 * After an absence the retake counts by itself, as a first attempt when the absence was not held against the student.
 * Null while the cap would decide and nobody has said whether the absence was justified, and while the first mark would
 * decide and is not known: not marked yet, or not chosen among several.
 */
function retakeMark(
  part: Part,
  entry: Omit<Entry, 'retake'> & { readonly retake: Rational },
  ledger: Ledger,
): Rational | null {
  const { retake } = ledger.rules
  const absence = entry.status === 'present' ? null : entry.status
  const excused = absence !== null && effectOf(part, absence, ledger) === 'neutralise'
  const first = absence === null && entry.mark !== null ? toRational(entry.mark) : null
  const cap = retake.kind === 'capped' && !excused ? toRational(retake.cap) : null
  const counted = cap === null ? entry.retake : smallest(entry.retake, cap)
  const isFirstAwaited = retake.kind !== 'last' && entry.exams?.some(({ session }) => session === 'first')
  if (absence === null && first === null && (isFirstAwaited || compare(counted, entry.retake) < 0)) {
    ledger.missing.push(part.id)
    return null
  }
  const kept = first === null || retake.kind === 'last' ? counted : largest(first, counted)
  if (!excused) ledger.retaken.push(part.id)
  ledger.working.push({
    ...{ kind: 'retake', name: part.name, policy: retake.kind, absence, excused },
    first: first && rationalText(first),
    retake: rationalText(entry.retake),
    cap: cap && rationalText(cap),
    kept: rationalText(kept),
  })
  return kept
}

type Requirement = {
  readonly part: Part
  readonly mark: Rational
  readonly least: RationalText
  readonly reason: Failure['reason']
}

/** Compares the exact mark: 6.996 does not reach 7 although it would be rounded to it. */
function requireLeast({ part, mark, least, reason }: Requirement, ledger: Ledger): void {
  if (compare(mark, toRational(least)) >= 0) return
  ledger.failures.push({ part: part.id, reason })
  ledger.working.push({ kind: reason, name: part.name, mark: rationalText(mark), least })
}

/** Rounds once and applies the bounds: a bonus does not go above 20, a malus not below 0. */
function roundOnce(exact: Rational, { rules, working }: Ledger): number {
  const { grain, direction } = rules.rounding
  const scale = { outOf: best, grain, rounding: direction, floor: 0, ceiling: best }
  // Never null, because the maximum is above zero.
  const grade = toMark(exact, rational(20n), scale) as number
  working.push({ kind: 'rounding', exact: rationalText(exact), grain, direction, grade })
  return grade
}

function withJury(grade: number, jury: JuryPoints | null, { working }: Ledger): number {
  if (jury === null) return grade
  const after = Math.min(Math.max(grade + jury.points, 0), best)
  working.push({ kind: 'jury', ...jury, grade: after })
  return after
}

function effectOf(part: Part, status: AbsenceStatus, { rules }: Ledger): Effect {
  return part.effects[status] ?? rules.effects[status]
}

function termOf({ part, coefficient, mark }: TermInput): WorkingTerm {
  const product = rationalText(multiply(coefficient, mark))
  return { name: part.name, coefficient: part.coefficient, mark: rationalText(mark), product }
}

/**
 * Whom an exam is for: the whole class, groups, a list of students, or a rule that reads the marks of the course. A rule
 * is worked out when a trainer asks, shown with its reasons, and kept as a list until they ask again.
 */
import { compare, type RationalText, toRational } from '#core/rational.ts'

export const audienceRules = ['to_retake', 'without_mark', 'justified_absence'] as const
export type AudienceRule = (typeof audienceRules)[number]

/** What a rule looks at: a component of the final sheet, or another exam. */
export type AudienceSource =
  | { readonly kind: 'component'; readonly component: string }
  | { readonly kind: 'exam'; readonly examId: string }

export type Audience =
  | { readonly kind: 'class' }
  | { readonly kind: 'groups'; readonly groups: readonly string[] }
  /** Each student chosen by hand. */
  | { readonly kind: 'list' }
  | { readonly kind: 'rule'; readonly rule: AudienceRule; readonly of: AudienceSource }

/** Why a student is in the audience. */
export type AudienceReason =
  | { readonly kind: 'group'; readonly group: string }
  | { readonly kind: 'chosen' }
  | { readonly kind: 'absent'; readonly status: 'abi' | 'abj' }
  /** On 20, exact. */
  | { readonly kind: 'below_pass_mark'; readonly mark: RationalText; readonly passMark: RationalText }
  | { readonly kind: 'no_mark' }

/** Where a student stands in what a rule looks at; marks on 20, exact, null when there is none. */
export type StudentStanding = {
  readonly studentId: string
  readonly absence: 'abi' | 'abj' | null
  readonly mark: RationalText | null
  /** The mark of a second session, if it took place. */
  readonly retake: RationalText | null
  /** The grade of the course calls this student to the second session. */
  readonly isCalled: boolean
}

export type AudienceFacts = {
  readonly students: readonly { readonly id: string; readonly group: string }[]
  /** For `list`. */
  readonly chosen: readonly string[]
  /** For `rule`. */
  readonly standings: readonly StudentStanding[]
  readonly passMark: RationalText
}

/** The people of an audience, in the order of the class, each with why they are in; null when it is everybody. */
export function peopleOf(audience: Audience, facts: AudienceFacts): Map<string, AudienceReason> | null {
  if (audience.kind === 'class') return null
  const reasonOf = reasonsFor(audience, facts)
  return new Map(
    facts.students.flatMap((student) => {
      const reason = reasonOf(student)
      return reason ? [[student.id, reason] as const] : []
    }),
  )
}

type Reasons = (student: AudienceFacts['students'][number]) => AudienceReason | null

function reasonsFor(audience: Exclude<Audience, { kind: 'class' }>, facts: AudienceFacts): Reasons {
  switch (audience.kind) {
    case 'groups':
      return ({ group }) => (audience.groups.includes(group) ? { kind: 'group', group } : null)
    case 'list':
      return ({ id }) => (facts.chosen.includes(id) ? { kind: 'chosen' } : null)
    case 'rule': {
      const standings = new Map(facts.standings.map((standing) => [standing.studentId, standing]))
      return ({ id }) => {
        const standing = standings.get(id)
        return standing ? reasonBy(audience.rule, standing, facts.passMark) : null
      }
    }
  }
}

/** A student who already sat a second session is in none of these. */
function reasonBy(rule: AudienceRule, standing: StudentStanding, passMark: RationalText): AudienceReason | null {
  const { absence, mark, retake, isCalled } = standing
  if (retake !== null) return null
  const absent: AudienceReason | null = absence !== null && mark === null ? { kind: 'absent', status: absence } : null
  switch (rule) {
    case 'justified_absence':
      return absence === 'abj' ? absent : null
    case 'without_mark':
      return mark === null ? (absent ?? { kind: 'no_mark' }) : null
    case 'to_retake': {
      if (absent) return absent
      const isBelow = mark !== null && compare(toRational(mark), toRational(passMark)) < 0
      return isCalled && isBelow ? { kind: 'below_pass_mark', mark, passMark } : null
    }
  }
}

export type AudienceChange = {
  readonly added: readonly string[]
  readonly removed: readonly string[]
  /** No longer in the audience, but their copy is started: they stay. */
  readonly staying: readonly string[]
}

type Listed = {
  readonly listed: readonly string[]
  readonly wanted: readonly string[]
  readonly started: readonly string[]
}

/** What an update would change: a student leaves only while their copy is not started. */
export function audienceChange({ listed, wanted, started }: Listed): AudienceChange {
  const gone = listed.filter((id) => !wanted.includes(id))
  return {
    added: wanted.filter((id) => !listed.includes(id)),
    removed: gone.filter((id) => !started.includes(id)),
    staying: gone.filter((id) => started.includes(id)),
  }
}

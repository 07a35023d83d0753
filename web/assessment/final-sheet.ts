import type { getFinalSheet } from '#contract/assessment/final-sheet.ts'
import type { Reply } from '#contract/endpoint.ts'
import { assess } from '#core/assessment/assessment.ts'
import type { AssessmentRules, Group } from '#core/assessment/rules.ts'
import { toNumber, toRational } from '#core/rational.ts'

export type FinalSheetView = Reply<typeof getFinalSheet>
export type SheetLine = FinalSheetView['lines'][number]
export type SheetEntry = SheetLine['entries'][number]
/** The share of each component in the grade, multiplied through its groups. */
export function componentSharesOf({ parts }: Pick<Group, 'parts'>, whole = 1): Map<string, number> {
  const weighted = parts.filter(({ role }) => role === 'weighted')
  const total = weighted.reduce((sum, { coefficient }) => sum + toNumber(toRational(coefficient)), 0)
  return new Map(
    weighted.flatMap((part) => {
      const share = total === 0 ? 0 : (whole * toNumber(toRational(part.coefficient))) / total
      return part.content.kind === 'group' ? [...componentSharesOf(part.content, share)] : [[part.id, share] as const]
    }),
  )
}

/** Computes a row with the server's rule from the displayed marks: for its working, and for a simulation. */
export function assessLine(rules: AssessmentRules, { entries, jury }: SheetLine) {
  return assess(rules, { entries: Object.fromEntries(entries.map((entry) => [entry.component, entry])), jury })
}

export const gradeOf = ({ result }: SheetLine): number | null => (result.status === 'graded' ? result.grade : null)
export const isWaiting = ({ result }: SheetLine): boolean => result.status === 'missing'
export const nameOf = ({ givenName, familyName }: Pick<SheetLine, 'givenName' | 'familyName'>) =>
  `${givenName} ${familyName}`

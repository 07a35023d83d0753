import type { getFinalSheet } from '#contract/assessment.ts'
import type { Reply } from '#contract/endpoint.ts'
import { assess } from '#core/assessment.ts'
import type { AssessmentRules, Group, Part, Source } from '#core/assessment-rules.ts'

export type Sheet = Reply<typeof getFinalSheet>
export type SheetLine = Sheet['lines'][number]
export type SheetEntry = SheetLine['entries'][number]
export type MarkPart = Part & { content: { kind: 'mark'; source: Source } }

/** The components that have marks of their own, in the order of the sheet. */
export function markParts({ parts }: Pick<Group, 'parts'>): MarkPart[] {
  return parts.flatMap((part) => (part.content.kind === 'group' ? markParts(part.content) : [part as MarkPart]))
}

/** The same rule as the server's, on the marks the sheet shows: for the working of a line, and for a trial. */
export function assessLine(rules: AssessmentRules, { entries }: SheetLine) {
  const marks = entries.map(({ component, status, mark }) => [component, { status, mark, retake: null }])
  return assess(rules, { entries: Object.fromEntries(marks), jury: null })
}

export const gradeOf = ({ result }: SheetLine): number | null => (result.status === 'graded' ? result.grade : null)
export const isWaiting = ({ result }: SheetLine): boolean => result.status === 'missing'
export const nameOf = ({ givenName, familyName }: Pick<SheetLine, 'givenName' | 'familyName'>) =>
  `${givenName} ${familyName}`

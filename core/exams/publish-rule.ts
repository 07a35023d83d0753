import type { LintSeverity } from '#core/questions/lint/codes.ts'

/** What holds an exam back from publication: nothing, an error of a question, or a warning without a reason too. */
export const publishRules = ['off', 'errors', 'warnings'] as const
export type PublishRule = (typeof publishRules)[number]

type Remark = {
  readonly severity: LintSeverity
  /** The reason its author gave for leaving it; null: none. An error has none. */
  readonly allowed: string | null
}

/** Whether an exam with this remark waits under this rule. */
export function holdsBack(rule: PublishRule, { severity, allowed }: Remark): boolean {
  switch (rule) {
    case 'off':
      return false
    case 'errors':
      return severity === 'error'
    case 'warnings':
      return severity === 'error' || (severity === 'warning' && allowed === null)
  }
}

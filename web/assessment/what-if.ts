import type { RulesView } from '#contract/assessment/rules.ts'
import { decisionOf } from '#core/assessment/decision.ts'
import { markParts } from '#core/assessment/rules.ts'
import { centreOf, hundredthsOf } from './exact.ts'
import { assessLine, type FinalSheetView, gradeOf, type SheetLine } from './final-sheet.ts'
import { isUsable, sourceValue } from './rules-draft.ts'

export type Trial = {
  /** The rows whose grade changes, the largest difference first. */
  changed: { line: SheetLine; before: number; after: number }[]
  total: number
  meanBefore: number
  meanAfter: number
  /** The number of students who would fall below the pass mark, and of those who would reach it. */
  fall: number
  rise: number
  /** The number of students who would no longer have a result. */
  lost: number
  /** The number of students whose decision changes while their grade stays on its side of the pass mark. */
  decided: number
}

/** Null when the trial cannot be computed: incomplete rules, or marks that are not on the sheet. */
export const trialOf = (sheet: FinalSheetView, rules: RulesView): Trial | null =>
  isUsable(rules) && countsSameMarks(sheet, rules) ? tryRules(sheet, rules) : null

/** The sheet under other rules, computed in the browser with the server's rule and not saved. */
function tryRules({ lines, rules: today }: FinalSheetView, rules: RulesView): Trial {
  const pass = hundredthsOf(today.passMark)
  const both = lines.flatMap((line) => {
    const before = gradeOf(line)
    const result = assessLine(rules, line)
    return before === null || result.status !== 'graded'
      ? []
      : [{ line, before, after: result.grade, decision: result.decision }]
  })
  const changed = both
    .filter(({ before, after }) => before !== after)
    .toSorted((a, b) => Math.abs(b.after - b.before) - Math.abs(a.after - a.before))
  return {
    changed,
    total: both.length,
    meanBefore: centreOf(both.map(({ before }) => before))?.mean ?? 0,
    meanAfter: centreOf(both.map(({ after }) => after))?.mean ?? 0,
    fall: both.filter(({ before, after }) => before >= pass && after < pass).length,
    lost: lines.filter((line) => gradeOf(line) !== null && assessLine(rules, line).status === 'blocked').length,
    decided: both.filter(({ line, before, after, decision }) => {
      const wasValidated = decisionOf(line.result) === 'validated'
      return wasValidated !== (decision === 'validated') && before >= pass === after >= pass
    }).length,
    rise: both.filter(({ before, after }) => before < pass && after >= pass).length,
  }
}

/** Whether the sheet has every mark these rules count: those of another exam or project are only on the server. */
function countsSameMarks({ rules: today }: FinalSheetView, rules: RulesView): boolean {
  const known = new Map(markParts(today).map((part) => [part.id, sourceValue(part)]))
  return markParts(rules).every((part) => known.get(part.id) === sourceValue(part))
}

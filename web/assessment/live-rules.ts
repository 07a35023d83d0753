import type { RulesView } from '#contract/assessment/rules.ts'
import { assess, withoutRetakes } from '#core/assessment/assessment.ts'
import type { Part } from '#core/assessment/rules.ts'
import { assessLine, type FinalSheetView, type SheetLine } from './final-sheet.ts'

/** The rules with another coefficient of one component, wherever it is in the tree. */
export function withCoefficient(rules: RulesView, id: string, coefficient: string): RulesView {
  return { ...rules, parts: rules.parts.map((part) => changed(part, id, coefficient)) }
}

function changed(part: Part, id: string, coefficient: string): Part {
  const next = part.id === id ? { ...part, coefficient } : part
  if (next.content.kind !== 'group') return next
  const parts = next.content.parts.map((inner) => changed(inner, id, coefficient))
  return { ...next, content: { ...next.content, parts } }
}

/** The sheet as these rules would make it, worked out in the browser with the rule of the server; nothing is saved. */
export function sheetUnder(sheet: FinalSheetView, rules: RulesView): FinalSheetView {
  return { ...sheet, rules, lines: sheet.lines.map((line) => lineUnder(line, rules)) }
}

function lineUnder(line: SheetLine, rules: RulesView): SheetLine {
  const said = { entries: Object.fromEntries(line.entries.map((entry) => [entry.component, entry])), jury: line.jury }
  const before = withoutRetakes(said)
  return {
    ...line,
    result: resultOf(assessLine(rules, line)),
    before: before && resultOf(assess(rules, before)),
  }
}

function resultOf(result: ReturnType<typeof assess>): SheetLine['result'] {
  switch (result.status) {
    case 'graded': {
      const { status, grade, exact, decision, mention } = result
      return { status, grade, exact, decision, mention }
    }
    case 'blocked':
      return { status: 'blocked', because: result.because.map((one) => ({ ...one })) }
    case 'missing':
      return { status: 'missing', what: [...result.what] }
  }
}

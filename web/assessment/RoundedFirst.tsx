import type { RulesView } from '#contract/assessment/rules.ts'
import { examsOfParts } from '#core/assessment/exams-of-rules.ts'
import { markParts } from '#core/assessment/rules.ts'
import { useText } from '#web/text/text.tsx'
import { Notice } from '#web/ui/Notice.tsx'
import { assessLine, type FinalSheetView, type SheetLine } from './final-sheet.ts'
import { isUsable } from './rules-draft.ts'

type Props = { sheet: FinalSheetView; rules: RulesView }

/** The components whose exam rounds its marks before they are weighed, and how many grades that changes today. */
export function RoundedFirst({ sheet, rules }: Props) {
  const { t, has } = useText()
  const ofParts = examsOfParts(rules, sheet.sources.exams)
  const grainOf = new Map(sheet.sources.exams.map(({ id, grain }) => [id, grain]))
  const rounded = markParts(rules).flatMap(({ id, name }) => {
    const { first = [], second = [] } = ofParts.get(id) ?? {}
    const grain = Math.max(0, ...[...first, ...second].map((exam) => grainOf.get(exam) ?? 0))
    const count = isUsable(rules) ? changedBy(sheet.lines, { rules, component: id }) : 0
    return grain > 1 || count > 0 ? [{ id, name, grain: `assessment.student.grains.g${grain}`, count }] : []
  })
  if (rounded.length === 0) return null
  return (
    <Notice>
      {rounded.map(({ id, name, grain, count }) => (
        <p key={id}>
          {t('assessment.rules.roundedFirst', { component: name, grain: has(grain) ? t(grain) : '', count })}
        </p>
      ))}
    </Notice>
  )
}

/** How many grades would differ if the marks of this component were weighed as they were before their rounding. */
function changedBy(lines: readonly SheetLine[], { rules, component }: { rules: RulesView; component: string }) {
  const exactly = (line: SheetLine): SheetLine => ({
    ...line,
    entries: line.entries.map((entry) =>
      entry.component === component
        ? { ...entry, exams: entry.exams.map((exam) => ({ ...exam, mark: exam.exact ?? exam.mark })) }
        : entry,
    ),
  })
  return lines.filter((line) => {
    if (!line.entries.some((entry) => entry.component === component && entry.exams.some(({ exact }) => exact !== null)))
      return false
    const [now, then] = [assessLine(rules, line), assessLine(rules, exactly(line))]
    return now.status === 'graded' && then.status === 'graded' && now.grade !== then.grade
  }).length
}

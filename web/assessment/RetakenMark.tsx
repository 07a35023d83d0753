import type { AssessmentRules, MarkPart } from '#core/assessment/rules.ts'
import { compare, toRational } from '#core/rational.ts'
import { useText } from '#web/text/text.tsx'
import { hundredthsOf } from './exact.ts'
import { assessLine, type SheetEntry, type SheetLine } from './final-sheet.ts'

type Props = { entry: SheetEntry; line: SheetLine; part: MarkPart; rules: AssessmentRules }

/** « ~~3,75~~ 14,00 »: the mark that no longer counts, struck out, then the one that does; in words for who listens. */
export function RetakenMark({ entry, line, part, rules }: Props) {
  const { t, mark } = useText()
  const shown = (exact: string) => mark(hundredthsOf(exact))
  const first =
    entry.status !== 'present'
      ? t(`assessment.statusShort.${entry.status}`)
      : entry.mark === null
        ? null
        : shown(entry.mark)
  const retake = entry.retake ?? ''
  const step = assessLine(rules, line).working.find((one) => one.kind === 'retake' && one.name === part.name)
  const kept = step?.kind === 'retake' ? step.kept : retake
  const isFirstKept =
    entry.status === 'present' && entry.mark !== null && compare(toRational(kept), toRational(entry.mark)) === 0
  const struck = isFirstKept ? shown(retake) : first
  const words = t('assessment.cell.retaken', {
    first: first ?? '–',
    retake: shown(retake),
    kept: shown(kept),
  })
  return (
    <span className="retaken">
      <span aria-hidden="true">
        {struck !== null && <s className="muted">{struck}</s>} {shown(kept)}
      </span>
      <span className="vh">{words}</span>
    </span>
  )
}

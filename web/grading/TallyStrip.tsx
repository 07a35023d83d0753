import { useText } from '#web/text/text.tsx'

type Props = { right: number; partial: number; wrong: number; total: number }

const height = 12

/**
 * One bar per question: solid for right, half-tone for partial, hollow for wrong, empty for blank. Also described in
 * words.
 */
export function TallyStrip({ right, partial, wrong, total }: Props) {
  const { t } = useText()
  const step = Math.min(5.5, 110 / Math.max(total, 1))
  const width = Math.max(1, step - 1.6)
  const kinds = [
    ...Array.from({ length: right }, () => 'right'),
    ...Array.from({ length: partial }, () => 'partial'),
    ...Array.from({ length: wrong }, () => 'wrong'),
  ]
  return (
    <>
      <svg className="strip" viewBox={`0 0 110 ${height}`} aria-hidden="true">
        {kinds.map((kind, rank) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a mark of the strip has no other name than its rank
          <rect key={rank} className={`strip__${kind}`} x={0.5 + rank * step} y="1" width={width} height={height - 2} />
        ))}
      </svg>
      <span className="vh">{t('grading.table.answersText', { right, partial, wrong })}</span>
    </>
  )
}

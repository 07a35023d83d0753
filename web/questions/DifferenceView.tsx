import { useText } from '#web/text/text.tsx'
import './difference.css'

type DifferenceLine = { kind: 'same' | 'removed' | 'added'; text: string }
type Props = { lines: readonly DifferenceLine[]; label: string; removed?: string; added?: string }

/** The number of unchanged lines displayed around a change. */
const around = 2

/** A line-by-line comparison of two texts; additions and removals are also named for screen readers. */
export function DifferenceView({ lines, label, removed, added }: Props) {
  const { t } = useText()
  const words = {
    removed: removed ?? t('questions.difference.removed'),
    added: added ?? t('questions.difference.added'),
  }
  return (
    <section className="difference" aria-label={label}>
      <ol>
        {folded(lines).map((line) =>
          line.kind === 'folded' ? (
            <li key={line.at} className="difference__folded">
              {t('questions.difference.same', { count: line.count })}
            </li>
          ) : (
            <li key={line.at} data-kind={line.kind}>
              {line.kind === 'same' && <span>{line.text}</span>}
              {line.kind === 'removed' && (
                <del>
                  <span className="vh">{words.removed} </span>
                  {line.text}
                </del>
              )}
              {line.kind === 'added' && (
                <ins>
                  <span className="vh">{words.added} </span>
                  {line.text}
                </ins>
              )}
            </li>
          ),
        )}
      </ol>
    </section>
  )
}

type ShownLine = (DifferenceLine & { at: number }) | { kind: 'folded'; at: number; count: number }

function folded(lines: readonly DifferenceLine[]): ShownLine[] {
  const isNear = (at: number) =>
    lines.slice(Math.max(0, at - around), at + around + 1).some(({ kind }) => kind !== 'same')
  const shown: ShownLine[] = []
  for (const [at, line] of lines.entries()) {
    const last = shown.at(-1)
    if (line.kind !== 'same' || isNear(at)) shown.push({ ...line, at })
    else if (last?.kind === 'folded') last.count += 1
    else shown.push({ kind: 'folded', at, count: 1 })
  }
  return shown
}

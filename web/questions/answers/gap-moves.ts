import { gapsOf, withGaps } from '#core/questions/parts.ts'
import { type GapDraft, newGap } from './first-answers.ts'

/** A text with gaps being written, and the options of each gap: `[[1]]` is the first. */
export type Gapped = { stem: string; gaps: readonly GapDraft[] }

/** The gaps as the text has them: those it names for the first time are added, none is dropped. */
export function gapsFor(stem: string, gaps: readonly GapDraft[], most: number): readonly GapDraft[] {
  const named = gapsOf(stem).map(Number)
  const count = Math.min(most, Math.max(gaps.length, ...named.filter((n) => n <= gaps.length + 1)))
  return count === gaps.length ? gaps : gapsFor(stem, [...gaps, newGap()], most)
}

/** A gap in place of what is selected, which becomes its right option; gaps are numbered in the order of the text. */
export function withGapAt({ stem, gaps }: Gapped, { from, to }: { from: number; to: number }): Gapped {
  const id = `${gaps.length + 1}`
  return inOrder({
    stem: `${stem.slice(0, from)}[[${id}]]${stem.slice(to)}`,
    gaps: [...gaps, newGap(stem.slice(from, to).trim())],
  })
}

/** Without this gap: its right option stands in its place again. */
export function withoutGap({ stem, gaps }: Gapped, rank: number): Gapped {
  const right = gaps[rank]?.options.find(({ correct }) => correct)?.text ?? ''
  const renamed = withGaps(stem, (id) => {
    const n = Number(id)
    if (n === rank + 1) return right
    return `[[${n > rank + 1 ? n - 1 : n}]]`
  })
  return { stem: renamed, gaps: gaps.filter((_, place) => place !== rank) }
}

function inOrder({ stem, gaps }: Gapped): Gapped {
  const order = [...new Set([...gapsOf(stem), ...gaps.map((_, rank) => `${rank + 1}`)])]
  return {
    stem: withGaps(stem, (id) => `[[${order.indexOf(id) + 1}]]`),
    gaps: order.flatMap((id) => gaps[Number(id) - 1] ?? []),
  }
}

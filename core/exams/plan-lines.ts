/** How a plan changes when one section asks for more or fewer questions, or when all of them are shared out again. */
import { type Difficulty, difficulties } from '#core/questions/question.ts'
import type { BlueprintLine } from './draw.ts'

/** How many exam questions a section has, of each difficulty. */
export type SectionCounts = Readonly<Record<Difficulty, number>>

/** How many questions the lines of one section ask for. */
export const askedOfSection = (lines: readonly BlueprintLine[], section: string): number =>
  lines.reduce((sum, line) => (line.section === section ? sum + line.count : sum), 0)

/**
 * The plan in which this section asks for `count` questions, one question at a time: a line that the bank can still
 * fill gains it, the one that asks least first; the one that asks most loses it. Lines of other sections stay.
 */
export function withSectionCount<Line extends BlueprintLine>(
  lines: readonly Line[],
  { section, count, has }: { section: string; count: number; has: SectionCounts },
): (Line | { section: string; count: number })[] {
  let next: (Line | { section: string; count: number })[] = [...lines]
  const own = () => next.filter((line) => line.section === section)
  while (askedOfSection(next, section) < count) {
    const able = own().filter((line) => line.count < roomFor(line, has))
    const chosen = leastOf(able.length > 0 ? able : own())
    if (!chosen) next = [...next, { section, count: 1 }]
    else next = next.map((line) => (line === chosen ? resized(line, line.count + 1) : line))
  }
  while (askedOfSection(next, section) > Math.max(0, count)) {
    const chosen = mostOf(own())
    next = next.flatMap((line) => {
      if (line !== chosen) return [line]
      return line.count > 1 ? [resized(line, line.count - 1)] : []
    })
  }
  return next
}

/** A pool no larger than the number of questions drawn from it is none. */
export function resized<Line extends BlueprintLine>(line: Line, count: number): Line {
  const { pool, ...rest } = line
  return { ...rest, count, ...(pool !== undefined && pool > count ? { pool } : {}) } as Line
}

function roomFor({ difficulty }: BlueprintLine, has: SectionCounts): number {
  return difficulty ? has[difficulty] : difficulties.reduce((sum, one) => sum + has[one], 0)
}

const leastOf = <Line extends BlueprintLine>(lines: readonly Line[]) =>
  lines.reduce<Line | undefined>((least, line) => (least && least.count <= line.count ? least : line), undefined)

const mostOf = <Line extends BlueprintLine>(lines: readonly Line[]) =>
  lines.reduce<Line | undefined>((most, line) => (most && most.count > line.count ? most : line), undefined)

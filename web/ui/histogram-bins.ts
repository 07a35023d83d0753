export type Bin = { from: number; to: number; count: number }

/** One bin per point from 0 to 20; the last one includes 20. */
export function binsOf(marks: readonly number[]): Bin[] {
  const bins = Array.from({ length: 20 }, (_, from) => ({ from, to: from + 1, count: 0 }))
  for (const mark of marks) {
    const bin = bins[Math.min(19, Math.max(0, Math.floor(mark / 100)))]
    if (bin) bin.count += 1
  }
  return bins
}

/** The height of the top of each brick of a bin. */
export function bricksOf(bin: Bin, brick: number): number[] {
  return Array.from({ length: bin.count }, (_, floor) => brick * (floor + 1))
}

/** What changed between two versions of a text, line by line (longest common subsequence). */
export type DifferenceLine = { readonly kind: 'same' | 'removed' | 'added'; readonly text: string }

export function differenceOf(before: string, after: string): DifferenceLine[] {
  const [old, fresh] = [before.split('\n'), after.split('\n')]
  const common = commonLengths(old, fresh)
  const lines: DifferenceLine[] = []
  let [i, j] = [0, 0]
  while (i < old.length && j < fresh.length) {
    const [row, next] = [common[i] as number[], common[i + 1] as number[]]
    if (old[i] === fresh[j]) {
      lines.push({ kind: 'same', text: old[i] as string })
      i += 1
      j += 1
    } else if ((next[j] as number) >= (row[j + 1] as number)) {
      lines.push({ kind: 'removed', text: old[i] as string })
      i += 1
    } else {
      lines.push({ kind: 'added', text: fresh[j] as string })
      j += 1
    }
  }
  const removed = old.slice(i).map((text) => ({ kind: 'removed' as const, text }))
  return [...lines, ...removed, ...fresh.slice(j).map((text) => ({ kind: 'added' as const, text }))]
}

/** Length of the common subsequence of both remainders, for each pair of lines. */
function commonLengths(old: readonly string[], fresh: readonly string[]): number[][] {
  const table = Array.from({ length: old.length + 1 }, () => new Array<number>(fresh.length + 1).fill(0))
  for (let i = old.length - 1; i >= 0; i -= 1) {
    const [row, next] = [table[i] as number[], table[i + 1] as number[]]
    for (let j = fresh.length - 1; j >= 0; j -= 1) {
      row[j] = old[i] === fresh[j] ? (next[j + 1] as number) + 1 : Math.max(next[j] as number, row[j + 1] as number)
    }
  }
  return table
}

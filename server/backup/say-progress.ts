import type { Progress } from './write-backup.ts'

const everyMs = 2_000

/** A line per table that is done, and how far a long one is; on the error output, which a pipe does not take. */
export function sayProgress(): Progress {
  let spoke = performance.now()
  return ({ table, rows, isDone }) => {
    if (!isDone && performance.now() - spoke < everyMs) return
    spoke = performance.now()
    if (isDone && rows === 0) return
    console.error(`  ${isDone ? '✓' : '…'} ${table.padEnd(18)} ${rows.toLocaleString('fr-FR')}`)
  }
}

import type { Progress } from './write-backup.ts'

const everyMs = 2_000

/** Reports each finished table, and the progress of a long one; on stderr, since stdout may be a pipe. */
export function sayProgress(): Progress {
  let spoke = performance.now()
  return ({ table, rows, isDone }) => {
    if (!isDone && performance.now() - spoke < everyMs) return
    spoke = performance.now()
    if (isDone && rows === 0) return
    console.error(`  ${isDone ? '✓' : '…'} ${table.padEnd(18)} ${rows.toLocaleString('fr-FR')}`)
  }
}

import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { projectRoot } from './project-root.ts'

/**
 * The build that runs: another one may work figures out in another way. The entry names the pieces it is made of by
 * their hash. Run from its sources, it is new each time.
 */
export const buildMark = import.meta.url.endsWith('.ts')
  ? `${process.pid} ${performance.timeOrigin}`
  : createHash('sha256')
      .update(readFileSync(join(projectRoot, 'dist/server/main.js')))
      .digest('hex')

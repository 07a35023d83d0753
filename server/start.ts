import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { build } from './build.ts'
import { endWithNpm } from './end-with-npm.ts'
import { CannotStart } from './platform/cannot-start.ts'
import { projectRoot } from './platform/project-root.ts'

// npm start: builds what is missing, then becomes the server, so that Ctrl-C and signals reach it directly.
process.env['NODE_ENV'] ??= 'production'
try {
  await build()
} catch (error) {
  console.error(error instanceof CannotStart ? `\n${error.message}\n` : error)
  process.exit(1)
}
endWithNpm()
await import(pathToFileURL(join(projectRoot, 'dist/server/main.js')).href)

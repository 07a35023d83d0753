import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { build } from './build.ts'
import { CannotStart } from './platform/cannot-start.ts'
import { projectRoot } from './platform/project-root.ts'

// npm start: builds what must be, then becomes the server, so that Ctrl-C and signals reach it directly.
process.env['NODE_ENV'] ??= 'production'
try {
  await build()
} catch (error) {
  console.error(error instanceof CannotStart ? `\n${error.message}\n` : error)
  process.exit(1)
}
endWithNpm()
await import(pathToFileURL(join(projectRoot, 'dist/server/main.js')).href)

/** Killing npm kills the shell between it and us, which does not pass the signal on: we would keep the port for ever. */
function endWithNpm() {
  if (!process.env['npm_lifecycle_event']) return
  const parent = process.ppid
  setInterval(() => {
    if (process.ppid !== parent) process.kill(process.pid, 'SIGTERM')
  }, 500).unref()
}

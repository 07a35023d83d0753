import { spawn } from 'node:child_process'
import { buildClient } from './build.ts'
import { projectRoot } from './platform/project-root.ts'

// npm run dev: the server restarts and the pages reload as files change; both end together.
await buildClient()

const pages = 'http://127.0.0.1:5173'
const children = [
  // Requests come through the pages' server: its address is the one people use.
  run(['node_modules/tsx/dist/cli.mjs', 'watch', '--clear-screen=false', 'server/main.ts'], { PUBLIC_URL: pages }),
  run(['node_modules/vite/bin/vite.js', '--config', 'web/vite.config.ts', '--clearScreen', 'false']),
]

// Told twice to end, tsx kills the server before it has closed its database: each signal is passed on once, and Ctrl-C,
// which the terminal sends to all of us, not at all.
let ending = false
process.on('SIGINT', () => {
  ending = true
})
process.on('SIGTERM', end)
for (const child of children) child.once('exit', end)

function run(args: string[], env: NodeJS.ProcessEnv = {}) {
  const all = { ...process.env, ...env, NODE_ENV: 'development' }
  return spawn(process.execPath, args, { cwd: projectRoot, stdio: 'inherit', env: all })
}

function end() {
  if (ending) return
  ending = true
  for (const child of children) child.kill('SIGTERM')
}

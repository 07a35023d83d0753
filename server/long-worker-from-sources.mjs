import { register } from 'tsx/esm/api'

// For development and tests: a thread does not inherit the loader that lets Node 20 read TypeScript.
register()
await import('./long-worker.ts')

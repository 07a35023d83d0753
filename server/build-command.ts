import { build } from './build.ts'
import { CannotStart } from './platform/cannot-start.ts'

// npm run build
try {
  await build()
  console.log('  dist/ est à jour · dist/ is up to date')
} catch (error) {
  console.error(error instanceof CannotStart ? `\n${error.message}\n` : error)
  process.exit(1)
}

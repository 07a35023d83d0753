import { CannotStart } from '../platform/cannot-start.ts'

/** A command that says what went wrong in a sentence, and ends with it. */
export async function runCommand(work: () => Promise<void>) {
  try {
    await work()
  } catch (error) {
    console.error(error instanceof CannotStart ? `\n${error.message}\n` : error)
    process.exitCode = 1
  }
}

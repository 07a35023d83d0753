import { CannotStart } from '../platform/cannot-start.ts'

/** Runs a command, and reports an error as a sentence with a failing exit code. */
export async function runCommand(work: () => Promise<void>) {
  try {
    await work()
  } catch (error) {
    console.error(error instanceof CannotStart ? `\n${error.message}\n` : error)
    process.exitCode = 1
  }
}

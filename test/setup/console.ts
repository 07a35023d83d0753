import { afterEach, beforeEach } from 'vitest'

// React, Node and libraries report programming errors on console.error: tests treat them as failures.
const box = globalThis as { baremeConsole?: { lines: string[]; expected: boolean } }

/** Pages talk to a real server and load their parts here: both come when they come, outside what a test can wrap. */
const ofAct = /not wrapped in act\(|suspended inside an `act` scope/

beforeEach(() => {
  box.baremeConsole = { lines: [], expected: false }
  console.error = (...parts: unknown[]) => {
    if (typeof parts[0] === 'string' && ofAct.test(parts[0])) return
    box.baremeConsole?.lines.push(parts.map(String).join(' '))
  }
})

afterEach(() => {
  const { lines, expected } = box.baremeConsole ?? { lines: [], expected: false }
  if (lines.length > 0 && !expected) throw new Error(`console.error was called:\n${lines.join('\n')}`)
})

/** Declares that this test causes errors on the console; returns those logged so far. */
export function expectConsoleError() {
  if (box.baremeConsole) box.baremeConsole.expected = true
  return box.baremeConsole?.lines ?? []
}

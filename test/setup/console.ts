import { afterEach, beforeEach } from 'vitest'

// React, Node and libraries report broken promises between them and us on console.error: in a test that is a failure.
const box = globalThis as { baremeConsole?: { lines: string[]; expected: boolean } }

beforeEach(() => {
  box.baremeConsole = { lines: [], expected: false }
  console.error = (...parts: unknown[]) => {
    box.baremeConsole?.lines.push(parts.map(String).join(' '))
  }
})

afterEach(() => {
  const { lines, expected } = box.baremeConsole ?? { lines: [], expected: false }
  if (lines.length > 0 && !expected) throw new Error(`console.error was called:\n${lines.join('\n')}`)
})

/** Says that this test makes something complain; returns what was said so far. */
export function expectConsoleError() {
  if (box.baremeConsole) box.baremeConsole.expected = true
  return box.baremeConsole?.lines ?? []
}

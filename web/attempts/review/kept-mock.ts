/** A mock exam under way and its answers, kept in this tab, so that reloading the page loses neither. */
export type KeptMock = { sealed: string; answers: Record<string, string[]> }

const name = 'bareme-mock-exam'

export function readMock(): KeptMock | null {
  try {
    const text = sessionStorage.getItem(name)
    return text === null ? null : (JSON.parse(text) as KeptMock)
  } catch {
    return null
  }
}

/** null once it is handed in. When storage is full or forbidden, it is not kept. */
export function keepMock(mock: KeptMock | null) {
  try {
    if (mock) sessionStorage.setItem(name, JSON.stringify(mock))
    else sessionStorage.removeItem(name)
  } catch {}
}

const key = 'bareme.join-code'

/** The code of the exam, for as long as the tab: signing in again asks for one code less. Never the personal code. */
export function keptJoinCode(): string {
  try {
    return sessionStorage.getItem(key) ?? ''
  } catch {
    return ''
  }
}

export function keepJoinCode(code: string): void {
  try {
    sessionStorage.setItem(key, code)
  } catch {
    // It will have to be typed again.
  }
}

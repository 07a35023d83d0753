const key = 'bareme.join-code'

/**
 * The code of the exam, kept for the tab so that signing in again asks only for the personal code, which is never kept.
 */
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
    // Storage refused: the code has to be typed again.
  }
}

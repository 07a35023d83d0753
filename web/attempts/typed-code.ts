/** What somebody types, as it is printed: capitals, cut in the middle. `abcdefgh` → `ABCD-EFGH`. */
export function shownCode(typed: string, length: number): string {
  const code = bareCode(typed).slice(0, length)
  const half = length / 2
  return code.length > half ? `${code.slice(0, half)}-${code.slice(half)}` : code
}

export function bareCode(typed: string): string {
  return typed
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[^A-Z0-9]/g, '')
}

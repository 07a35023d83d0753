/** A code for a person or a team whose name is hidden: short enough to be spoken, and always the same for one id. */
export function pseudonymOf(id: string): string {
  const hex = id.replace(/[^0-9a-f]/gi, '').slice(0, 8)
  let rest = Number.parseInt(hex, 16)
  let code = ''
  while (code.length < 6) {
    code += letters[rest % letters.length]
    rest = Math.floor(rest / letters.length)
  }
  return `${code.slice(0, 3)}-${code.slice(3)}`
}

/** No look-alikes: no I, L, O, U, 0 or 1. */
const letters = '23456789ABCDEFGHJKMNPQRSTVWXYZ'

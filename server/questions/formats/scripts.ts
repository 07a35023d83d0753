/** Superscripts and subscripts of other tools, as Unicode characters or TeX (docs/decisions/0025). */

const raised = table('0123456789+-−=()abcdefghijklmnoprstuvwxyz', '⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻ')
const lowered = table('0123456789+-−=()aehijklmnoprstuvx', '₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ')

function table(signs: string, forms: string): ReadonlyMap<string, string> {
  const all = [...forms]
  return new Map([...signs].map((sign, index) => [sign, all[index] ?? sign]))
}

export type Script = 'sup' | 'sub'

/** `10` as superscript is `¹⁰`; null when Unicode lacks a character. */
export function scriptOf(text: string, script: Script): string | null {
  const forms = script === 'sup' ? raised : lowered
  const signs = [...text.replace(/\s+/g, '')].map((sign) => forms.get(sign))
  return signs.includes(undefined) ? null : signs.join('')
}

/** As TeX, for characters that Unicode lacks. */
export const scriptTex = (text: string, script: Script): string =>
  `${script === 'sup' ? '^' : '_'}{\\text{${text.trim().replace(/[\\{}$&#%_^~]/g, (sign) => escaped[sign] ?? `\\${sign}`)}}}`

const escaped: Readonly<Record<string, string>> = {
  '\\': '\\textbackslash{}',
  '^': '\\textasciicircum{}',
  '~': '\\textasciitilde{}',
}

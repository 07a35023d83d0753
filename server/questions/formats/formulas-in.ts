/** The position of a formula in a text, and its TeX. */
export type FormulaSpan = { readonly start: number; readonly end: number; readonly tex: string }

const closings: Readonly<Record<string, string>> = { '\\(': '\\)', '\\[': '\\]' }

/** `$$x$$`, `\(x\)` and `\[x\]`: how Moodle and Canvas write TeX in a text. One pass, from left to right. */
export function formulasIn(text: string): FormulaSpan[] {
  const spans: FormulaSpan[] = []
  const endless = new Set<string>()
  const beginning = /\$\$|\\[([]/g
  for (let match = beginning.exec(text); match; match = beginning.exec(text)) {
    const [opening] = match
    const start = match.index
    const close = endless.has(opening) ? null : closeOf(text, opening, start)
    if (close === null) endless.add(opening)
    if (!close) {
      beginning.lastIndex = start + 1
      continue
    }
    spans.push({ start, end: close + 2, tex: text.slice(start + 2, close).trim() })
    beginning.lastIndex = close + 2
  }
  return spans
}

/** Position of its end; 0 when this one is not closed, null when no later one can be either. */
function closeOf(text: string, opening: string, start: number): number | null {
  const closing = closings[opening]
  if (closing) {
    const at = text.indexOf(closing, start + 3)
    return at === -1 ? null : at
  }
  const at = text.indexOf('$', start + 2)
  if (at === -1) return null
  return at > start + 2 && text[at + 1] === '$' ? at : 0
}

/** Formulas and the text between them, in order, without empty parts. */
export function splitFormulas(text: string): ({ tex: string } | { text: string })[] {
  const parts: ({ tex: string } | { text: string })[] = []
  let from = 0
  for (const { start, end, tex } of formulasIn(text)) {
    if (start > from) parts.push({ text: text.slice(from, start) })
    parts.push({ tex })
    from = end
  }
  return from < text.length ? [...parts, { text: text.slice(from) }] : parts
}

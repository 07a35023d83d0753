/** An identifier from a text: `Où est l’image ?` → `ou-est-l-image`; `otherwise` when the text has no letter of ours. */
export function slugOf(text: string, otherwise = 'question'): string {
  const plain = text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
  return plain.slice(0, 56).replace(/-+$/, '') || otherwise
}

/** An id is never used for a second question. */
export function freeId(wanted: string, taken: ReadonlySet<string>, ranks = new Map<string, number>()): string {
  if (!taken.has(wanted)) return wanted
  // `ranks` remembers the last number per name, because thousands of questions may be called « Question ».
  for (let rank = ranks.get(wanted) ?? 2; ; rank += 1) {
    if (taken.has(`${wanted}-${rank}`)) continue
    ranks.set(wanted, rank + 1)
    return `${wanted}-${rank}`
  }
}

/** An identifier made of words: `Où est l’image ?` → `ou-est-l-image`. */
export function slugOf(text: string): string {
  const plain = text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
  return plain.slice(0, 56).replace(/-+$/, '') || 'question'
}

/** An id is of one question only, for ever. */
export function freeId(wanted: string, taken: ReadonlySet<string>, ranks = new Map<string, number>()): string {
  if (!taken.has(wanted)) return wanted
  // `ranks` remembers how far each was counted: thousands of questions may be called « Question ».
  for (let rank = ranks.get(wanted) ?? 2; ; rank += 1) {
    if (taken.has(`${wanted}-${rank}`)) continue
    ranks.set(wanted, rank + 1)
    return `${wanted}-${rank}`
  }
}

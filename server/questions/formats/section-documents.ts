type SectionDocument = { readonly linesBefore: number; readonly lines: readonly string[] }

/**
 * The section files in one text, which YAML calls documents: each begins at a line `---`, or at a `section:` of its own.
 * Never empty; documents without a word are left out.
 */
export function sectionDocuments(lines: readonly string[]): SectionDocument[] {
  const starts = [0]
  let hasSection = false
  for (const [at, line] of lines.entries()) {
    const isMark = /^---(?:\s|$)/.test(line)
    const isSection = line.startsWith('section:')
    if (isMark || (isSection && hasSection)) starts.push(at)
    hasSection = isSection || (hasSection && !isMark)
  }
  const documents = starts.map((start, rank) => ({ linesBefore: start, lines: lines.slice(start, starts[rank + 1]) }))
  const said = documents.filter((one) => one.lines.some((line) => !/^(?:---|\.\.\.|\s*(?:#.*)?$)/.test(line)))
  return said.length > 0 ? said : [{ linesBefore: 0, lines }]
}

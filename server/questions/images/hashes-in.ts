/** The hashes in anything that looks like an address of a stored image, without parsing the text. */
export const hashesIn = (text: string): string[] => [
  ...new Set([...text.matchAll(/images\/([0-9a-f]{64})-/g)].map((match) => match[1] ?? '')),
]

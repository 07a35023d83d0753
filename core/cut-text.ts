/** The start of a text, `most` UTF-16 units at most, never half a sign: no header and no database takes a half. */
export function cutText(text: string, most: number): string {
  return wholeSigns(text)
    .slice(0, most)
    .replace(/\p{Surrogate}/gu, '')
}

/** Half a sign becomes U+FFFD, as everywhere on the web. */
export const wholeSigns = (text: string) => text.replace(/\p{Surrogate}/gu, '\uFFFD')

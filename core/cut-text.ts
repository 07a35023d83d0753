/**
 * The start of a text, `most` UTF-16 units at most, never ending in half a surrogate pair, which headers and databases
 * refuse.
 */
export function cutText(text: string, most: number): string {
  return wholeSigns(text)
    .slice(0, most)
    .replace(/\p{Surrogate}/gu, '')
}

/** Replaces an unpaired surrogate by U+FFFD, as the web platform does. */
export const wholeSigns = (text: string) => text.replace(/\p{Surrogate}/gu, '\uFFFD')

/** On one line, without invisible controls, which could begin a header or turn the text around. */
export const onOneLine = (text: string) =>
  text.replace(/[\p{Cc}\p{Zl}\p{Zp}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]+/gu, ' ').trim()

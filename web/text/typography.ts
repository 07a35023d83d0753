/**
 * French typography of a sentence: narrow no-break spaces (U+202F) before double punctuation and inside « », apostrophe ’.
 * Idempotent. `'` is also the escape of ICU messages, one more reason to keep it out of sentences.
 */
export function frenchTypography(sentence: string): string {
  return sentence
    .replace(/[ \u00a0](?=[:;?!%»])/g, '\u202f')
    .replace(/«[ \u00a0]/g, '«\u202f')
    .replace(/(?<=\p{L})'(?=\p{L})/gu, '’')
    .replace(/(?<=\d) (?=(?:min|h|s|ko|Mo|pt|points?)\b)/g, '\u202f')
}

/** The places that `frenchTypography` would change, each with a description. */
export function typographyFaults(sentence: string): string[] {
  const faults = sentence.match(/.{0,12}(?:[ \u00a0][:;?!%»]|«[ \u00a0\p{L}]|\p{L}[:;?!](?= |$)|\p{L}').{0,8}/gu) ?? []
  return [...faults]
}

/**
 * Limits on the length of input, in characters. Longer input is refused with its line before any pattern is applied to
 * it: it would not fit the bank, and no person wrote it.
 */
export const longest = {
  /** One question in GIFT, Aiken or AMC-TXT, comments and answers included. */
  question: 64_000,
  /** One text in HTML, of which tags and styles may be the larger part. */
  html: 200_000,
  /** One text in Markdown, AMC-TXT or plain text, which conversion does not shorten. */
  plain: 8_000,
  /** A name in a comment, an option or a header. */
  name: 500,
} as const

/** Questions of one file, unusable ones included. */
export const mostBlocks = 6_000

/**
 * Markdown delimiters in one text. Parsers compare them with each other, in quadratic time; a long program in a code
 * block has some hundreds.
 */
export const mostSigns = { toCompare: 400, toRead: 2_000 }

/** Elements and text nodes of one question in XML. */
export const mostNodes = 4_000

/** Elements of the answers of one question: more than any has, and the rest is not converted. */
export const mostAnswerElements = 100

/** Choices of one question, the maximum of the bank's file format. */
export const mostChoices = 12

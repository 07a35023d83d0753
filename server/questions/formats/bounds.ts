/**
 * How long what is read may be, in characters. What is longer is refused at its line before any pattern sees it: the
 * bank holds far less, and no person wrote it.
 */
export const longest = {
  /** One question of GIFT, Aiken or AMC-TXT, comments and answers included. */
  question: 64_000,
  /** One text in HTML: tags and styles may be most of it. */
  html: 200_000,
  /** One text in Markdown, AMC-TXT or plain words: nothing shortens it on its way to the bank. */
  plain: 8_000,
  /** A name in a comment, an option or a header. */
  name: 500,
} as const

/** Questions of one file, those that cannot be used too. */
export const mostBlocks = 6_000

/**
 * Signs of Markdown in one text. What they mean is found by comparing them with each other, so the time grows with the
 * square of their number; a long program in a code block has some hundreds.
 */
export const mostSigns = { toCompare: 400, toRead: 2_000 }

/** Elements and texts of one question in XML. */
export const mostNodes = 4_000

/** Choices of one question, the most the file format of the bank can say. */
export const mostChoices = 12

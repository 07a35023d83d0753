/** The text of a Markdown source as the linter compares it: no parser, only the syntax that matters to a rule. */

// The lookahead matches a fence as a whole, so that a long line of marks does not backtrack.
const fences = /^ {0,3}(?=(`{3,}|~{3,}))\1[^\n]*\n[\s\S]*?(?:^ {0,3}\1[^\n]*$|$(?![\s\S]))/gm

/** The text without blocks of code; `code` keeps or drops inline code. */
export function proseOf(markdown: string, { code }: { code: 'kept' | 'dropped' } = { code: 'kept' }): string {
  return markdown
    .replace(fences, ' ')
    .replace(/`+([^`]*)`+/g, code === 'kept' ? '$1' : ' ')
    .replace(/!?\[([^[\]]*)\]\([^()]*\)/g, '$1')
    .replace(/[*_~]{1,3}(?=\S)|(?<=\S)[*_~]{1,3}/g, '')
    .replace(/\s+/g, ' ')
    .trim()
}

/** Drops inline code, which is not prose. */
export const withoutCode = (markdown: string): string => markdown.replace(fences, ' ').replace(/`+[^`]*`+/g, ' ')

/** Its paragraphs; a block of code separates two of them. */
export const paragraphsOf = (markdown: string): string[] => markdown.replace(fences, '\n\n').split(/\n\s*\n/)

/** What its blocks of code hold, without their fences. */
export const codeBlocksOf = (markdown: string): string[] =>
  [...markdown.matchAll(fences)].map(([block]) => block.trim().split('\n').slice(1, -1).join('\n'))

/** Number of lines in its blocks of code, which are read slowly. */
export function codeLinesOf(markdown: string): number {
  return [...markdown.matchAll(fences)].reduce((sum, [block]) => sum + block.trim().split('\n').length - 2, 0)
}

/** Lower case without accents: « Réseau » is « reseau ». */
export const plainLetters = (text: string): string =>
  text.normalize('NFD').replace(/\p{M}/gu, '').replace(/[’‘]/g, "'").toLowerCase()

export const tokensOf = (text: string): string[] => plainLetters(text).match(/[\p{L}\p{N}]+/gu) ?? []

/** All tokens that tell two questions apart, those of code included: `-p 80:8080` is not `-p 8080:80`. */
export const signsOf = (text: string): string[] => plainLetters(text).match(/[\p{L}\p{N}]+|[^\s\p{L}\p{N}]/gu) ?? []

/** Matches any of the words, whole words only, in a text without accents. */
export const anyOf = (expressions: readonly string[]): RegExp =>
  new RegExp(`(?<![\\p{L}\\p{N}])(?:${expressions.join('|')})(?![\\p{L}\\p{N}])`, 'u')

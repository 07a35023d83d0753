/** What a reader sees of a Markdown text, as the linter compares it: no parser, only what changes a judgement. */

// The marks are taken whole by looking ahead: a long line of them is not tried again with one less.
const fences = /^ {0,3}(?=(`{3,}|~{3,}))\1[^\n]*\n[\s\S]*?(?:^ {0,3}\1[^\n]*$|$(?![\s\S]))/gm

/** The words without blocks of code; `code` keeps or drops what is quoted inside a line. */
export function proseOf(markdown: string, { code }: { code: 'kept' | 'dropped' } = { code: 'kept' }): string {
  return markdown
    .replace(fences, ' ')
    .replace(/`+([^`]*)`+/g, code === 'kept' ? '$1' : ' ')
    .replace(/!?\[([^[\]]*)\]\([^()]*\)/g, '$1')
    .replace(/[*_~]{1,3}(?=\S)|(?<=\S)[*_~]{1,3}/g, '')
    .replace(/\s+/g, ' ')
    .trim()
}

/** What is quoted as code is not said. */
export const withoutCode = (markdown: string): string => markdown.replace(fences, ' ').replace(/`+[^`]*`+/g, ' ')

/** Its paragraphs of words: a block of code separates two of them. */
export const paragraphsOf = (markdown: string): string[] => markdown.replace(fences, '\n\n').split(/\n\s*\n/)

/** Lines of its blocks of code, what is read slowly. */
export function codeLinesOf(markdown: string): number {
  return [...markdown.matchAll(fences)].reduce((sum, [block]) => sum + block.trim().split('\n').length - 2, 0)
}

/** Without capitals nor accents: « Réseau » is « reseau ». */
export const plainLetters = (text: string): string =>
  text.normalize('NFD').replace(/\p{M}/gu, '').replace(/[’‘]/g, "'").toLowerCase()

export const tokensOf = (text: string): string[] => plainLetters(text).match(/[\p{L}\p{N}]+/gu) ?? []

/** Everything that tells two questions apart, signs of code included: `-p 80:8080` is not `-p 8080:80`. */
export const signsOf = (text: string): string[] => plainLetters(text).match(/[\p{L}\p{N}]+|[^\s\p{L}\p{N}]/gu) ?? []

/** Words of both languages of the platform, whole words only, in texts without accents. */
export const anyOf = (expressions: readonly string[]): RegExp =>
  new RegExp(`(?<![\\p{L}\\p{N}])(?:${expressions.join('|')})(?![\\p{L}\\p{N}])`, 'u')

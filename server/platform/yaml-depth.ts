import { Lexer, Parser } from 'yaml'

/** A file of ours nests some ten levels, each of which opens two or three tokens. */
const mostDepth = 200

/**
 * Whether collections are nested beyond any file a person writes. What builds the document calls itself once per level:
 * near the end of the stack, a pattern that the engine compiles there ends the whole process, which no `catch` sees. The
 * first pass, which has a stack of its own, is stopped instead.
 */
export function isNestedTooDeep(text: string): boolean {
  const parser = new Parser()
  for (const lexeme of new Lexer().lex(text)) {
    // Its tokens are not needed: the document is built by a second pass.
    for (const _token of parser.next(lexeme));
    if (parser.stack.length > mostDepth) return true
  }
  return false
}

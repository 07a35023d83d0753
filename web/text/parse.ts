import { parse } from '@formatjs/icu-messageformat-parser'
import { isPlain, type MessageTree, type ParsedTree } from './ids.ts'

/**
 * Sentences with arguments are parsed while the site is built, once, rather than in every browser: the site then carries
 * no parser of ICU messages, 8 kB less for a student. Sentences without arguments stay text.
 */
export function parseText(tree: MessageTree): ParsedTree {
  return Object.fromEntries(
    Object.entries(tree).map(([key, value]) => {
      if (typeof value !== 'string') return [key, parseText(value)]
      return [key, isPlain(value) ? value : parse(value)]
    }),
  )
}

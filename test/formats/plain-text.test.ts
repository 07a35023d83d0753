import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import remarkGfm from 'remark-gfm'
import remarkMath from 'remark-math'
import remarkParse from 'remark-parse'
import { unified } from 'unified'
import { expect, it } from 'vitest'
import { parseMarkdown } from '#server/questions/formats/markdown-tree.ts'

// What is read without the parser is read as the parser would.

const parser = unified().use(remarkParse).use(remarkGfm).use(remarkMath, { singleDollarTextMath: false })

const lines = readdirSync('questions', { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.yaml'))
  .flatMap((path) => readFileSync(join('questions', path), 'utf8').split('\n'))
  .map((line) => line.trim().replace(/^(?:- )?[-\w]+: /, ''))
  // The others go through the parser in any case.
  .filter((line) => /^\p{L}[^`*_<[]+$/u.test(line))
  .slice(0, 2_000)

const tricky = [
  ...[
    'a',
    'A b',
    'été',
    'a  b',
    'a.',
    'www.exemple.fr',
    'Voir www.exemple.fr',
    'a www.b.c',
    'WWW.exemple.fr',
    'Www.a.b',
  ],
  ...[
    'http:',
    'x: y',
    'a) b',
    'i. b',
    'A (b)',
    '« a »',
    'a\u00a0: b',
    'a\u202f?',
    'mailto:a',
    'xmpp:a',
    'a 1. b',
    'é\u0301',
    '𝒜 b',
  ],
]

it('reads words as the parser does, to the positions', () => {
  for (const line of [...tricky, ...lines]) expect(parseMarkdown(line), line).toEqual(parser.parse(line))
})

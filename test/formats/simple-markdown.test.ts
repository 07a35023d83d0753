import fc from 'fast-check'
import { expect, it } from 'vitest'
import { parseFully } from '#server/questions/formats/markdown-tree.ts'
import { simpleMarkdown } from '#server/questions/formats/simple-markdown.ts'

const read = (markdown: string) => ({ simple: simpleMarkdown(markdown), full: parseFully(markdown) })

it.each([
  'Que fait `docker run` ?',
  'Deux lignes\nd’un paragraphe.\n\nUn `autre`, puis\n`du code` en tête.\n\n\nEt loin.',
  'Un espace ` de chaque côté ` et ` d’un seul` et `  deux  ` et ` `.',
  'Le port 80 : `$HOME`, `a*b*c`, `<nom>`, `[x](y)`, `a@b.fr` ; 1 + 1 = 2 !',
  'Avant :\n\n```yaml\na: 1\n\n  b: **x**\n```\n\nAprès `http://exemple.fr`.',
  '```\nseul\n```',
  '```\na\n```\nb',
  '2026 fut une année.\n3 conteneurs > 2 = vrai - et faux # fin',
])('%s is read without the parser, to the same tree', (markdown) => {
  const { simple, full } = read(markdown)
  expect(simple).not.toBeNull()
  expect(simple).toEqual(full)
})

it.each([
  ...[
    '1. un',
    '2) deux',
    '- un',
    '# titre',
    '> cité',
    '    code',
    '```\ncode',
    '```a b\nc\n```',
    'a\n===',
    'a\n---',
    'a | b\n- | -',
  ],
  ...[
    '**gras**',
    '_doux_',
    '[x](y)',
    '![x](y)',
    '<nom>',
    'a &amp; b',
    'a \\* b',
    '~~non~~',
    '$$x$$',
    'a  \nb',
    'a\r\nb',
  ],
  ...[
    'www.exemple.fr',
    'http://exemple.fr',
    'a@exemple.fr',
    '``a`b``',
    '`a``b`',
    'b\n```\na\n```',
    '```\n```',
    '````\na\n````',
    'un ` seul',
    'a\tb',
    'a\n\n b',
    '\na',
    'a\n',
    '',
  ],
])('%j is left to the parser', (markdown) => {
  expect(simpleMarkdown(markdown)).toBeNull()
})

/** Signs that mean something somewhere, and the words between which they stand. */
const pieces = [
  ...[
    'a',
    'é',
    'Mot',
    'www.',
    'http://',
    'x@y.fr',
    '1',
    '12.',
    '3)',
    ' ',
    '  ',
    '\n',
    '\n\n',
    '\t',
    '\r',
    '\u00a0',
    '\ufeff',
  ],
  ...[
    '`',
    '``',
    '*',
    '_',
    '~',
    '|',
    '$',
    '$$',
    '[',
    ']',
    '(',
    ')',
    '<',
    '>',
    '&',
    '#',
    '-',
    '+',
    '=',
    ':',
    '!',
    '\\',
    '.',
  ],
  ...[
    '«',
    '’',
    '"',
    '[^1]',
    '[x]: y',
    '&amp;',
    '```',
    '\n```\n',
    '```sh\n',
    '\n\n```\n',
    '---',
    '- ',
    '> ',
    '\u2028',
    '\u0000',
    '^',
    '{',
    '}',
    '/',
    '%',
    ';',
  ],
]

it('never tells another tree than the parser', () => {
  const text = fc.array(fc.constantFrom(...pieces), { maxLength: 14 }).map((all) => all.join(''))
  fc.assert(
    fc.property(text, (markdown) => {
      const { simple, full } = read(markdown)
      if (simple !== null) expect(simple).toEqual(full)
    }),
    { numRuns: 6_000 },
  )
}, 60_000)

it('never tells another tree for words and code, which it mostly reads', () => {
  const word = fc.constantFrom(
    'mot',
    '`code`',
    '` a `',
    '`*`',
    '`<b>`',
    'l’eau',
    '2',
    '-',
    '=',
    ':',
    '>',
    '#',
    '…',
    '(a)',
  )
  const line = fc.array(word, { minLength: 1, maxLength: 6 }).map((all) => all.join(' '))
  const fence = fc.constantFrom('```\na\n```', '```yaml\na: 1\n\n# **b** ``\n```', '```c++\n`x`\n\n\n  y\n```')
  const text = fc.array(fc.tuple(fc.oneof({ weight: 4, arbitrary: line }, fence), fc.constantFrom('\n', '\n\n')), {
    minLength: 1,
    maxLength: 5,
  })
  let simpleOnes = 0
  fc.assert(
    fc.property(text, (lines) => {
      const markdown = lines
        .map(([words, end]) => words + end)
        .join('')
        .trim()
      const { simple, full } = read(markdown)
      if (simple === null) return
      simpleOnes += 1
      expect(simple).toEqual(full)
    }),
    { numRuns: 1_500 },
  )
  expect(simpleOnes).toBeGreaterThan(150)
}, 60_000)

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { parse as parseGift } from 'gift-pegjs'
import { describe, expect, it, vi } from 'vitest'
import type { Question } from '#core/questions/question.ts'
import { unzip } from '#server/platform/unzip.ts'
import { readSection } from '#server/questions/bank/read-section.ts'
import { exportQuestions } from '#server/questions/formats/export-questions.ts'
import { importFile } from '#server/questions/formats/import-file.ts'
import { type ExportFormat, exportFormats } from '#server/questions/formats/losses.ts'
import { toPortable } from '#server/questions/formats/to-portable.ts'
import { faultsOfItem, faultsOfXml } from '#test/setup/qti-model.ts'
import { hasSharedCases, sharedCases } from '#test/setup/shared-fixtures.ts'

vi.setConfig({ testTimeout: 60_000 })

const question = (texts: readonly string[], id = 'q'): Question =>
  ({
    ...{ id, section: 'section', type: 'single', difficulty: 'easy', level: 'understand', expectedSeconds: 60 },
    ...{ purpose: 'exam', tags: [], source: { heading: 'Titre', quote: 'Titre' } },
    context: { id: 'document', title: `T ${[...(texts[3] ?? '')].slice(0, 40).join('')}`.trim(), text: texts[4] ?? '' },
    stem: texts[0] ?? '',
    choices: [
      { id: 'a', text: texts[1] ?? '', correct: true, keepLast: false, feedback: texts[3] || undefined },
      { id: 'b', text: texts[2] ?? '', correct: false, keepLast: false },
    ],
    explanation: texts[4] ?? '',
  }) as unknown as Question

/** Each broke an exporter or a reader once, here or elsewhere. */
const fragments = [
  ...['mot', 'É à œ', '😀', '&amp; & &#0;', '<b>x</b>', '<!-- c -->', '<![CDATA[', ']]>', ']]]]><![CDATA[>', '`]]>`'],
  ...['~~barré~~', '- [ ] tâche\n- [x] faite', 'note[^1]\n\n[^1]: pied ]]>', '3. trois\n4. quatre', '# T\n\n##### U'],
  ...[
    '| a | b |\n| :-- | --: |\n| 1 | `x|y` |',
    '| seul |\n| --- |',
    '$$x<y & z$$',
    '$$\nx^2\n$$',
    '> cité\n> - liste',
  ],
  ...['```c++\nif (a[b[0]]>3) return;\n```', '```\n```', '~~~\n]]>\n~~~', '- un\n  - deux\n    1. trois', '---'],
  ...[
    'a\\\nb',
    '[lien](https://ex.fr?a=1&b=2 "t")',
    '![alt "x"](nom.png)',
    'http://a.fr?x=1&y=2',
    'a@b.fr',
    '**g** _i_',
  ],
  ...['\u000b', '\u0007', '\ufffe', 'a\u2028b', '\u0085', '~ = # { } : \\ %50%', '::t::', '// com', '%100%'],
  ...[
    '$CATEGORY: x',
    '[html]<p>',
    'TRUE',
    '{{',
    '}#',
    '\\n',
    '->',
    '* ',
    '+ o',
    '[*g*] !i.png! [[x]]',
    '*< titre',
    '"\'`',
  ],
]
const text = fc
  .array(fc.tuple(fc.constantFrom(...fragments), fc.constantFrom(' ', '\n', '\n\n', '')), {
    minLength: 1,
    maxLength: 5,
  })
  .map((parts) => parts.flat().join(''))
const texts = fc
  .tuple(text, text, text, text, text)
  // Two choices that say the same would be refused, and rightly.
  .map((all) => all.map((each, rank) => `${each}\n\nmot ${'abcde'.charAt(rank)}`))

async function validate(questions: readonly Question[], format: ExportFormat) {
  const portable = questions.map((each) => toPortable(each, ['seance', 'section']))
  const { bytes, name } = await exportQuestions(portable, format)
  const faults = await faultsOf(bytes, format)
  const back = await importFile({ bytes, name })
  return { faults, back }
}

async function faultsOf(bytes: Uint8Array, format: ExportFormat): Promise<string[]> {
  switch (format) {
    case 'moodle-xml':
      return faultsOfXml(Buffer.from(bytes).toString())
    case 'qti22':
    case 'qti30': {
      const { files } = await unzip(bytes)
      return [...(files ?? [])].flatMap(([path, content]) => {
        const xml = Buffer.from(content).toString()
        if (/(?:item|stimulus)\.xml$/.test(path)) return faultsOfItem(xml).map((fault) => `${path}: ${fault}`)
        return path.endsWith('.xml') ? faultsOfXml(xml) : []
      })
    }
    case 'gift': {
      // A reader that is not ours; it takes an arrow in code, for which nothing can stand, for a pair.
      if (/->/.test(Buffer.from(bytes).toString())) return []
      const read = parseGift(Buffer.from(bytes).toString()).filter(({ type }) => type === 'MC')
      return read.flatMap((each) => {
        if (each.type !== 'MC') return []
        const keys = each.choices.map(({ isCorrect, weight }) => isCorrect || weight === 100)
        return keys.join() === 'true,false' ? [] : [`gift-pegjs: ${JSON.stringify(each.choices)}`]
      })
    }
    case 'yaml':
    case 'amc-txt':
      return []
  }
}

describe('any text the bank accepts goes out', () => {
  it.each(exportFormats)(
    'as %s: well formed, in the model of the format, and comes back with its key',
    async (format) => {
      await fc.assert(
        fc.asyncProperty(texts, async (given) => {
          const { faults, back } = await validate([question(given)], format)
          expect(faults).toEqual([])
          expect(back.unusable).toEqual([])
          expect(back.usable.map(({ context }) => context !== undefined)).toEqual([true])
          expect(back.usable.map(({ choices }) => choices.map(({ correct }) => correct))).toEqual([[true, false]])
        }),
        { numRuns: 60, seed: 12 },
      )
    },
  )
})

describe.skipIf(!hasSharedCases)('the files of shared/cases/questions', () => {
  const read = (file: string) => {
    const { questions } = readSection({
      language: 'fr',
      ...{ file, section: 'premiere-section' },
      text: readFileSync(join(sharedCases, 'questions', file), 'utf8'),
    })
    return questions.map(({ question: each }) => each)
  }

  it.each(['bank-cdata-end.yaml', 'bank-markup.yaml'])(
    '%s goes out in every format, valid, and is told of',
    async (file) => {
      const questions = read(file)
      expect(questions.length).toBeGreaterThan(0)
      for (const format of exportFormats) {
        const { faults, back } = await validate(questions, format)
        expect(faults, format).toEqual([])
        expect(back.usable.length, format).toBe(questions.length)
      }
    },
  )
})

/** A text of emoji, each two UTF-16 units: cut anywhere, it or its neighbour is cut in the middle of one. */
const faces = (before: string) => `${before}${'😀'.repeat(1_500)}`
const item = (of: string) =>
  `<assessmentItem xmlns="http://www.imsglobal.org/xsd/imsqti_v2p2" identifier="q" title="${of}"><itemBody><p>${of}</p><img src="${of}.png" alt="a"/></itemBody></assessmentItem>`
const moodle = (type: string, of: string) =>
  `<quiz><question type="category"><category><text>$course$/${of}/${of}</text></category></question><question type="${type}"><name><text>${of}</text></name><questiontext format="html"><text>&lt;p&gt;${of} &lt;img src="https://ailleurs.example/${of}.png"&gt; &lt;img src="${of}"&gt;&lt;/p&gt;</text></questiontext><answer fraction="100"><text>a</text></answer><answer fraction="0"><text>b</text></answer></question></quiz>`
const cutSources: Record<string, (of: string) => string> = {
  'a GIFT question': (of) => `::${of}:: ${of} {=a ~b}`,
  'a GIFT question without end': (of) => `::${of}:: ${of} {=a ~b`,
  'a GIFT title too long': (of) => `::t:: ${of}${of.repeat(30)} {=a ~b}`,
  'an Aiken question': (of) => `${of}\nA. un\nB. deux\nANSWER: C\n`,
  'an AMC question': (of) =>
    `* ${of}\n+ un\n- deux\n\n*[id=${of}] ${of} ![a](${of}.png) $${of}$\n+ un\n- deux\n\n*<lines=3> ${of}\n`,
  'a Moodle question': (of) => moodle('multichoice', of),
  'a Moodle question of a kind of its own': (of) => moodle(of, of),
  'a QTI 2 question': item,
  'our YAML': (of) => `section: a\nquestions:\n  - id: q\n    type: ${of}\n    stem: ${of}\n    difficulty: ${of}\n`,
}

it.each(Object.entries(cutSources))('%s of emoji is cut by whole characters', async (_what, source) => {
  for (const before of ['', 'a']) {
    const result = await importFile({ bytes: Buffer.from(source(faces(before))), name: 'texte' })
    const broken = JSON.stringify({ ...result, usable: result.usable.map(({ files: _files, ...rest }) => rest) })
    // Half a pair is written as an escape, which the database refuses.
    expect(/\\ud[89a-f][0-9a-f]{2}/.exec(broken)?.[0]).toBeUndefined()
    expect(result.usable.length + result.unusable.length).toBeGreaterThan(0)
  }
})

import fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import { readImportedExam } from '#core/grading/response-import.ts'
import { planTeams } from '#core/projects/team-import.ts'
import { planRoster } from '#core/students/roster.ts'
import { rosterRow } from '#core/students/roster-columns.ts'
import { readSheetFile } from '#server/exports/read-sheet-file.ts'
import { readSheetRecords } from '#server/exports/read-sheet-records.ts'
import { readRecords } from '#server/platform/read-cells.ts'
import { detectFormat } from '#server/questions/formats/detect-format.ts'
import { importFormats } from '#server/questions/formats/imported.ts'
import { readAs } from '#server/questions/formats/read-as.ts'
import { readRoster } from '#server/students/read-roster.ts'

// Each text is read several times: slow when the machine is shared.
vi.setConfig({ testTimeout: 120_000 })

/** What reads a text that somebody sent. A refusal is an answer like another: only the time counts here. */
const readers: Record<string, (text: string) => unknown> = {
  ...Object.fromEntries(importFormats.map((format) => [format, (text: string) => readAs({ format, text })])),
  'unknown format': (text) => detectFormat(text, 'questions'),
  roster: (text) => {
    const { records, columns } = readRoster({ text, firstLine: 'titles' })
    const known = { familyName: 0, email: 1, number: 2, extraTime: 3, ...columns }
    return planRoster({ rows: records.map(({ line, cells }) => rosterRow(cells, known, { line })), existing: [] })
  },
  teams: (text) => planTeams({ headers: ['nom', 'équipe'], records: readRecords(text) }, []),
  'response table': (text) => readImportedExam(readRecords(text), null),
  'response table and key': (text) =>
    readImportedExam(readRecords(text), [['', text], ...readRecords(text).map(({ cells }) => cells)]),
  sheet: (text) => readSheetFile(readSheetRecords({ text }), noSheet),
}

const noSheet = {
  sheet: { rules: { parts: [], session: 'first' }, lines: [] } as unknown as Parameters<
    typeof readSheetFile
  >[1]['sheet'],
  named: [[{ title: 'note', field: 'mark:tp' }]],
}

type Case = { reader: string; before: string; repeated: string; after: string }

const textOf = ({ before, repeated, after }: Case, length: number) =>
  before + repeated.repeat(Math.ceil(length / repeated.length)) + after

/** In milliseconds of this process alone: a machine that does something else meanwhile does not lengthen them. */
function timeOf(given: Case, length: number): number {
  const read = readers[given.reader] as (text: string) => unknown
  const text = textOf(given, length)
  const start = process.cpuUsage()
  try {
    read(text)
  } catch {
    // Refused: see test/formats/refusals.test.ts for how.
  }
  const { user, system } = process.cpuUsage(start)
  return (user + system) / 1000
}

/** The least of a few: whatever else the machine does only adds to it. */
const leastTime = (given: Case, length: number, runs = 2) =>
  Math.min(...Array.from({ length: runs }, () => timeOf(given, length)))

const short = Array.from({ length: 14 }, (_, rank) => Math.round(16 * 1.25 ** rank))
/** In milliseconds: below, nothing is measured well; above, nothing more is learnt. */
const quick = 150
const enough = 500
/** Four times the text: four times the time when it is linear, sixteen when it is quadratic. */
const mostGrowth = 9

/** Null when the time grows with the length of the text, or is too short to matter; else what was measured. */
function fault(given: Case, whole: number): string | null {
  // An exponential pattern shows on a few dozen characters, and would never end on more.
  for (const length of short)
    if (timeOf(given, length) > quick && leastTime(given, length) > quick)
      return `more than ${quick} ms for ${length} characters`
  for (const length of [whole / 16, whole / 4, whole]) {
    const once = timeOf(given, length)
    if (once <= quick) continue
    const part = leastTime(given, length / 4)
    if (once / part <= mostGrowth) {
      // Long, and linear: more would say no more.
      if (once > enough) return null
      continue
    }
    const all = leastTime(given, length)
    if (all > quick && all / leastTime(given, length / 4, 4) > mostGrowth)
      return `${part.toFixed(0)} ms → ${all.toFixed(0)} ms for ${length / 4} → ${length} characters`
  }
  return null
}

const gift = (before: string, repeated: string, after = '') => ({ reader: 'gift', before, repeated, after })

const moodleCloze = (type: string, before: string, repeated: string, more = '') => ({
  reader: 'moodle-xml',
  before: `<quiz><question type="${type}">${more}<questiontext format="html"><text>${before}`,
  repeated,
  after: '</text></questiontext></question></quiz>',
})
const pairInMoodle = '<subquestion><text>a</text><answer><text>b</text></answer></subquestion>'
const inQti = (id: string) =>
  `<assessmentItem><responseDeclaration identifier="${id}"><correctResponse><value>A</value></correctResponse></responseDeclaration><itemBody>`
const listInQti =
  '<inlineChoiceInteraction responseIdentifier="R"><inlineChoice identifier="A">a</inlineChoice></inlineChoiceInteraction>'
const pairsInQti =
  '<assessmentItem><itemBody><matchInteraction responseIdentifier="R"><simpleMatchSet><simpleAssociableChoice identifier="A"/></simpleMatchSet><simpleMatchSet><simpleAssociableChoice identifier="B"/></simpleMatchSet></matchInteraction></itemBody><responseDeclaration identifier="R"><correctResponse>'
const inCanvas = (type: string) =>
  `<questestinterop><item><itemmetadata><qtimetadatafield><fieldlabel>question_type</fieldlabel><fieldentry>${type}</fieldentry></qtimetadatafield></itemmetadata><presentation><response_lid ident="response_a"/><material><mattext>`
const endOfCanvas = '</mattext></material></presentation></item></questestinterop>'

/** Each took seconds or minutes once, or could have. */
const seen: Case[] = [
  gift('::', '\\a'),
  gift('// ', '[id:', '\nUn ?{=a ~b}'),
  gift('// ', '[tag:', '\nUn ?{=a ~b}'),
  gift('', '{'),
  gift('Un ?{', '\n\n}{'),
  gift('Un ?{=a#', '#', '~b}'),
  gift('', '$CATEGORY: a\n'),
  gift('[html]', '<div>', '{=a ~b}'),
  gift('[html]', '<div></span>', '{=a ~b}'),
  gift('[html]<', 'a', '{=a ~b}'),
  gift('[html]', '<p><b a=1></p>', '{=a ~b}'),
  gift('[html]<p ', 'a ', '>{=a ~b}'),
  gift('', '\\\\(', '{=a ~b}'),
  gift('', '<p ', '{=a ~b}'),
  gift('[html]', '<b>`', ':'),
  gift('Un ?{#', '=1:0#a', '}'),
  gift('Un ?{#', '~', '}'),
  gift('Un ?{', '=a -> ', '}'),
  gift('Un ?{>3 ALL\n', 'a\n', '}'),
  gift('Un ?{=', '\\*', '}'),
  ...['{1:MC:', '{1:MC:=a~b}', '[[1]] '].map((repeated) => moodleCloze('cloze', '', repeated)),
  moodleCloze('cloze', '{1:MC:=a', '~'),
  moodleCloze('cloze', '{1:MC:=a', '#&'),
  moodleCloze('gapselect', '', '[[1]] ', '<selectoption><text>a</text></selectoption>'.repeat(90)),
  { reader: 'moodle-xml', before: '<quiz><question type="matching">', repeated: pairInMoodle, after: '' },
  {
    reader: 'moodle-xml',
    before: '<quiz><question type="ordering">',
    repeated: '<answer fraction="1">a</answer>',
    after: '',
  },
  {
    reader: 'moodle-xml',
    before: '<quiz><question type="shortanswer">',
    repeated: '<answer fraction="100">*</answer>',
    after: '',
  },
  { reader: 'qti21', before: inQti('R'), repeated: listInQti, after: '</itemBody></assessmentItem>' },
  {
    reader: 'qti21',
    before: pairsInQti,
    repeated: '<value>A B</value>',
    after: '</correctResponse></responseDeclaration></assessmentItem>',
  },
  { reader: 'qti12', before: inCanvas('multiple_dropdowns_question'), repeated: '[a', after: `]${endOfCanvas}` },
  { reader: 'qti12', before: inCanvas('multiple_dropdowns_question'), repeated: '[a]', after: endOfCanvas },
  { reader: 'moodle-xml', before: '<quiz>&x ', repeated: '<!--', after: '' },
  { reader: 'moodle-xml', before: '<quiz>', repeated: '<question>&x</question>', after: '' },
  { reader: 'qti12', before: '<questestinterop>&', repeated: '<![CDATA[', after: '' },
  { reader: 'unknown format', before: '<quiz>&x ', repeated: '<!--', after: '' },
  { reader: 'unknown format', before: '', repeated: '<!A', after: '' },
  { reader: 'unknown format', before: '<', repeated: 'a <', after: '' },
  { reader: 'aiken', before: 'Un ?\nA) a\nB) b\nANSWER:', repeated: ' ', after: 'x y' },
  { reader: 'amc-txt', before: '* Un\n', repeated: '*(\n', after: '' },
  { reader: 'amc-txt', before: '* ', repeated: '[[', after: '\n+ a\n- b' },
  { reader: 'amc-txt', before: '*', repeated: ' ', after: '\u2028\n+ a\n- b' },
  { reader: 'yaml', before: 'section: a\nquestions:\n', repeated: '  - id: `\n', after: '' },
  { reader: 'yaml', before: 'section: a\nquestions: ', repeated: '[', after: '' },
  { reader: 'aiken', before: 'a', repeated: ' ', after: '*' },
  { reader: 'response table', before: '', repeated: ';a', after: '\n' },
  { reader: 'response table', before: 'a;b\n', repeated: 'x;\n', after: '' },
  { reader: 'sheet', before: 'note', repeated: ';a', after: '\n1' },
]

const tokens = {
  gift: [
    '{',
    '}',
    '=',
    '~',
    '#',
    '####',
    '::',
    '\\',
    '\\a',
    '\\n',
    '\n',
    '\n\n',
    '// ',
    '[id:',
    '[tag:',
    ']',
    '%',
    '%50%',
    '[html]',
    '$CATEGORY: a/',
    '->',
    '#3:0.1',
    '..',
    '{>3 ',
    '*',
    'T',
    'a',
    ' ',
  ],
  html: [
    '<div>',
    '</div>',
    '<p ',
    '<p>',
    '<b a=1>',
    '<b>',
    '</b>',
    '<i>',
    '<table><tr><td>',
    '<li>',
    '<pre>',
    '<code>',
    '<br>',
    '<sup>',
    '</sup>',
    '<img src="a">',
    '<a href="',
    '">',
    '<!--',
    '-->',
    '<',
    '>',
    '&',
    '&nbsp;',
    '&lt;',
    "='",
    '"',
    '$$',
    '\\(',
    '\\)',
    '\\[',
    '<math>',
    '<script>',
    'a',
    ' ',
  ],
  markdown: [
    '*',
    '_',
    '`',
    '```\n',
    '~~~',
    '> ',
    '- ',
    '1. ',
    '![',
    '[',
    '](',
    ')',
    '[^1]',
    '| a ',
    '|-',
    '$$',
    '~~',
    '<a>',
    '\\',
    '# ',
    '&amp;',
    'http://a.',
    'a@',
    '\n',
    '\n\n',
    '  ',
    'a',
    ':',
  ],
  lines: [
    'A) a\n',
    'b. b\n',
    'ANSWER: A\n',
    'ANSWER:',
    'Réponse',
    ' ',
    '\t',
    '\n',
    '\r',
    '* a\n',
    '** ',
    '+ a\n',
    '- b\n',
    '*(\n',
    '*)\n',
    '[[',
    ']]',
    '[*',
    '*]',
    '[_',
    '[|',
    '[==',
    '[verbatim]',
    '[/verbatim]',
    '!a.png',
    '!',
    '{1}',
    '[id=a,',
    'Title:',
    '\u2028',
    '\u00a0',
    'a',
  ],
  xml: [
    '<question type="multichoice">',
    '</question>',
    '<answer fraction="100">',
    '</answer>',
    '<text>',
    '</text>',
    '<file name="a" encoding="base64">',
    '<question type="cloze"><questiontext><text>',
    '<question type="matching">',
    '<subquestion>',
    '<selectoption>',
    '{1:MC:',
    '=a~',
    '}',
    '[[1]]',
    '[a]',
    '<response_lid ident="S">',
    '<varequal respident="S">A</varequal>',
    '<vargte>1</vargte>',
    '<matchInteraction responseIdentifier="R"><simpleMatchSet>',
    '<orderInteraction responseIdentifier="R">',
    '<inlineChoiceInteraction responseIdentifier="R"><inlineChoice identifier="A">',
    '<textEntryInteraction responseIdentifier="R"/>',
    '<value>A B</value>',
    '<CHOICE id="b">',
    '<GRADABLE><CORRECTANSWER answer_id="a" choice_id="b"/>',
    '<item ident="a">',
    '</item>',
    '<presentation>',
    '<response_lid ident="R">',
    '<response_label ident="A"/>',
    '<material><mattext>a</mattext></material>',
    '<resprocessing><respcondition>',
    '<conditionvar>',
    '<varequal>A</varequal>',
    '<not>',
    '<or>',
    '<setvar action="Add">1</setvar>',
    '<itemBody>',
    '<choiceInteraction responseIdentifier="R">',
    '<simpleChoice identifier="A">',
    '<feedbackInline>',
    '<rubricBlock view="scorer">',
    '<BODY><TEXT>',
    '<ANSWER id="a">',
    '<![CDATA[',
    ']]>',
    '<!--',
    '-->',
    '<?',
    '<!DOCTYPE a',
    '<a ',
    'x="1" ',
    '/>',
    '&',
    '&lt;',
    '&#1',
    '"',
    'a',
    ' ',
  ],
  yaml: [
    'section: a\n',
    'questions:\n',
    '  - id: a\n',
    '    type: single\n',
    '    stem: a\n',
    '- ',
    '  ',
    '[',
    ']',
    '{',
    '}',
    '&a ',
    '*a ',
    '!a ',
    '| ',
    '|\n',
    '"',
    "'",
    '`',
    '? ',
    ': ',
    ', ',
    '#',
    '\n',
    '\t',
    '%',
    '---\n',
    'a',
  ],
  cells: [
    ';',
    ',',
    '\t',
    '|',
    '"',
    '""',
    '\n',
    '\r',
    '=',
    '@',
    '.',
    'e',
    '1',
    'a',
    'A',
    ' ',
    "'",
    'nom;',
    'sep=;\n',
    '+',
  ],
}
const contexts: Record<string, string[]> = {
  gift: ['', '::', '::a:: Un ?{=', 'Un ?{=a#', '[html]', '[markdown]', '// '],
  aiken: ['', 'Un ?\nA) '],
  'amc-txt': ['', '* ', '* Un\n+ ', '*['],
  'moodle-xml': [
    '<quiz>',
    '<quiz><question type="multichoice"><questiontext format="html"><text>',
    '<quiz><question type="multichoice"><questiontext format="html"><text><![CDATA[',
    '<quiz><question type="cloze"><questiontext format="html"><text>',
    '<quiz><question type="gapselect"><questiontext format="html"><text>',
    '<quiz><question type="matching">',
  ],
  qti12: ['<questestinterop>', '<questestinterop><item><presentation><material><mattext texttype="text/html">'],
  qti21: ['<assessmentItem>', '<assessmentItem><itemBody>'],
  qti30: ['<qti-assessment-item><qti-item-body>'],
  blackboard: ['<POOL>', '<POOL><QUESTION_MULTIPLECHOICE id="a"><BODY><TEXT>', '<POOL><QUESTION_MATCH id="a">'],
  yaml: ['', 'section: a\nquestions:\n', 'section: a\nquestions:\n  - id: '],
  'unknown format': ['', '<', '*'],
}
const vocabularies: Record<string, string[]> = {
  gift: [...tokens.gift, ...tokens.html, ...tokens.markdown],
  aiken: [...tokens.lines, ...tokens.markdown],
  'amc-txt': [...tokens.lines, ...tokens.markdown],
  yaml: [...tokens.yaml, ...tokens.markdown],
  'unknown format': [...tokens.gift, ...tokens.lines, ...tokens.xml, ...tokens.yaml],
  ...Object.fromEntries(
    ['moodle-xml', 'qti12', 'qti21', 'qti30', 'blackboard'].map((format) => [format, [...tokens.xml, ...tokens.html]]),
  ),
}

/** A few words of a format, the same again and again, a few more. */
const anyCase = fc.constantFrom(...Object.keys(readers).filter((reader) => reader !== 'qti22')).chain((reader) => {
  const words = fc.constantFrom(...(vocabularies[reader] ?? tokens.cells))
  const some = (minLength: number, maxLength: number) =>
    fc.array(words, { minLength, maxLength }).map((given) => given.join(''))
  return fc
    .tuple(fc.constantFrom(...(contexts[reader] ?? [''])), some(0, 2), some(1, 4), some(0, 2))
    .map(([context, before, repeated, after]): Case => ({ reader, before: context + before, repeated, after }))
})

describe('the time to read a text grows no faster than the text', () => {
  it.each(
    seen.map(
      (one) =>
        [
          `${one.reader}: ${JSON.stringify(one.before)}, then ${JSON.stringify(one.repeated)} again and again`,
          one,
        ] as const,
    ),
  )('%s', (_name, one) => {
    // YAML is slow for each sign: its square shows on fewer.
    expect(fault(one, one.reader === 'yaml' ? 12_000 : 96_000)).toBeNull()
  })

  // The same cases at every run: `SEED` tries others.
  it('whatever is repeated, in whatever format', () => {
    fc.assert(
      fc.property(anyCase, (given) => {
        expect(fault(given, 32_000)).toBeNull()
      }),
      { seed: Number(process.env['SEED'] ?? 12), numRuns: 250, interruptAfterTimeLimit: 15_000, endOnFailure: true },
    )
  })
})

describe('a reader of questions refuses by saying so', () => {
  it('and never throws, whatever it is given', () => {
    const ofQuestions = anyCase.filter(({ reader }) => importFormats.some((format) => format === reader))
    fc.assert(
      fc.property(ofQuestions, (given) => {
        const { unusable } = readAs({
          format: given.reader as (typeof importFormats)[number],
          text: textOf(given, 400),
        })
        for (const one of unusable) expect(one).toMatchObject({ line: expect.any(Number), reason: expect.any(String) })
      }),
      { seed: Number(process.env['SEED'] ?? 12), numRuns: 300, interruptAfterTimeLimit: 6_000, endOnFailure: true },
    )
  })
})

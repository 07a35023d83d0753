import { expect, it, vi } from 'vitest'
import type { ImportFormat, ImportResult } from '#server/questions/formats/imported.ts'
import { fixtureFiles, fixturesAreThere, importFixture, withFixtures } from './fixtures.ts'

// Whole files are read and written again: slow when the machine is shared.
vi.setConfig({ testTimeout: 60_000 })

/** What each file holds: usable questions by type, then what cannot be used, by kind or by reason. */
type Known = [path: string, format: ImportFormat | null, usable: Counts, unusable: Counts]
type Counts = Record<string, number>

const known: Known[] = [
  ['gift/guestquiz_level1.gift', 'gift', { single: 2, multiple: 1, true_false: 1, exact_answer: 3 }, {}],
  ['gift/moodle_examples.txt', 'gift', { single: 16, multiple: 2, true_false: 5, exact_answer: 17, matching: 3 }, {}],
  [
    'gift/moodle_questions.gift.txt',
    'gift',
    { single: 1, multiple: 1, true_false: 3, matching: 1, exact_answer: 2 },
    { essay: 1 },
  ],
  [
    'gift/moodle_questions_in_category.gift.txt',
    'gift',
    { single: 1, true_false: 1, matching: 1, exact_answer: 1 },
    {},
  ],
  ['gift/fuhrmanator/TFTwoFeedback.gift', 'gift', { true_false: 3 }, {}],
  ['gift/fuhrmanator/category1.gift', 'gift', {}, {}],
  ['gift/fuhrmanator/categorySpecialCharacter.gift', 'gift', {}, {}],
  ['gift/fuhrmanator/description1.gift', 'gift', { true_false: 1 }, {}],
  ['gift/fuhrmanator/escapeColon.gift', 'gift', { multiple: 1 }, {}],
  ['gift/fuhrmanator/escapeEquals.gift', 'gift', { single: 1 }, {}],
  ['gift/fuhrmanator/formatExamples.gift', 'gift', { single: 1 }, {}],
  ['gift/fuhrmanator/markdown.gift', 'gift', {}, { description: 4 }],
  ['gift/fuhrmanator/matching1.gift', 'gift', { matching: 2 }, {}],
  ['gift/fuhrmanator/mc1.gift', 'gift', { single: 1 }, {}],
  ['gift/fuhrmanator/mc2.gift', 'gift', { single: 1 }, {}],
  ['gift/fuhrmanator/mc4.gift', 'gift', { single: 1 }, {}],
  ['gift/fuhrmanator/mc5.gift', 'gift', { single: 4 }, {}],
  ['gift/fuhrmanator/multiLineFeedback1.gift', 'gift', { single: 2 }, {}],
  ['gift/fuhrmanator/numerical1.gift', 'gift', { exact_answer: 10 }, {}],
  ['gift/fuhrmanator/options1.gift', 'gift', { single: 6, multiple: 2, true_false: 1, exact_answer: 5 }, {}],
  ['gift/fuhrmanator/shortAnswer1.gift', 'gift', { exact_answer: 2 }, {}],
  ['gift/fuhrmanator/tag_id.gift', 'gift', {}, { essay: 1 }],
  ['gift/fuhrmanator/tag_id_and_two_tags.gift', 'gift', {}, { essay: 1 }],
  ['gift/fuhrmanator/tag_two_tags.gift', 'gift', {}, { essay: 1 }],
  ['gift/fuhrmanator/tf1.gift', 'gift', { true_false: 1 }, {}],
  ['gift/fuhrmanator/tf1_html.gift', 'gift', { true_false: 1 }, {}],
  ['gift/fuhrmanator/tf1_markdown.gift', 'gift', { true_false: 1 }, {}],
  ['gift/fuhrmanator/tf2.gift', 'gift', { true_false: 2 }, {}],
  ['aiken/moodle_questions.aiken.txt', 'aiken', { single: 2 }, {}],
  ['moodle-xml/categories_reverse_order.xml', 'moodle-xml', { exact_answer: 1 }, { essay: 1 }],
  ['moodle-xml/category_with_description.xml', 'moodle-xml', { true_false: 1 }, {}],
  ['moodle-xml/html_chars_in_idnumbers.xml', 'moodle-xml', { true_false: 1 }, {}],
  ['moodle-xml/multichoice.xml', 'moodle-xml', { single: 1 }, {}],
  ['moodle-xml/nested_categories_with_questions.xml', 'moodle-xml', { true_false: 4 }, { essay: 1 }],
  ['moodle-xml/old_format_file.xml', 'moodle-xml', { true_false: 2 }, {}],
  ['moodle-xml/testquestion.moodle.xml', 'moodle-xml', { multiple: 1 }, {}],
  ['moodle-xml/truefalse.xml', 'moodle-xml', { true_false: 2 }, {}],
  ['amc-txt/fr_bareme.tex', null, {}, { unknown_format: 1 }],
  ['amc-txt/fr_liste.csv', null, {}, { unknown_format: 1 }],
  ['amc-txt/fr_simple-txt-copies-preremplies.txt', 'amc-txt', { single: 1, multiple: 1 }, {}],
  ['amc-txt/fr_simple-txt.txt', 'amc-txt', { single: 1, multiple: 1 }, {}],
  ['amc-txt/verbatim.txt', 'amc-txt', { single: 5, multiple: 2 }, {}],
  ['qti12-canvas/choice.xml', 'qti12', { single: 3, multiple: 1 }, {}],
  ['qti12-canvas/mc_feedback.xml', 'qti12', { single: 1 }, {}],
  ['qti12-canvas/multiple_choice.xml', 'qti12', { single: 1 }, {}],
  ['qti12-canvas/prairielearn_canvas-mc.xml', 'qti12', { single: 1 }, {}],
  ['qti12-canvas/prairielearn_canvas-tf.xml', 'qti12', { true_false: 1 }, {}],
  ['qti12-canvas/true_false.xml', 'qti12', { true_false: 1 }, {}],
  ['qti22/choice.xml', 'qti22', { single: 1 }, {}],
  ['qti22/choice_fixed.xml', 'qti22', { single: 1 }, {}],
  ['qti22/choice_multiple.xml', 'qti22', { multiple: 1 }, {}],
  ['qti22/order_partial_scoring.xml', 'qti22', { ordering: 1 }, {}],
  ['qti30/BG007.xml', 'qti30', { true_false: 1 }, {}],
  ['qti30/BG008.xml', 'qti30', { multiple: 1 }, {}],
  ['qti30/BG009.xml', 'qti30', {}, { essay: 1 }],
  ['qti30/basicFeedbackTest.zip', 'qti30', { true_false: 2 }, { adaptive: 2 }],
  ['qti30/firstexample.xml', 'qti30', { single: 1 }, {}],
  ['qti30/simple.zip', 'qti30', { single: 1 }, {}],
  [
    'blackboard/sample_blackboard_pool.dat',
    'blackboard',
    { true_false: 1, single: 1, multiple: 1, matching: 1, exact_answer: 1 },
    { essay: 1 },
  ],
]

fixturesAreThere()

withFixtures('files of other tools', () => {
  it('are all in the table', () => {
    expect(known.map(([path]) => path).sort()).toEqual([...fixtureFiles].sort())
  })

  const named = known.map((row) => [`${row[0]}: ${told(row[2])} usable; ${told(row[3])} not`, ...row] as const)
  it.each(named)('%s', async (_name, path, format, usable, unusable) => {
    const result = await importFixture(path)
    expect(result.format).toBe(format)
    expect(counted(result.usable.map(({ type }) => type))).toEqual(usable)
    expect(counted(result.unusable.map(({ kind, reason }) => kind ?? reason))).toEqual(unusable)
  })

  it('are each told where they begin', async () => {
    for (const { line, column } of (await results()).flatMap(({ usable, unusable }) => [...usable, ...unusable])) {
      expect(line).toBeGreaterThan(0)
      expect(column).toBeGreaterThan(0)
    }
  })

  it('find line, column, kind and title of what cannot be used', async () => {
    const { unusable } = await importFixture('gift/moodle_questions.gift.txt')
    expect(unusable.map(({ line, column, kind, title }) => [line, column, kind, title])).toEqual([
      [2, 1, 'essay', 'Q8'],
    ])
    const pool = await importFixture('blackboard/sample_blackboard_pool.dat')
    expect(pool.unusable.map(({ line, column }) => [line, column])).toEqual([[114, 5]])
  })
})

withFixtures('what the files carry', () => {
  it('weights, exactly', async () => {
    expect(await weightsOf('gift/moodle_questions.gift.txt', 'colours')).toEqual(['1/2', '-1', '1/2', '-1'])
    expect(await weightsOf('qti22/choice_multiple.xml', 'Composition of Water')).toEqual([
      '1/2',
      '-1',
      '-1',
      '1/2',
      '-1',
      '-1/2',
    ])
    expect(await weightsOf('amc-txt/verbatim.txt', 'Cam')).toEqual(['1', '2/3', '1/3'])
    expect(await weightsOf('qti12-canvas/choice.xml', 'Discussion - content.')).toEqual([
      '1/4',
      '-1/10',
      '1/4',
      '1/4',
      '-1/10',
      '-1/10',
      '1/4',
    ])
  })

  it('categories, nested, reversed, without a usable question too', async () => {
    expect((await importFixture('moodle-xml/categories_reverse_order.xml')).categories).toEqual([
      ['Sigma', 'Tau'],
      ['Sigma'],
    ])
    expect((await importFixture('moodle-xml/nested_categories_with_questions.xml')).categories).toEqual([
      ['Iota'],
      ['Iota', 'Kappa'],
      ['Iota', 'Kappa', 'Lambda'],
      ['Iota', 'Mu'],
    ])
    expect((await importFixture('gift/fuhrmanator/categorySpecialCharacter.gift')).categories).toEqual([
      ['Default for Unit 1: Topic'],
    ])
    expect((await importFixture('gift/moodle_questions_in_category.gift.txt')).categories).toEqual([
      ['Default for New Features'],
    ])
  })

  it('documents, each with the questions it introduces, and instructions, told', async () => {
    const shared = (await results()).flatMap((result, index) => {
      const named = result.usable.flatMap(({ context }) => context?.title ?? context?.id ?? [])
      const counts = [...new Set(named)].map((name) => [name, named.filter((one) => one === name).length])
      return counts.length > 0 ? [[fixtureFiles[index], Object.fromEntries(counts)]] : []
    })
    expect(shared).toEqual([['gift/fuhrmanator/description1.gift', { 'Description Title': 1 }]])
    const { notices } = await importFixture('qti30/basicFeedbackTest.zip')
    expect(notices.filter(({ code }) => code === 'section_instructions')).toMatchObject([{ detail: 'Section 1' }])
  })

  it('identifiers, with their signs', async () => {
    const { usable } = await importFixture('moodle-xml/html_chars_in_idnumbers.xml')
    expect(usable[0]?.idnumber).toBe('T & F')
  })

  it('images, where they are shown, and a file that is not one, told', async () => {
    const { usable, notices } = await importFixture('moodle-xml/multichoice.xml')
    const [question] = usable
    expect(question?.choices[1]?.text).toBe('![French flag](flag-france.jpg) French')
    const jpeg = question?.files.find(({ name }) => name === 'flag-france.jpg')?.bytes
    expect(Buffer.from(jpeg?.subarray(0, 3) ?? []).toString('hex')).toBe('ffd8ff')
    expect(notices.map(({ code, detail }) => [code, detail])).toEqual([['attached_file', 'Greeting : bonjour.mp3']])
    const inPackage = await importFixture('qti30/simple.zip')
    expect(inPackage.usable[0]?.files.map(({ name, bytes }) => [name, bytes.length])).toEqual([
      ['images/sign.png', 4029],
    ])
  })

  it('feedback, choice by choice and for everyone', async () => {
    const { usable, notices } = await importFixture('qti12-canvas/mc_feedback.xml')
    expect(usable[0]?.choices.map(({ feedback }) => feedback)).toEqual(
      ['A', 'B', 'C', 'D'].map((letter) => `Answer ${letter} Feedback`),
    )
    expect(usable[0]?.explanation).toBe('General Feedback')
    // Feedback on the mark as a whole has no place here: it is told.
    expect(notices.map(({ code }) => code)).toEqual(['combined_feedback'])
  })

  it('code as code, and what is in it untouched', async () => {
    const { usable } = await importFixture('amc-txt/verbatim.txt')
    const zero = usable.find(({ idnumber }) => idnumber === 'zero')
    expect(zero?.stem).toContain('```\nsub zero { # no [* bold *] here\n  return( 12 % 6 );\n}\n```')
    expect(usable.find(({ idnumber }) => idnumber === 'one')?.stem).toContain('/* !one.jpg! */')
  })

  it('a choice that stays last', async () => {
    const { usable } = await importFixture('qti22/choice_fixed.xml')
    expect(usable[0]?.choices.map(({ keepLast }) => keepLast ?? false)).toEqual([false, false, false, true])
  })

  it('nothing hostile', async () => {
    const { usable } = await importFixture('qti12-canvas/true_false.xml')
    expect(JSON.stringify(usable)).not.toMatch(/script|alert/)
    expect(usable[0]?.stem).toContain('$$sample equation$$')
  })
})

const results = (): Promise<ImportResult[]> => Promise.all(fixtureFiles.map(importFixture))

async function weightsOf(path: string, title: string) {
  const { usable } = await importFixture(path)
  return usable.find((question) => question.title === title)?.choices.map(({ weight }) => weight)
}

function counted(names: readonly string[]): Counts {
  const counts: Counts = {}
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1
  return counts
}

function told(counts: Counts) {
  const said = Object.entries(counts).map(([name, count]) => `${count} ${name}`)
  return said.join(', ') || 'nothing'
}

import { join } from 'node:path'
import { parse as parseGift } from 'gift-pegjs'
import { describe, expect, it, vi } from 'vitest'
import type { TypedRule } from '#core/questions/typed-answer.ts'
import { rationalText, toRational } from '#core/rational.ts'
import { projectRoot } from '#server/platform/project-root.ts'
import { unzip } from '#server/platform/unzip.ts'
import { readBank } from '#server/questions/bank/read-bank.ts'
import { exportQuestions } from '#server/questions/formats/export-questions.ts'
import { importFile } from '#server/questions/formats/import-file.ts'
import type { PortableAnswers, PortableQuestion, TypedAnswer } from '#server/questions/formats/imported.ts'
import { type ExportFormat, exportFormats, type Feature, lossesOf } from '#server/questions/formats/losses.ts'
import { toPortable } from '#server/questions/formats/to-portable.ts'
import { authorKey } from '#server/questions/formats/typed-number.ts'
import { render } from '#server/questions/rendering/render.ts'
import { faultsOfItem } from '#test/setup/qti-model.ts'
import { closedSamples } from './closed-samples.ts'
import { fixtureFiles, importFixture, withFixtures } from './fixtures.ts'

// Whole files are read and written again: slow when the machine is shared.
vi.setConfig({ testTimeout: 60_000 })

const bank = await readBank(join(projectRoot, 'questions'))
const questions = (bank.course?.sessions ?? []).flatMap(({ id, sections }) =>
  sections.flatMap((section) =>
    bank.questions
      .filter(({ question }) => question.section === section.id)
      .map(({ question }) => toPortable(question, [id, section.id])),
  ),
)

describe('the whole bank', () => {
  it.each(exportFormats)(
    'goes out as %s and comes back the same, but for what is said to be lost',
    async (format) => {
      expect(questions.length).toBeGreaterThanOrEqual(240)
      const { losses, differences } = await roundTrip(questions, format)
      expect(differences).toEqual([])
      expect(losses.map(({ feature }) => feature)).toEqual(bankLosses[format])
    },
    180_000,
  )

  it('comes back from YAML as the very same questions', async () => {
    const { bytes, name } = await exportQuestions(questions, 'yaml')
    const { usable } = await importFile({ bytes, name })
    const byId = new Map(usable.map(({ bank: question }) => [question?.id, question]))
    for (const { bank: question } of questions) expect(byId.get(question?.id)).toEqual(question)
  })
})

describe('cloze, ordering, matching and exact answers', () => {
  it.each(exportFormats)('go out as %s and come back the same, but for what is said to be lost', async (format) => {
    expect((await roundTrip(closedSamples, format)).differences).toEqual([])
  })

  it.each(exportFormats)('are left out of %s where it cannot say them, which is told', (format) => {
    const left = closedSamples.filter((question) =>
      lossesOf([question], format).some(({ feature }) => feature === question.type),
    )
    expect(left.map(({ idnumber }) => idnumber)).toEqual(
      leftOut[format] ?? closedSamples.map(({ idnumber }) => idnumber),
    )
  })

  it.each(['qti22', 'qti30'] as const)('are items of %s as its content model has them', async (format) => {
    const { bytes } = await exportQuestions(closedSamples, format)
    const items = [...((await unzip(bytes)).files ?? [])].filter(([path]) => path.endsWith('item.xml'))
    expect(items).toHaveLength(closedSamples.length - 1)
    for (const [path, item] of items) expect([path, faultsOfItem(Buffer.from(item).toString())]).toEqual([path, []])
  })

  it('are what another reader of GIFT finds in the file', async () => {
    // It knows no ordering, which is an extension of Moodle.
    const known = closedSamples.filter(({ type }) => type !== 'ordering')
    const { bytes } = await exportQuestions(known, 'gift')
    const kinds = parseGift(Buffer.from(bytes).toString()).map(({ type }) => type)
    expect(kinds.filter((type) => type !== 'Category')).toEqual([
      'Matching',
      'Short',
      'Short',
      'Numerical',
      'Numerical',
    ])
  })

  it('are the very same questions in YAML', async () => {
    const { bytes, name } = await exportQuestions(closedSamples, 'yaml')
    const { usable } = await importFile({ bytes, name })
    expect(usable.map(({ bank: question }) => question)).toEqual(closedSamples.map(({ bank: question }) => question))
  })
})

/** The samples that a format has no words for; all of them for a format that is not here. */
const leftOut: Partial<Record<ExportFormat, string[]>> = {
  yaml: [],
  gift: ['texte-a-trous', 'trous-ponderes', 'ordre-exact', 'paires-code', 'commande-fleche', 'fraction'],
  'moodle-xml': ['fraction'],
  qti22: ['fraction'],
  qti30: ['fraction'],
}

/** No other tool has a place for them. */
const ours = (['source', 'objective', 'reference', 'verified', 'enemies'] as const).filter((feature) =>
  questions.some(({ bank: question }) => question?.[feature] !== undefined),
)
/** A document is written before its questions, where nothing holds them together. */
const apart: Feature[] = questions.some(({ context }) => context) ? ['context_apart'] : []
/** The options of a list are words, without formatting. */
const lists = ['plain_lists'] as const
const qtiLosses: Feature[] = [...lists, 'part_feedback', 'ordering_credit', 'unit']
const bankLosses: Record<ExportFormat, Feature[]> = {
  yaml: [],
  gift: ['cloze', 'ordering', ...ours, ...apart, 'explanation', ...lists, 'letter_case', 'unit'],
  'moodle-xml': [...ours, ...apart, ...lists],
  // One cloze, whose options differ by their signs alone.
  qti22: ['cloze', ...ours, ...apart, ...qtiLosses],
  qti30: ['cloze', ...ours, ...qtiLosses],
  'amc-txt': [
    ...(['cloze', 'ordering', 'matching', 'exact_answer'] as const),
    ...ours,
    ...(['explanation', 'files', 'layout', 'code_language'] as const),
  ],
}

withFixtures('every file of other tools', () => {
  const formats = exportFormats.filter((format) => format !== 'yaml')
  it.each(fixtureFiles)(
    '%s comes back from each format the same, but for what is said to be lost',
    async (path) => {
      const { usable } = await importFixture(path)
      if (usable.length === 0) return
      for (const format of formats) expect((await roundTrip(usable, format)).differences, format).toEqual([])
    },
    30_000,
  )
})

/** What differs after a round trip, and was not announced. */
async function roundTrip(all: readonly PortableQuestion[], format: ExportFormat) {
  const { bytes, name, losses } = await exportQuestions(all, format)
  // What a format cannot say at all is not in its file.
  const given = all.filter((question) => !lossesOf([question], format).some(({ feature }) => feature === question.type))
  if (given.length === 0) return { losses, differences: [] }
  const back = await importFile({ bytes, name })
  // The bank has no titles: the one it goes out with is the beginning of its text.
  const lost = (question: PortableQuestion) =>
    new Set<Feature>([
      ...lossesOf([question], format).map(({ feature }) => feature),
      ...(question.bank ? (['title'] as const) : []),
    ])
  // Questions of one document leave one after the other.
  const returned = given.every(({ bank: question }) => question) ? inOrderOf(given, back.usable) : back.usable
  const differences = given.flatMap((question, index) => {
    const twin = returned[index]
    if (!twin) return [`${question.title}: not there`]
    const [before, after] = [shapeOf(question, lost(question)), shapeOf(twin, lost(question))]
    return Object.keys(before)
      .filter((key) => before[key] !== after[key])
      .map((key) => `${question.title}, ${key}: ${before[key]} → ${after[key]}`)
  })
  const extra = back.usable.length - given.length
  return {
    losses,
    differences: [
      ...differences,
      ...back.unusable.map(({ reason, title }) => `${reason} ${title}`),
      ...(extra > 0 ? [`${extra} more`] : []),
    ],
  }
}

const inOrderOf = (given: readonly PortableQuestion[], back: readonly PortableQuestion[]) =>
  given.map((question) => back.find(({ idnumber }) => idnumber === question.idnumber))

/** What students would see, and all that is said beside, less what was announced as lost. */
function shapeOf(question: PortableQuestion, lost: ReadonlySet<Feature>): Record<string, string> {
  const { type, context, stem, choices, answers, explanation, category, idnumber, tags, files } = question
  const seen = (markdown: string | undefined) => shown(markdown, lost)
  const choice = ({ text, correct, weight, feedback, keepLast }: (typeof choices)[number]) => [
    seen(text),
    correct,
    lost.has('partial_weights') ? '' : weight,
    lost.has('feedback') ? '' : seen(feedback),
    lost.has('keep_last') ? false : Boolean(keepLast),
  ]
  return {
    type,
    // Other tools keep no narrow space in a title.
    context: context ? `${(context.title ?? '').replace(/\s+/g, ' ')} ${seen(context.text)}` : '',
    stem: seen(stem),
    choices: JSON.stringify(choices.map(choice)),
    answers: JSON.stringify(answers ? shapeOfAnswers(answers, lost) : null),
    explanation: lost.has('explanation') ? '' : seen(explanation),
    title: lost.has('title') ? '' : question.title,
    category: category.join('/'),
    idnumber: idnumber ?? '',
    tags: [...tags].sort().join(),
    files: lost.has('files')
      ? ''
      : files
          .map(({ name, bytes }) => `${name} ${bytes.length}`)
          .sort()
          .join(),
  }
}

/** The answers of the types whose choices are not one list. */
function shapeOfAnswers(answers: PortableAnswers, lost: ReadonlySet<Feature>): unknown {
  const seen = (markdown: string | undefined) => shown(markdown, lost)
  const said = (feedback: string | undefined) => (lost.has('part_feedback') ? '' : seen(feedback))
  const listed = (markdown: string) => (lost.has('plain_lists') ? wordsOf(treeOf(markdown)) : seen(markdown))
  const weighed = (weight: string) => (lost.has('partial_weights') ? '' : weight)
  switch (answers.kind) {
    case 'cloze':
      return answers.gaps.map((gap) =>
        gap.map(({ text, correct, weight, feedback }) => [listed(text), correct, weighed(weight), said(feedback)]),
      )
    case 'ordering':
      return [
        answers.items.map(({ text, feedback }) => [seen(text), said(feedback)]),
        lost.has('ordering_credit') ? '' : (answers.partial ?? 'places'),
      ]
    case 'matching':
      return [
        answers.pairs.map(({ item, answer, feedback }) => [seen(item), listed(answer), said(feedback)]),
        // Written in the order of their texts, so that no tool shows each answer beside its item.
        answers.extras.map(listed).toSorted(),
      ]
    case 'exact_answer':
      return [answers.answers.map(typedShape), ruleShape(answers.typed)]
  }
  function typedShape({ text, correct, weight, feedback }: TypedAnswer) {
    const { typed } = answers as Extract<PortableAnswers, { kind: 'exact_answer' }>
    return [typed.kind === 'number' ? authorKey(text, typed) : text, correct, weighed(weight), said(feedback)]
  }
  function ruleShape(rule: TypedRule) {
    if (rule.kind === 'text') return ['text', lost.has('letter_case') ? '' : rule.case]
    const { tolerance, unit = '', unitRequired = false } = rule
    return ['number', rationalText(toRational(tolerance)), ...(lost.has('unit') ? [] : [unit, unitRequired])]
  }
}

/** Rendered once: six formats give back the same texts. */
const trees = new Map<string, string>()
function treeOf(markdown: string): string {
  const tree = trees.get(markdown) ?? JSON.stringify(markdown ? render(markdown) : [])
  trees.set(markdown, tree)
  return tree
}

/** The tree of the page. A line break of the source is a space there; AMC-TXT keeps words, not their layout. */
function shown(markdown: string | undefined, lost: ReadonlySet<Feature>): string {
  const tree = treeOf(markdown ?? '')
  // An image that does not go leaves its words.
  if (lost.has('layout') || lost.has('code_language') || lost.has('files')) return wordsOf(tree)
  return tree.replace(/\\n/g, ' ').replace(/ +/g, ' ')
}

const wordsOf = (tree: string) =>
  [...tree.matchAll(/"(?:value|alt)":"((?:\\.|[^"\\])*)"/g)]
    .map((match) => match[1])
    .join('')
    .replace(/(?:\\n|\s|[•|]|\d\.)+/g, '')

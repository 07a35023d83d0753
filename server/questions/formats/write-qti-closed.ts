import type { PortableAnswers, PortableChoice } from './imported.ts'
import { plainWords } from './plain-words.ts'
import type { Dialect } from './qti-dialect.ts'
import { typedNumber } from './typed-number.ts'
import { wholePoints } from './weights.ts'
import { escapeXml } from './xml-tree.ts'

/** What an item says of its answers: its declarations, its body, and how its score is set. */
export type QtiParts = {
  readonly declarations: readonly string[]
  readonly body: readonly string[]
  readonly score: readonly string[]
}

type Closed<Kind extends PortableAnswers['kind']> = {
  answers: Extract<PortableAnswers, { kind: Kind }>
  stem: string
  html: (markdown: string) => string
  dialect: Dialect
}

export function closedParts(answers: PortableAnswers, around: Omit<Closed<'cloze'>, 'answers'>): QtiParts {
  switch (answers.kind) {
    case 'cloze':
      return clozeParts({ ...around, answers })
    case 'ordering':
      return orderingParts({ ...around, answers })
    case 'matching':
      return matchingParts({ ...around, answers })
    case 'exact_answer':
      return answers.typed.kind === 'number' ? numberParts({ ...around, answers }) : wordsParts({ ...around, answers })
  }
}

const letter = (index: number) => String.fromCharCode(65 + index)
const byText = (one: { text: string }, other: { text: string }) => (one.text < other.text ? -1 : 1)

/** A tool that does not shuffle must not show the right order, nor each answer beside its item. */
const withIds = <T extends { text: string }>(items: readonly T[], prefix: string) =>
  items.toSorted(byText).map((item, index) => ({ ...item, id: prefix + letter(index) }))

type Declared = { id?: string; cardinality: string; baseType: string; keys: string[]; mapping?: string }

const declared = ({ id = 'RESPONSE', cardinality, baseType, keys, mapping }: Declared, { element }: Dialect) =>
  element(
    'responseDeclaration',
    { identifier: id, cardinality, baseType },
    element('correctResponse', {}, ...keys.map((key) => element('value', {}, escapeXml(key)))),
    ...(mapping ? [mapping] : []),
  )

const score = (value: string, { element }: Dialect) => element('setOutcomeValue', { identifier: 'SCORE' }, value)
const mapResponse = (id: string, { element }: Dialect) => element('mapResponse', { identifier: id })

function clozeParts({ answers: { gaps }, stem, html, dialect }: Closed<'cloze'>): QtiParts {
  const { element } = dialect
  // Over all gaps, so that each counts as much as another.
  const { points, outOf } = wholePoints(gaps.flat().map(({ weight }) => weight))
  const idOf = (gap: number) => `RESPONSE${gap + 1}`
  const declarations = gaps.map((gap, index) => {
    const before = gaps.slice(0, index).flat().length
    const entries = gap.map((_, at) =>
      element('mapEntry', { mapKey: letter(at), mappedValue: String(points[before + at] ?? 0n) }),
    )
    const mapping = element('mapping', { lowerBound: 0, upperBound: String(outOf), defaultValue: 0 }, ...entries)
    const keys = gap.flatMap(({ correct }, at) => (correct ? [letter(at)] : []))
    return declared({ id: idOf(index), cardinality: 'single', baseType: 'identifier', keys, mapping }, dialect)
  })
  const text = html(stem).replace(/<[^>]*>|\[\[(\d)\]\]/g, (whole, id: string | undefined) =>
    id === undefined ? whole : gapElement(gaps[Number(id) - 1] ?? [], idOf(Number(id) - 1), dialect),
  )
  const scores = gaps.map((_, index) => mapResponse(idOf(index), dialect))
  const whole = scores.length > 1 ? element('sum', {}, ...scores) : scores.join('')
  return { declarations, body: [`<div>${text}</div>`], score: [score(whole, dialect)] }
}

const gapElement = (gap: readonly PortableChoice[], id: string, { element }: Dialect) =>
  element(
    'inlineChoiceInteraction',
    { responseIdentifier: id, shuffle: true },
    ...gap.map(({ text }, at) => element('inlineChoice', { identifier: letter(at) }, escapeXml(plainWords(text)))),
  )

function orderingParts({ answers: { items }, stem, html, dialect }: Closed<'ordering'>): QtiParts {
  const { element } = dialect
  const choices = withIds(items, '')
  const keys = items.flatMap(({ text }) => choices.find((choice) => choice.text === text)?.id ?? [])
  const interaction = element(
    'orderInteraction',
    { responseIdentifier: 'RESPONSE', shuffle: true },
    ...choices.map(({ id, text }) => element('simpleChoice', { identifier: id }, html(text))),
  )
  return {
    declarations: [declared({ cardinality: 'ordered', baseType: 'identifier', keys }, dialect)],
    body: [`<div>${html(stem)}</div>`, interaction],
    score: [],
  }
}

function matchingParts({ answers: { pairs, extras }, stem, html, dialect }: Closed<'matching'>): QtiParts {
  const { element } = dialect
  const texts = [...new Set([...pairs.map(({ answer }) => answer), ...extras])]
  const answers = withIds(
    texts.map((text) => ({ text })),
    'R',
  )
  const items = pairs.map(({ item, answer }, index) => ({
    ...{ id: `I${letter(index)}`, text: item, answer: answers.find(({ text }) => text === answer)?.id ?? '' },
  }))
  const keys = items.map(({ id, answer }) => `${id} ${answer}`)
  const entries = keys.map((key) => element('mapEntry', { mapKey: key, mappedValue: 1 }))
  const mapping = element('mapping', { lowerBound: 0, upperBound: keys.length, defaultValue: 0 }, ...entries)
  const set = (choices: readonly { id: string; text: string }[], most: number) =>
    element(
      'simpleMatchSet',
      {},
      ...choices.map(({ id, text }) =>
        element('simpleAssociableChoice', { identifier: id, matchMax: most }, html(text)),
      ),
    )
  const interaction = element(
    'matchInteraction',
    { responseIdentifier: 'RESPONSE', shuffle: true, maxAssociations: items.length },
    set(items, 1),
    set(answers, 0),
  )
  return {
    declarations: [declared({ cardinality: 'multiple', baseType: 'directedPair', keys, mapping }, dialect)],
    body: [`<div>${html(stem)}</div>`, interaction],
    score: [score(mapResponse('RESPONSE', dialect), dialect)],
  }
}

const entry = ({ element }: Dialect) => `<p>${element('textEntryInteraction', { responseIdentifier: 'RESPONSE' })}</p>`

function wordsParts({ answers: { answers, typed }, stem, html, dialect }: Closed<'exact_answer'>): QtiParts {
  const { element } = dialect
  const { points, outOf } = wholePoints(answers.map(({ weight }) => weight))
  const isCase = typed.kind === 'text' && typed.case
  const entries = answers.map(({ text }, index) =>
    element('mapEntry', { mapKey: text, mappedValue: String(points[index] ?? 0n), caseSensitive: isCase }),
  )
  const mapping = element('mapping', { lowerBound: 0, upperBound: String(outOf), defaultValue: 0 }, ...entries)
  const keys = answers.filter(({ correct }) => correct).map(({ text }) => text)
  return {
    declarations: [declared({ cardinality: 'single', baseType: 'string', keys: keys.slice(0, 1), mapping }, dialect)],
    body: [`<div>${html(stem)}</div>`, entry(dialect)],
    score: [score(mapResponse('RESPONSE', dialect), dialect)],
  }
}

/** Each number with the tolerance, in turn: a mapping has none. */
function numberParts({ answers: { answers, typed }, stem, html, dialect }: Closed<'exact_answer'>): QtiParts {
  const { element } = dialect
  const tolerance = typed.kind === 'number' ? typedNumber(typed.tolerance, { kind: 'number', tolerance: '0' }) : null
  const mode =
    tolerance === null || tolerance === '0'
      ? { toleranceMode: 'exact' }
      : { toleranceMode: 'absolute', tolerance: `${tolerance} ${tolerance}` }
  const { points } = wholePoints(answers.map(({ weight }) => weight))
  const float = (value: string) => element('baseValue', { baseType: 'float' }, value)
  const numbers = answers.map(({ text }) => typedNumber(text, typed) ?? '')
  const branches = numbers.map((number, index) =>
    element(
      index === 0 ? 'responseIf' : 'responseElseIf',
      {},
      element('equal', mode, element('variable', { identifier: 'RESPONSE' }), float(number)),
      score(float(String(points[index] ?? 0n)), dialect),
    ),
  )
  const otherwise = element('responseElse', {}, score(float('0'), dialect))
  const keys = numbers.filter((_, index) => answers[index]?.correct)
  return {
    declarations: [declared({ cardinality: 'single', baseType: 'float', keys: keys.slice(0, 1) }, dialect)],
    body: [`<div>${html(stem)}</div>`, entry(dialect)],
    score: [element('responseCondition', {}, ...branches, otherwise)],
  }
}

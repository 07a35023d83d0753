import type { PortableQuestion } from './imported.ts'
import { hasPartialWeights, isInOrder } from './losses.ts'
import { markdownToQti } from './qti-content.ts'
import type { Dialect } from './qti-dialect.ts'
import { wholePoints } from './weights.ts'
import { closedParts, type QtiParts } from './write-qti-closed.ts'

export type ItemNames = {
  identifier: string
  /** Its document, in a file of its own. */
  stimulus: { identifier: string; title: string; href: string } | undefined
  /** Path of a file of the question, relative to the item in the package. */
  address: (name: string) => string
}

/** One item: the key in its declaration, the text around its choices, explanations shown after the answer. */
export function qtiItem(
  question: PortableQuestion,
  { identifier, stimulus, address }: ItemNames,
  dialect: Dialect,
): string {
  const { element } = dialect
  const html = (markdown: string) => markdownToQti(markdown, address)
  const ids = identifiersOf(question)
  const feedback = modalFeedbacks({ question, ids, html, dialect })
  const { answers, stem } = question
  const parts = answers ? closedParts(answers, { stem, html, dialect }) : choiceParts({ question, ids, html, dialect })
  const item = element(
    'assessmentItem',
    {
      xmlns: dialect.itemNamespace,
      identifier,
      title: question.title,
      'xml:lang': 'fr',
      adaptive: false,
      timeDependent: false,
      toolName: 'Bareme',
    },
    ...parts.declarations,
    element(
      'outcomeDeclaration',
      { identifier: 'SCORE', cardinality: 'single', baseType: 'float' },
      element('defaultValue', {}, element('value', {}, '0')),
    ),
    ...(feedback.length > 0
      ? [element('outcomeDeclaration', { identifier: 'FEEDBACK', cardinality: 'multiple', baseType: 'identifier' })]
      : []),
    ...(stimulus ? [element('assessmentStimulusRef', stimulus)] : []),
    element('itemBody', {}, ...parts.body),
    processing({ score: parts.score, hasFeedback: feedback.length > 0, shows: answers === undefined }, dialect),
    ...feedback,
  )
  return `<?xml version="1.0" encoding="UTF-8"?>\n${item}\n`
}

/** The document of several items (`assessmentStimulus`, since QTI 2.2). */
export function qtiStimulus(
  { title, text }: { title: string; text: string },
  { identifier, address }: Pick<ItemNames, 'identifier' | 'address'>,
  { element, itemNamespace }: Dialect,
): string {
  const stimulus = element(
    'assessmentStimulus',
    { xmlns: itemNamespace, identifier, title, 'xml:lang': 'fr' },
    element('stimulusBody', {}, `<div>${markdownToQti(text, address)}</div>`),
  )
  return `<?xml version="1.0" encoding="UTF-8"?>\n${stimulus}\n`
}

const identifiersOf = ({ type, choices }: PortableQuestion) =>
  choices.map((_, index) =>
    type === 'true_false' ? (index === 0 ? 'true' : 'false') : String.fromCharCode(65 + index),
  )

function responseDeclaration(question: PortableQuestion, ids: readonly string[], { element }: Dialect): string {
  const keys = ids.filter((_, index) => question.choices[index]?.correct)
  const { points, outOf } = wholePoints(question.choices.map(({ weight }) => weight))
  const mapping = element(
    'mapping',
    { lowerBound: 0, upperBound: String(outOf), defaultValue: 0 },
    ...ids.map((id, index) => element('mapEntry', { mapKey: id, mappedValue: String(points[index] ?? 0n) })),
  )
  return element(
    'responseDeclaration',
    {
      identifier: 'RESPONSE',
      cardinality: question.type === 'multiple' ? 'multiple' : 'single',
      baseType: 'identifier',
    },
    element('correctResponse', {}, ...keys.map((key) => element('value', {}, key))),
    ...(hasPartialWeights(question) ? [mapping] : []),
  )
}

type WrittenItem = {
  question: PortableQuestion
  ids: readonly string[]
  html: (markdown: string) => string
  dialect: Dialect
}

function interaction({ question, ids, html, dialect: { element } }: WrittenItem): string {
  const { type, choices } = question
  const isShuffled = type !== 'true_false' && !isInOrder(question)
  return element(
    'choiceInteraction',
    { responseIdentifier: 'RESPONSE', shuffle: isShuffled, maxChoices: type === 'multiple' ? 0 : 1 },
    ...choices.map(({ text, keepLast }, index) =>
      element(
        'simpleChoice',
        { identifier: ids[index], fixed: (isShuffled && keepLast) || type === 'true_false' || undefined },
        html(text),
      ),
    ),
  )
}

const choiceParts = (written: WrittenItem): QtiParts => ({
  declarations: [responseDeclaration(written.question, written.ids, written.dialect)],
  body: [`<div>${written.html(written.question.stem)}</div>`, interaction(written)],
  score: hasPartialWeights(written.question)
    ? [
        written.dialect.element(
          'setOutcomeValue',
          { identifier: 'SCORE' },
          written.dialect.element('mapResponse', { identifier: 'RESPONSE' }),
        ),
      ]
    : [],
})

/** `score`: empty when only the correct response earns. `shows`: whether each choice may have a feedback. */
type Processing = { score: readonly string[]; hasFeedback: boolean; shows: boolean }

function processing({ score, hasFeedback, shows }: Processing, { element, matchCorrect }: Dialect): string {
  if (score.length === 0 && !hasFeedback) return element('responseProcessing', { template: matchCorrect })
  const response = element('variable', { identifier: 'RESPONSE' })
  const explained = element('baseValue', { baseType: 'identifier' }, 'explanation')
  const shown = element('multiple', {}, ...(shows ? [response] : []), explained)
  return element(
    'responseProcessing',
    {},
    ...(score.length > 0 ? score : [scoreOfCorrect(element)]),
    ...(hasFeedback ? [element('setOutcomeValue', { identifier: 'FEEDBACK' }, shown)] : []),
  )
}

function scoreOfCorrect(element: Dialect['element']): string {
  const score = (value: number) =>
    element('setOutcomeValue', { identifier: 'SCORE' }, element('baseValue', { baseType: 'float' }, String(value)))
  const response = element('variable', { identifier: 'RESPONSE' })
  const right = element('match', {}, response, element('correct', { identifier: 'RESPONSE' }))
  return element(
    'responseCondition',
    {},
    element('responseIf', {}, right, score(1)),
    element('responseElse', {}, score(0)),
  )
}

/** One per choice with a feedback, with the identifier of the choice, and the explanation for everybody. */
function modalFeedbacks({ question, ids, html, dialect: { element, version } }: WrittenItem): string[] {
  const shown = (identifier: string, markdown: string) => {
    const content = `<div>${html(markdown)}</div>`
    const attributes = { outcomeIdentifier: 'FEEDBACK', showHide: 'show', identifier }
    return element('modalFeedback', attributes, version === '3.0' ? element('contentBody', {}, content) : content)
  }
  return [
    ...question.choices.flatMap(({ feedback }, index) => (feedback ? [shown(ids[index] ?? '', feedback)] : [])),
    ...(question.explanation ? [shown('explanation', question.explanation)] : []),
  ]
}

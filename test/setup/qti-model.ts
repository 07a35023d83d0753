import { SaxesParser } from 'saxes'

/**
 * The elements and attributes allowed in a QTI item, written by hand: the part of the content model of QTI 2.2 (and
 * 3.0, whose names have hyphens) that an item with choices, an order, pairs, lists in a text or an entry uses (1EdTech, « QTI ASI information model
 * 2.2 », content model). Not validated by XSD, because no registry has the schemas of 1EdTech.
 */
const blockTags = ['p', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'pre', 'blockquote', 'ul', 'ol', 'div', 'table', 'hr']
const inlineTags = [
  'inlineChoiceInteraction',
  'textEntryInteraction',
  '#text',
  'a',
  'code',
  'em',
  'strong',
  'sub',
  'sup',
  'br',
  'img',
  'span',
]
const flow = [...blockTags, ...inlineTags]
const phrase = Object.fromEntries(['p', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6'].map((tag) => [tag, inlineTags]))

type Rule = {
  readonly children: readonly string[]
  readonly attributes?: readonly string[]
  readonly needs?: readonly string[]
}
const rules: Readonly<Record<string, Rule>> = {
  ...Object.fromEntries(Object.entries(phrase).map(([tag, children]) => [tag, { children }])),
  assessmentItem: {
    children: [
      'responseDeclaration',
      'outcomeDeclaration',
      'assessmentStimulusRef',
      'itemBody',
      'responseProcessing',
      'modalFeedback',
    ],
    attributes: ['xmlns', 'identifier', 'title', 'xml:lang', 'adaptive', 'timeDependent', 'toolName'],
    needs: ['identifier', 'title', 'adaptive', 'timeDependent'],
  },
  assessmentStimulusRef: { children: [], attributes: ['identifier', 'href', 'title'], needs: ['identifier', 'href'] },
  assessmentStimulus: {
    children: ['stimulusBody'],
    attributes: ['xmlns', 'identifier', 'title', 'xml:lang'],
    needs: ['identifier', 'title'],
  },
  stimulusBody: { children: blockTags },
  responseDeclaration: {
    children: ['correctResponse', 'mapping'],
    attributes: ['identifier', 'cardinality', 'baseType'],
    needs: ['identifier', 'cardinality'],
  },
  outcomeDeclaration: { children: ['defaultValue'], attributes: ['identifier', 'cardinality', 'baseType'] },
  correctResponse: { children: ['value'] },
  defaultValue: { children: ['value'] },
  value: { children: ['#text'] },
  mapping: { children: ['mapEntry'], attributes: ['lowerBound', 'upperBound', 'defaultValue'] },
  mapEntry: { children: [], attributes: ['mapKey', 'mappedValue', 'caseSensitive'] },
  itemBody: { children: [...blockTags, 'choiceInteraction', 'orderInteraction', 'matchInteraction'] },
  orderInteraction: {
    children: ['simpleChoice'],
    attributes: ['responseIdentifier', 'shuffle'],
    needs: ['responseIdentifier'],
  },
  matchInteraction: {
    children: ['simpleMatchSet'],
    attributes: ['responseIdentifier', 'shuffle', 'maxAssociations'],
    needs: ['responseIdentifier', 'shuffle', 'maxAssociations'],
  },
  simpleMatchSet: { children: ['simpleAssociableChoice'] },
  simpleAssociableChoice: {
    children: flow,
    attributes: ['identifier', 'matchMax'],
    needs: ['identifier', 'matchMax'],
  },
  inlineChoiceInteraction: {
    children: ['inlineChoice'],
    attributes: ['responseIdentifier', 'shuffle'],
    needs: ['responseIdentifier', 'shuffle'],
  },
  inlineChoice: { children: ['#text'], attributes: ['identifier'], needs: ['identifier'] },
  textEntryInteraction: { children: [], attributes: ['responseIdentifier'], needs: ['responseIdentifier'] },
  choiceInteraction: {
    children: ['simpleChoice'],
    attributes: ['responseIdentifier', 'shuffle', 'maxChoices'],
    needs: ['responseIdentifier'],
  },
  simpleChoice: { children: flow, attributes: ['identifier', 'fixed'], needs: ['identifier'] },
  responseProcessing: { children: ['responseCondition', 'setOutcomeValue'], attributes: ['template'] },
  responseCondition: { children: ['responseIf', 'responseElseIf', 'responseElse'] },
  responseIf: { children: ['match', 'equal', 'setOutcomeValue'] },
  responseElseIf: { children: ['equal', 'setOutcomeValue'] },
  responseElse: { children: ['setOutcomeValue'] },
  setOutcomeValue: { children: ['baseValue', 'mapResponse', 'multiple', 'sum'], attributes: ['identifier'] },
  match: { children: ['variable', 'correct'] },
  equal: {
    children: ['variable', 'baseValue'],
    attributes: ['toleranceMode', 'tolerance'],
    needs: ['toleranceMode'],
  },
  sum: { children: ['mapResponse'] },
  multiple: { children: ['variable', 'baseValue'] },
  baseValue: { children: ['#text'], attributes: ['baseType'], needs: ['baseType'] },
  mapResponse: { children: [], attributes: ['identifier'] },
  variable: { children: [], attributes: ['identifier'] },
  correct: { children: [], attributes: ['identifier'] },
  modalFeedback: {
    children: [...flow, 'contentBody'],
    attributes: ['outcomeIdentifier', 'showHide', 'identifier'],
    needs: ['outcomeIdentifier', 'showHide', 'identifier'],
  },
  contentBody: { children: flow },
  div: { children: flow },
  li: { children: flow },
  th: { children: flow },
  td: { children: flow },
  blockquote: { children: blockTags },
  pre: { children: inlineTags.filter((tag) => !['img', 'sub', 'sup'].includes(tag)) },
  ul: { children: ['li'] },
  ol: { children: ['li'] },
  table: { children: ['thead', 'tbody'] },
  thead: { children: ['tr'] },
  tbody: { children: ['tr'] },
  tr: { children: ['th', 'td'] },
  a: { children: inlineTags.filter((tag) => tag !== 'a'), attributes: ['href'], needs: ['href'] },
  code: { children: inlineTags, attributes: ['class'] },
  em: { children: inlineTags },
  strong: { children: inlineTags },
  sub: { children: inlineTags },
  sup: { children: inlineTags },
  span: { children: inlineTags },
  br: { children: [] },
  hr: { children: [] },
  img: { children: [], attributes: ['src', 'alt'], needs: ['src', 'alt'] },
}

const plain = (name: string) =>
  name.replace(/^qti-/, '').replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase())

/** The faults of an item: malformed XML, or an element or attribute that the model does not allow. */
export function faultsOfItem(xml: string): string[] {
  const faults: string[] = []
  const stack: { tag: string; children: string[] }[] = []
  const parser = new SaxesParser({ xmlns: false })
  const put = (child: string) => {
    const parent = stack.at(-1)
    if (!parent) return
    parent.children.push(child)
    if (!rules[parent.tag]?.children.includes(child)) faults.push(`${child} in ${parent.tag}`)
  }
  parser.on('error', (error) => faults.push(error.message))
  parser.on('opentag', ({ name, attributes }) => {
    const tag = plain(name)
    const rule = rules[tag]
    put(tag)
    if (!rule) faults.push(`${tag} is not in QTI`)
    const names = Object.keys(attributes).map((key) => (key.startsWith('xml') ? key : plain(key)))
    for (const each of names) if (!rule?.attributes?.includes(each)) faults.push(`${tag} has ${each}`)
    for (const each of rule?.needs ?? []) if (!names.includes(each)) faults.push(`${tag} without ${each}`)
    stack.push({ tag, children: [] })
  })
  const text = (value: string) => {
    if (value.trim() !== '') put('#text')
  }
  parser.on('text', text)
  parser.on('cdata', text)
  parser.on('closetag', () => {
    const closed = stack.pop()
    const isBodiless = closed?.tag === 'table' && closed.children.filter((tag) => tag === 'tbody').length === 0
    if (isBodiless) faults.push('table without tbody')
    if (['thead', 'tbody', 'tr'].includes(closed?.tag ?? '') && closed?.children.length === 0)
      faults.push(`empty ${closed?.tag}`)
  })
  parser.write(xml).close()
  return faults
}

/** The syntax errors of an XML text. */
export function faultsOfXml(xml: string): string[] {
  const faults: string[] = []
  const parser = new SaxesParser({ xmlns: false })
  parser.on('error', (error) => faults.push(error.message))
  parser.write(xml).close()
  return faults
}

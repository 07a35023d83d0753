import { parseRational, rational } from '#core/rational.ts'
import { evenWeights, isPositive, sharesOf } from './weights.ts'
import { childOf, find, findAll, textOf, type XmlElement } from './xml-tree.ts'

type Weighing = {
  type: 'single' | 'multiple'
  item: XmlElement
  declaration: XmlElement
  choices: readonly { readonly identifier: string }[]
}

/** The mapping is used when the item is scored by it; otherwise only the correct response. */
export function weightsOf({ type, item, declaration, choices }: Weighing) {
  const keys = new Set(correctValues(declaration))
  const mapping = childOf(declaration, 'mapping')
  if (mapping && isMapped(item)) {
    const points = mappedPoints(mapping, choices)
    const shares = sharesOf(type, points, parseRational(mapping.attributes['upperbound'] ?? '') ?? undefined)
    return shares.map((weight, index) => ({
      weight,
      correct: keys.size > 0 ? keys.has(choices[index]?.identifier ?? '') : isPositive(weight),
    }))
  }
  return evenWeights(
    type,
    choices.map(({ identifier }) => ({ correct: keys.has(identifier) })),
  )
}

export function isMapped(item: XmlElement): boolean {
  const processing = childOf(item, 'responseprocessing')
  if (!processing) return false
  return /map_response/.test(processing.attributes['template'] ?? '') || find(processing, 'mapresponse') !== undefined
}

function mappedPoints(mapping: XmlElement, choices: readonly { readonly identifier: string }[]) {
  const entries = new Map(
    findAll(mapping, 'mapentry').map(({ attributes }) => [attributes['mapkey'], attributes['mappedvalue']]),
  )
  const otherwise = mapping.attributes['defaultvalue'] ?? '0'
  return choices.map(({ identifier }) => parseRational(entries.get(identifier) ?? otherwise) ?? rational(0))
}

/** The values of the correct response, in order. */
export function correctValues(declaration: XmlElement): string[] {
  const correct = childOf(declaration, 'correctresponse')
  return (correct ? findAll(correct, 'value') : []).map((value) => textOf(value).trim())
}

/** Whether some answers earn less than others, by conditions of the item itself, which are not read. */
export function hasOwnScores(item: XmlElement): boolean {
  const processing = childOf(item, 'responseprocessing')
  const set = processing ? findAll(processing, 'setoutcomevalue') : []
  const scores = set
    .filter(({ attributes }) => attributes['identifier'] === 'SCORE')
    .flatMap((one) => findAll(one, 'basevalue').map((value) => textOf(value).trim()))
  return new Set(scores.filter((score) => Number(score) !== 0)).size > 1
}

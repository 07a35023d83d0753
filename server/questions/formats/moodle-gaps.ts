import { rational } from '#core/rational.ts'
import { mostAnswerElements } from './bounds.ts'
import { type ClosedAnswers, cannotAsk, closed } from './closed-answers.ts'
import { readDecimal } from './exact-decimal.ts'
import { gapMark, withGapMarks } from './gap-marks.ts'
import type { ImportRemark } from './import-remark.ts'
import type { PortableChoice } from './imported.ts'
import { type ClozeCode, clozeCodes, gapsCannotBeAsked } from './moodle-cloze.ts'
import { formatIn, wordIn, writtenIn } from './moodle-text.ts'
import type { ReadingContext } from './reading-context.ts'
import { toMarkdown } from './to-markdown.ts'
import { type GivenNumber, numericAnswers, shortAnswers } from './typed-answers.ts'
import { isWhole } from './weights.ts'
import { childOf, childrenOf, type XmlElement } from './xml-tree.ts'

type WithStem = ClosedAnswers & { stem?: string }

/** `gapselect` and `ddwtos`: `[[2]]` is the second option, among those of its group. */
export function missingWords(type: 'gapselect' | 'ddwtos', element: XmlElement, context: ReadingContext): WithStem {
  const options = childrenOf(element, type === 'gapselect' ? 'selectoption' : 'dragbox').map((option) => ({
    text: toMarkdown({ text: writtenIn(option), format: 'moodle' }, context),
    group: wordIn(option, 'group') || '1',
    isEndless: type === 'gapselect' || childOf(option, 'infinite') !== undefined,
  }))
  const numbers: number[] = []
  const source = writtenIn(childOf(element, 'questiontext')).replace(/\[\[(\d{1,3})\]\]/g, (_, number: string) =>
    gapMark(numbers.push(Number(number))),
  )
  if (numbers.length > mostAnswerElements) return cannotAsk('too_many_parts')
  const keys = numbers.map((number) => options[number - 1])
  if (keys.length === 0 || !keys.every((key) => key !== undefined)) return cannotAsk('gaps_misplaced')
  const gaps = keys.map((key) => {
    const texts = new Set(options.filter(({ group }) => group === key.group).map(({ text }) => text))
    return [...texts].map((text) => ({ text, correct: text === key.text, weight: text === key.text ? '1' : '0' }))
  })
  const isOnce = keys.some(
    (key, index) => !key.isEndless && keys.some((other, at) => at > index && other.group === key.group),
  )
  const remarks: ImportRemark[] = isOnce ? [{ code: 'used_once' }] : []
  return { ...closed({ kind: 'cloze', gaps }, remarks), stem: stemOf(source, element, context) }
}

/** `cloze`: the answers are in the text. One that is typed alone is an exact answer; all the others must be lists. */
export function embeddedAnswers(element: XmlElement, context: ReadingContext): WithStem {
  const { text, codes } = clozeCodes(writtenIn(childOf(element, 'questiontext')))
  const refusal = gapsCannotBeAsked(codes)
  if (refusal) return refusal
  const [first] = codes
  if (!first) return cannotAsk('gaps_misplaced')
  if (codes.some(({ answers }) => answers.some(({ weight }) => weight === null))) return cannotAsk('bad_weight')
  const toText = (source: string) => toMarkdown({ text: source, format: 'html' }, context)
  if (first.kind !== 'list') {
    const stem = stemOf(text.replace(gapMark(1), '_____'), element, context)
    return { ...typedCode(first, toText), stem }
  }
  const gaps = codes.map(({ answers }) =>
    answers.map(
      ({ text: said, weight, feedback }): PortableChoice => ({
        text: toText(said),
        weight: weight ?? '0',
        correct: isWhole(weight ?? '0'),
        feedback: toText(feedback) || undefined,
      }),
    ),
  )
  const isUneven = codes.some(({ points }) => points !== first.points)
  const remarks: ImportRemark[] = isUneven ? [{ code: 'part_weights' }] : []
  return { ...closed({ kind: 'cloze', gaps }, remarks), stem: stemOf(text, element, context) }
}

function typedCode({ kind, answers }: ClozeCode, toText: (source: string) => string): ClosedAnswers {
  const given = answers.map(({ text, weight, feedback }) => ({
    ...{ text, weight: weight ?? '0', feedback: toText(feedback) || undefined },
  }))
  if (kind !== 'number') return shortAnswers(given, { kind: 'text', case: kind === 'words_with_case' })
  const numbers = given.map(({ text, weight, feedback }): GivenNumber | null => {
    const [value, tolerance] = text.split(':').map(readDecimal)
    if (text === '*') return { value: null, tolerance: rational(0), weight, feedback }
    return value && tolerance !== null ? { value, tolerance: tolerance ?? rational(0), weight, feedback } : null
  })
  return numbers.every((number) => number !== null) ? numericAnswers(numbers) : cannotAsk('answer_unreadable')
}

function stemOf(source: string, element: XmlElement, context: ReadingContext): string {
  const holder = childOf(element, 'questiontext')
  return holder ? withGapMarks(toMarkdown({ text: source, format: formatIn(holder, element) }, context)) : ''
}

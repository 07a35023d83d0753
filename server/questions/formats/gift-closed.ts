import type { OrderingCredit } from '#core/questions/question.ts'
import { zero } from '#core/rational.ts'
import { type ClosedAnswers, cannotAsk, closed } from './closed-answers.ts'
import { middleOf, readDecimal } from './exact-decimal.ts'
import type { GiftChoice, GiftClosed } from './gift-answers.ts'
import { unescapeGift } from './gift-blocks.ts'
import { creditOfMoodle, partRemarks } from './moodle-ordering.ts'
import { type GivenNumber, numericAnswers, shortAnswers } from './typed-answers.ts'

/** `toText` gives Markdown; answers that are typed, or chosen in a list, are plain words. */
export function giftClosed(read: GiftClosed, toText: (text: string) => string): ClosedAnswers {
  switch (read.kind) {
    case 'short_answer':
      return shortAnswers(
        read.choices.map((choice) => ({ ...feedbackOf(choice, toText), text: words(choice.text) })),
        // GIFT has no word for it: Moodle reads every short answer of GIFT without its case.
        { kind: 'text', case: false },
      )
    case 'numerical':
      return numbersOf(read, toText)
    case 'matching':
      return matchingOf(read.pairs, toText)
    case 'ordering':
      return orderingOf(read, toText)
  }
}

const words = (text: string) => unescapeGift(text.trim().replace(/^\[(?:html|markdown|plain|moodle)\]/, '')).trim()

const feedbackOf = ({ right, weight, feedback }: GiftChoice, toText: (text: string) => string) => ({
  weight: weight ?? (right ? '1' : '0'),
  feedback: toText(feedback) || undefined,
})

/** `3`, `3:0.5` or `2.5..3.5`; what follows `~` is for any other answer. */
function numbersOf(
  { choices, otherwise }: Extract<GiftClosed, { kind: 'numerical' }>,
  toText: (text: string) => string,
): ClosedAnswers {
  const given = choices.map((choice) => {
    const value = numberOf(choice.text)
    return value && { ...feedbackOf(choice, toText), ...value }
  })
  if (!given.every((one) => one !== null)) return cannotAsk('answer_unreadable')
  const other = toText(otherwise)
  const left: GivenNumber[] = other ? [{ value: null, tolerance: zero, weight: '0', feedback: other }] : []
  return numericAnswers([...given, ...left])
}

function numberOf(written: string): Pick<GivenNumber, 'value' | 'tolerance'> | null {
  const text = written.trim()
  if (text === '*') return { value: null, tolerance: zero }
  const range = text.indexOf('..')
  if (range > 0) {
    const [from, to] = [readDecimal(text.slice(0, range)), readDecimal(text.slice(range + 2))]
    return from && to ? middleOf(from, to) : null
  }
  const [value, tolerance] = text.split(':').map(readDecimal)
  return value && tolerance !== null ? { value, tolerance: tolerance ?? zero } : null
}

function matchingOf(pairs: readonly { item: string; answer: string }[], toText: (text: string) => string) {
  const read = pairs.map(({ item, answer }) => ({ item: toText(item), answer: toText(`[plain]${answer.trim()}`) }))
  return closed({
    kind: 'matching',
    pairs: read.filter(({ item }) => item !== ''),
    extras: read.filter(({ item }) => item === '').map(({ answer }) => answer),
  })
}

/** The ordering of Moodle: a line for its settings, then one for each item, in the right order. */
function orderingOf(
  { settings, items }: Extract<GiftClosed, { kind: 'ordering' }>,
  toText: (text: string) => string,
): ClosedAnswers {
  const said = settings.toUpperCase().split(/\s+/)
  const credit = said.map(creditOfMoodle).find((one) => one !== undefined) as OrderingCredit | null | undefined
  const count = Number(said.find((word) => /^\d{1,3}$/.test(word)) ?? items.length)
  const isPart = said.some((word) => word === 'RANDOM' || word.startsWith('CONTIG')) && count < items.length
  return closed(
    {
      kind: 'ordering',
      items: items.map((item) => ({ text: toText(`[moodle]${item}`) })),
      partial: credit ?? undefined,
    },
    partRemarks({ credit, isPart }),
  )
}

import type { exportFormats } from '#contract/questions/question-batches.ts'
import { withoutArrows } from './from-markdown.ts'
import type { PortableAnswers, PortableQuestion } from './imported.ts'
import { plainWords } from './plain-words.ts'
import { typedNumber } from './typed-number.ts'

type ExportFormat = (typeof exportFormats)[number]

/** Whether a format can hold this question at all: one that it cannot is left out of the file, and told. */
export function canSay(question: PortableQuestion, format: ExportFormat): boolean {
  const { answers } = question
  if (!answers || format === 'yaml') return true
  switch (answers.kind) {
    case 'cloze':
      if (format === 'gift' || format === 'amc-txt') return false
      return format === 'moodle-xml' || answers.gaps.every((gap) => stayApart(gap.map(({ text }) => text)))
    case 'ordering':
      if (format === 'amc-txt') return false
      // Moodle reads an ordering from GIFT up to the first brace, escaped or not.
      return format !== 'gift' || !/[{}]/.test(question.title + question.stem)
    case 'matching':
      return format !== 'amc-txt' && canSayPairs(answers, format)
    case 'exact_answer':
      return format !== 'amc-txt' && canSayTyped(answers, format)
  }
}

function canSayPairs({ pairs, extras }: Extract<PortableAnswers, { kind: 'matching' }>, format: ExportFormat): boolean {
  if (format === 'qti22' || format === 'qti30') return true
  if (!stayApart([...new Set([...pairs.map(({ answer }) => answer), ...extras])])) return false
  // In GIFT the first arrow ends the item, and code has no other way to write one.
  return format !== 'gift' || pairs.every(({ item }) => !withoutArrows(item).includes('->'))
}

function canSayTyped({ answers, typed }: Extract<PortableAnswers, { kind: 'exact_answer' }>, format: ExportFormat) {
  if (typed.kind === 'number') return answers.every(({ text }) => typedNumber(text, typed) !== null)
  return format !== 'gift' || answers.every(({ text }) => !text.includes('->'))
}

/** Whether texts are still there, and different, as words. */
function stayApart(texts: readonly string[]): boolean {
  const said = texts.map((text) => plainWords(text).toLowerCase())
  return said.every((text) => text !== '') && new Set(said).size === said.length
}

import { markdownToHtml } from './from-markdown.ts'
import { escapedGift, percentMark, writtenGift } from './gift-text.ts'
import type { PortableAnswers, TypedAnswer } from './imported.ts'
import { moodleCredit } from './moodle-ordering.ts'
import { plainWords } from './plain-words.ts'
import { typedNumber } from './typed-number.ts'

/** What is between the braces; a cloze has no place in GIFT (sayable.ts). */
export function giftAnswerLines(answers: Exclude<PortableAnswers, { kind: 'cloze' }>): string[] {
  switch (answers.kind) {
    case 'matching':
      return [
        ...answers.pairs.map(({ item, answer }) => `\t=${writtenGift(item)} -> ${escapedGift(plainWords(answer))}`),
        ...answers.extras.map((text) => `\t= -> ${escapedGift(plainWords(text))}`),
      ]
    case 'ordering':
      return answers.items.map(({ text }) => itemLine(text))
    case 'exact_answer':
      return exactLines(answers)
  }
}

/** What stands right after the opening brace. */
export function giftOpening(answers: PortableAnswers | undefined): string {
  if (answers?.kind === 'exact_answer') return answers.typed.kind === 'number' ? '{#' : '{'
  return answers?.kind === 'ordering'
    ? `{>${answers.items.length} ALL VERTICAL ${moodleCredit(answers.partial)} HIDE`
    : '{'
}

function exactLines({ answers, typed }: Extract<PortableAnswers, { kind: 'exact_answer' }>): string[] {
  const tolerance =
    typed.kind === 'number' ? `:${typedNumber(typed.tolerance, { kind: 'number', tolerance: '0' })}` : ''
  const said = (text: string) =>
    typed.kind === 'number' ? `${typedNumber(text, typed)}${tolerance}` : escapedGift(text.replaceAll('*', '\\*'))
  return answers.map(
    (answer) => `\t=${weightMark(answer)}${plainMark(answer.text)}${said(answer.text)}${commentMark(answer)}`,
  )
}

const weightMark = ({ text, correct, weight }: TypedAnswer) =>
  correct && weight === '1' && !text.startsWith('%') ? '' : percentMark(weight)

/** A text that would begin with the name of a format. */
const plainMark = (text: string) => (/^\[(?:html|markdown|plain|moodle)\]/.test(text) ? '[plain]' : '')

const commentMark = ({ feedback }: TypedAnswer) => (feedback ? `#${writtenGift(feedback)}` : '')

/** Moodle reads the line of an item as it is, without escapes; its signs are those of HTML. */
function itemLine(markdown: string): string {
  const html = markdownToHtml(markdown)
  const plain = /^<p>([^<&]*)<\/p>$/.exec(html)?.[1] ?? html
  return plain
    .replace(/[{}\\]/g, (sign) => `&#${sign.charCodeAt(0)};`)
    .replace(/\r\n?|\n/g, '&#10;')
    .replace(/^\/\//, '&#47;/')
}

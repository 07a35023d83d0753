import type { QuestionContext } from '#core/questions/question.ts'
import { titleOfContext } from './context-of-file.ts'
import { escapedGift, percentMark, writtenGift } from './gift-text.ts'
import type { PortableChoice, PortableQuestion } from './imported.ts'
import { introduced } from './introduction.ts'
import { weightsTellKey } from './losses.ts'
import { evenWeights, percentOfWeight } from './weights.ts'
import { giftAnswerLines, giftOpening } from './write-gift-closed.ts'

/** GIFT with Markdown texts. Each text is one line, because Moodle trims lines and code must keep its indentation. */
export function writeGift(questions: readonly PortableQuestion[]): string {
  const blocks = introduced(questions).flatMap(({ question, category, document }) => [
    ...(category === null ? [] : [`$CATEGORY: ${category}`]),
    ...(document ? [descriptionBlock(document)] : []),
    questionBlock(question),
  ])
  return `// Barème\n\n${blocks.join('\n\n')}\n`
}

const descriptionBlock = (document: QuestionContext) =>
  `::${escapedGift(titleOfContext(document))}::[markdown]${writtenGift(document.text)}`

function questionBlock(question: PortableQuestion): string {
  const { title, stem, explanation, answers } = question
  // The ordering of Moodle would take it for an item.
  const general = explanation && answers?.kind !== 'ordering' ? [`\t####${writtenGift(explanation)}`] : []
  return [
    ...comments(question),
    `${title === '' ? '' : `::${escapedGift(title)}::`}[markdown]${writtenGift(stem)}${giftOpening(answers)}`,
    ...answerLines(question),
    ...general,
    '}',
  ].join('\n')
}

function answerLines(question: PortableQuestion): string[] {
  const { type, choices, answers } = question
  if (answers) return answers.kind === 'cloze' ? [] : giftAnswerLines(answers)
  if (type === 'true_false') return [statement(question)]
  return (weightsTellKey(question) ? choices : evenWeights(type, choices)).map((choice) => line(question, choice))
}

function comments({ idnumber, tags }: PortableQuestion): string[] {
  const said = [
    ...(idnumber ? [`[id:${idnumber.replaceAll(']', '\\]').replace(/\s+/g, ' ')}]`] : []),
    ...tags.map((tag) => `[tag:${tag.replace(/[<>`\]\s]+/g, ' ')}]`),
  ]
  return said.length > 0 ? [`// ${said.join(' ')}`] : []
}

function line({ type }: PortableQuestion, choice: PortableChoice): string {
  const isKey = type === 'single' && choice.correct
  const percent = percentOfWeight(choice.weight)
  const weight = isKey || (percent === '0' && !choice.text.startsWith('%')) ? '' : percentMark(choice.weight)
  return `\t${isKey ? '=' : '~'}${weight}${writtenGift(choice.text)}${choice.feedback ? `#${writtenGift(choice.feedback)}` : ''}`
}

/** Moodle's order: the feedback for a wrong answer, then for a right one. */
function statement({ choices }: PortableQuestion): string {
  const [yes, no] = choices
  const [right, wrong] = yes?.correct ? [yes, no] : [no, yes]
  const feedback = [wrong?.feedback, right?.feedback].map((text) => `#${writtenGift(text ?? '')}`)
  const said = right?.feedback ? feedback : wrong?.feedback ? feedback.slice(0, 1) : []
  return `\t${yes?.correct ? 'TRUE' : 'FALSE'}${said.join('')}`
}

import type { QuestionContext } from '#core/questions/question.ts'
import { titleOfContext } from './context-of-file.ts'
import { withoutArrows, withoutRawHtml } from './from-markdown.ts'
import type { PortableChoice, PortableQuestion } from './imported.ts'
import { introduced } from './introduction.ts'
import { weightsTellKey } from './losses.ts'
import { evenWeights, percentOfWeight } from './weights.ts'

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
  `::${escaped(titleOfContext(document))}::[markdown]${written(document.text)}`

function questionBlock(question: PortableQuestion): string {
  const choices = weightsTellKey(question) ? question.choices : evenWeights(question.type, question.choices)
  const general = question.explanation ? [`\t####${written(question.explanation)}`] : []
  return [
    ...comments(question),
    `${question.title === '' ? '' : `::${escaped(question.title)}::`}[markdown]${written(question.stem)}{`,
    ...(question.type === 'true_false' ? [statement(question)] : choices.map((choice) => line(question, choice))),
    ...general,
    '}',
  ].join('\n')
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
  const weight = isKey || (percent === '0' && !choice.text.startsWith('%')) ? '' : `%${percent}%`
  return `\t${isKey ? '=' : '~'}${weight}${written(choice.text)}${choice.feedback ? `#${written(choice.feedback)}` : ''}`
}

/** Moodle's order: the feedback for a wrong answer, then for a right one. */
function statement({ choices }: PortableQuestion): string {
  const [yes, no] = choices
  const [right, wrong] = yes?.correct ? [yes, no] : [no, yes]
  const feedback = [wrong?.feedback, right?.feedback].map((text) => `#${written(text ?? '')}`)
  const said = right?.feedback ? feedback : wrong?.feedback ? feedback.slice(0, 1) : []
  return `\t${yes?.correct ? 'TRUE' : 'FALSE'}${said.join('')}`
}

/** A text that would begin with the name of a format gets an explicit format. */
const written = (markdown: string) =>
  `${/^\[(?:html|markdown|plain|moodle)\]/.test(markdown) ? '[markdown]' : ''}${escaped(withoutArrows(withoutRawHtml(markdown)))}`

const escaped = (text: string) =>
  text
    .trim()
    .replace(/[\\~=#{}:]/g, '\\$&')
    .replace(/\r\n?|\n/g, '\\n')

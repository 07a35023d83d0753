import type { Nodes } from 'mdast'
import { toString as words } from 'mdast-util-to-string'
import { contextKey, type QuestionContext } from '#core/questions/question.ts'
import { amcGuard } from './amc-text.ts'
import type { PortableQuestion } from './imported.ts'
import { hasPartialWeights, isInOrder } from './losses.ts'
import { parsedMarkdown } from './markdown-tree.ts'
import { ourHeader } from './read-amc-txt.ts'
import { isOurTag } from './to-question-file.ts'
import { wholePoints } from './weights.ts'

/**
 * AMC-TXT, for printed exams. One group per category, so that questions can be drawn from each; inside, one group per
 * document, which is its text.
 */
export function writeAmcTxt(questions: readonly PortableQuestion[]): string {
  let open: readonly string[] = []
  let shown: string | null = null
  const blocks = questions.flatMap((question) => {
    const { category, context } = question
    const key = contextKey(context)
    const isSame = category.join('\n') === open.join('\n')
    const closes = shown !== null && !(isSame && key === shown)
    const moves = [...(closes ? ['*)'] : []), ...groupMoves(open, category)]
    const begins = context && (closes || shown === null)
    open = category
    shown = key
    return [...moves, ...(begins ? [documentGroup(context)] : []), questionBlock(question)]
  })
  const header = `${ourHeader}\nLang: FR\nCompleteMulti: 0\nTitle: Questionnaire`
  return `${[header, ...blocks, ...(shown === null ? [] : ['*)']), ...groupMoves(open, [])].join('\n\n')}\n`
}

/** Closes and opens groups between two categories, from their first difference on. */
function groupMoves(from: readonly string[], to: readonly string[]): string[] {
  const shared = to.findIndex((name, index) => from[index] !== name)
  const kept = Math.min(shared === -1 ? to.length : shared, from.length)
  return [...from.slice(kept).map(() => '*)'), ...to.slice(kept).map((name) => `*([group=${optionValue(name)}]`)]
}

/** AMC ignores the option, which says that the group is no category. */
const documentGroup = ({ title = '', text }: QuestionContext) =>
  [`*([document] ${title.replace(/\s+/g, ' ').trim()}`.trimEnd(), guarded(amcText(text))].join('\n')

/** A first line that would be a mark. */
const guarded = (text: string) => (isMark(text) ? amcGuard + text : text)

function questionBlock(question: PortableQuestion): string {
  const { type, stem, choices } = question
  const points =
    type === 'single' && hasPartialWeights(question) ? wholePoints(choices.map(({ weight }) => weight)).points : null
  const options = optionsOf(question)
  const head = `${type === 'multiple' ? '**' : '*'}${options.length > 0 ? `[${options.join(',')}]` : ''}`
  return [
    `${head} ${amcText(stem)}`,
    ...choices.map((choice, index) => {
      const scoring = points ? `{${points[index]}}` : ''
      return `${choice.correct ? '+' : '-'}${scoring} ${amcText(choice.text)}`
    }),
  ].join('\n')
}

function optionsOf(question: PortableQuestion): string[] {
  const { idnumber, tags } = question
  const own = tags.filter(isOurTag).map((tag) => tag.replace(':', '='))
  const others = tags.filter((tag) => !isOurTag(tag)).map((tag) => tag.replace(/\s+/g, '-'))
  return [
    ...(isInOrder(question) ? ['ordered'] : []),
    ...(idnumber ? [`id=${optionValue(idnumber)}`] : []),
    ...own.map(optionValue),
    ...(others.length > 0 ? [`tags=${optionValue(others.join(' '))}`] : []),
  ]
}

const optionValue = (text: string) => text.replace(/[,[\]\n]/g, ' ').trim()

function amcText(markdown: string): string {
  const text = parsedMarkdown(markdown).children.map(blockText).join('\n\n')
  return text
    .split('\n')
    .map((line, index) => (index > 0 && isMark(line) ? amcGuard + line : line))
    .join('\n')
}

/** What AMC would read as a comment, a question, a choice or an option, even inside a verbatim. */
const isMark = (line: string) =>
  /^\s*[#*+-]/.test(line) ||
  /^[a-z0-9-]+:/i.test(line) ||
  /^\s*(?:Title|Presentation|Code|Lang|Font|Columns|Pages|Disable|LaTeX|IncludeFile)\b.*:/i.test(line)

function blockText(node: Nodes): string {
  switch (node.type) {
    case 'code':
      return `[verbatim]\n${node.value.replaceAll('[/verbatim]', `[/${amcGuard}verbatim]`)}\n[/verbatim]`
    case 'paragraph':
      return node.children.map(inlineText).join('')
    case 'math':
      return `[[$${node.value}$]]`
    case 'html':
      return plain(node.value)
    case 'list':
      return node.children
        .map(
          (item, index) =>
            `${node.ordered ? `${(node.start ?? 1) + index}.` : '•'} ${item.children.map(blockText).join('\n\n')}`,
        )
        .join('\n\n')
    case 'table':
      return `[verbatim]\n${node.children.map((row) => row.children.map((cell) => words(cell)).join(' | ')).join('\n')}\n[/verbatim]`
    default:
      return 'children' in node ? node.children.map(blockText).join('\n\n') : inlineText(node)
  }
}

function inlineText(node: Nodes): string {
  switch (node.type) {
    case 'text':
    case 'html':
      return plain(node.value)
    case 'inlineCode':
      return `[|${node.value.replaceAll('|]', `|${amcGuard}]`).replaceAll('[[', `[${amcGuard}[`)}|]`
    case 'strong':
      return `[*${node.children.map(inlineText).join('')}*]`
    case 'emphasis':
      return `[_${node.children.map(inlineText).join('')}_]`
    case 'inlineMath':
      return `[[$${node.value}$]]`
    case 'image':
      return node.alt ?? ''
    case 'break':
      return '\n\n'
    default:
      return 'children' in node ? node.children.map(inlineText).join('') : ''
  }
}

/** Breaks up character sequences that would start a mark. */
const plain = (text: string) =>
  text.replace(/\[(?=[[*_|/=]|verbatim)/g, `[${amcGuard}`).replace(/!(?=[^!\s]+!)/g, `!${amcGuard}`)

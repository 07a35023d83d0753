import { markdownToHtml } from './from-markdown.ts'
import type { EmbeddedFile, PortableAnswers, PortableChoice, PortableQuestion, TypedAnswer } from './imported.ts'
import { cdata, htmlElement, htmlWithFiles, textElement } from './moodle-elements.ts'
import { moodleCredit } from './moodle-ordering.ts'
import { plainWords } from './plain-words.ts'
import { typedNumber } from './typed-number.ts'
import { percentOfWeight } from './weights.ts'
import { escapeXml } from './xml-tree.ts'

export function moodleType(answers: PortableAnswers): string {
  return answers.kind === 'exact_answer'
    ? answers.typed.kind === 'number'
      ? 'numerical'
      : 'shortanswer'
    : answers.kind
}

/** The answers of a cloze are in its text: see `clozeText`. */
export function closedElements(answers: PortableAnswers, files: readonly EmbeddedFile[]): string[] {
  switch (answers.kind) {
    case 'cloze':
      return []
    case 'matching':
      return [
        '    <shuffleanswers>true</shuffleanswers>',
        ...answers.pairs.map(({ item, answer }) => pairElement(item, answer, files)),
        ...answers.extras.map((extra) => pairElement('', extra, files)),
      ]
    case 'ordering':
      return [
        '    <layouttype>VERTICAL</layouttype>',
        '    <selecttype>ALL</selecttype>',
        `    <selectcount>${answers.items.length}</selectcount>`,
        `    <gradingtype>${moodleCredit(answers.partial)}</gradingtype>`,
        '    <showgrading>HIDE</showgrading>',
        ...answers.items.map(({ text }, index) => itemElement(text, index + 1, files)),
      ]
    case 'exact_answer':
      return exactElements(answers, files)
  }
}

function pairElement(item: string, answer: string, files: readonly EmbeddedFile[]): string {
  const { html, used } = htmlWithFiles(item, files)
  const words = escapeXml(plainWords(answer))
  return `    <subquestion format="html"><text>${cdata(html)}</text>${used}<answer><text>${words}</text></answer></subquestion>`
}

function itemElement(markdown: string, place: number, files: readonly EmbeddedFile[]): string {
  const { html, used } = htmlWithFiles(markdown, files)
  return `    <answer fraction="${place}.0000000" format="html"><text>${cdata(html)}</text>${used}</answer>`
}

function exactElements(
  { answers, typed }: Extract<PortableAnswers, { kind: 'exact_answer' }>,
  files: readonly EmbeddedFile[],
): string[] {
  if (typed.kind === 'text')
    return [
      `    <usecase>${typed.case ? 1 : 0}</usecase>`,
      ...answers.map((answer) => typedElement(answer, answer.text.replaceAll('*', '\\*'), '', files)),
    ]
  const { unit, unitRequired = false } = typed
  const tolerance = `<tolerance>${typedNumber(typed.tolerance, { kind: 'number', tolerance: '0' })}</tolerance>`
  return [
    ...answers.map((answer) => typedElement(answer, typedNumber(answer.text, typed) ?? '', tolerance, files)),
    ...(unit
      ? [`    <units><unit><multiplier>1</multiplier><unit_name>${escapeXml(unit)}</unit_name></unit></units>`]
      : []),
    `    <unitgradingtype>${unitRequired ? 1 : 0}</unitgradingtype>`,
    '    <unitpenalty>1.0000000</unitpenalty>',
    // Three: no unit; none: it is typed after the number.
    `    <showunits>${unit ? 0 : 3}</showunits>`,
    '    <unitsleft>0</unitsleft>',
  ]
}

function typedElement(
  { weight, feedback = '' }: TypedAnswer,
  text: string,
  more: string,
  files: readonly EmbeddedFile[],
): string {
  const comment = textElement({ name: 'feedback', markdown: feedback, files })
  return `    <answer fraction="${percentOfWeight(weight)}" format="moodle_auto_format"><text>${escapeXml(text)}</text>\n${comment}${more}\n    </answer>`
}

/** The text of a cloze, each gap replaced by its answers, as Moodle writes them. */
export function clozeText(
  { stem, files }: Pick<PortableQuestion, 'stem' | 'files'>,
  { gaps }: Extract<PortableAnswers, { kind: 'cloze' }>,
): string {
  const codeOf = (id: string) => gapCode(gaps[Number(id) - 1] ?? [])
  const fill = (html: string) =>
    html.replace(/<[^>]*>|\[\[(\d)\]\]/g, (whole, id: string | undefined) => (id === undefined ? whole : codeOf(id)))
  return htmlElement('questiontext', htmlWithFiles(stem, files, fill))
}

const gapCode = (gap: readonly PortableChoice[]): string => `{1:MULTICHOICE_S:${gap.map(choiceCode).join('~')}}`

function choiceCode({ text, weight, correct, feedback }: PortableChoice): string {
  const percent = percentOfWeight(weight)
  const mark = correct && percent === '100' ? '=' : percent === '0' ? '' : `%${percent}%`
  return `${mark}${inCode(text)}${feedback ? `#${inCode(feedback)}` : ''}`
}

/** HTML inside a code of Moodle, which decodes its signs once before it shows them. */
function inCode(markdown: string): string {
  const html = markdownToHtml(markdown)
  const inside = /^<p>((?:(?!<\/?p[\s>])[\s\S])*)<\/p>$/.exec(html)?.[1] ?? html
  const coded = inside.replaceAll('\\', '&#92;').replace(/\n/g, '&#10;')
  return coded.replace(/[&~#{}]|^[=%]/g, (sign) => `&#${sign.charCodeAt(0)};`)
}

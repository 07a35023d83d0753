import type { QuestionContext } from '#core/questions/question.ts'
import { titleOfContext } from './context-of-file.ts'
import { markdownToHtml } from './from-markdown.ts'
import type { EmbeddedFile, PortableChoice, PortableQuestion } from './imported.ts'
import { introduced } from './introduction.ts'
import { isInOrder, weightsTellKey } from './losses.ts'
import { evenWeights, percentOfWeight } from './weights.ts'
import { escapeXml } from './xml-tree.ts'

/** Moodle XML with HTML texts, which look there as they do here. */
export function writeMoodleXml(questions: readonly PortableQuestion[]): string {
  const parts = introduced(questions).flatMap(({ question, category, document }) => [
    ...(category === null ? [] : [categoryElement(category)]),
    ...(document ? [descriptionElement(document, question.files)] : []),
    questionElement(question),
  ])
  return `<?xml version="1.0" encoding="UTF-8"?>\n<quiz>\n${parts.join('\n')}\n</quiz>\n`
}

const categoryElement = (path: string) =>
  `  <question type="category">\n    <category><text>${escapeXml(path)}</text></category>\n  </question>`

function descriptionElement(document: QuestionContext, files: readonly EmbeddedFile[]): string {
  return [
    '  <question type="description">',
    `    <name><text>${escapeXml(titleOfContext(document))}</text></name>`,
    textElement({ name: 'questiontext', markdown: document.text, files }),
    textElement({ name: 'generalfeedback', markdown: '', files }),
    '    <defaultgrade>0</defaultgrade>',
    '    <penalty>0</penalty>',
    '    <hidden>0</hidden>',
    '  </question>',
  ].join('\n')
}

function questionElement(question: PortableQuestion): string {
  const { type, files } = question
  const choices = weightsTellKey(question) ? question.choices : evenWeights(type, question.choices)
  const text = (name: string, markdown: string) => textElement({ name, markdown, files })
  return [
    `  <question type="${type === 'true_false' ? 'truefalse' : 'multichoice'}">`,
    `    <name><text>${escapeXml(question.title)}</text></name>`,
    text('questiontext', question.stem),
    text('generalfeedback', question.explanation ?? ''),
    `    <defaultgrade>1</defaultgrade>`,
    `    <penalty>${type === 'true_false' ? '1' : '0.3333333'}</penalty>`,
    `    <hidden>0</hidden>`,
    `    <idnumber>${escapeXml(question.idnumber ?? '')}</idnumber>`,
    ...(type === 'true_false' ? [] : multichoice(question)),
    ...choices.map((choice, index) => answerElement({ choice, index, type, files })),
    ...tagsElement(question.tags),
    '  </question>',
  ].join('\n')
}

const multichoice = (question: PortableQuestion) => [
  `    <single>${question.type === 'single'}</single>`,
  `    <shuffleanswers>${!isInOrder(question)}</shuffleanswers>`,
  `    <answernumbering>abc</answernumbering>`,
]

type Answer = { choice: PortableChoice; index: number; type: PortableQuestion['type']; files: readonly EmbeddedFile[] }

function answerElement({ choice, index, type, files }: Answer): string {
  const fraction = percentOfWeight(choice.weight)
  const feedback = textElement({ name: 'feedback', markdown: choice.feedback ?? '', files })
  if (type === 'true_false') {
    const word = index === 0 ? 'true' : 'false'
    return `    <answer fraction="${fraction}" format="moodle_auto_format"><text>${word}</text>\n${feedback}\n    </answer>`
  }
  const { html, used } = htmlOf(choice.text, files)
  return `    <answer fraction="${fraction}" format="html"><text>${cdata(html)}</text>${used}\n${feedback}\n    </answer>`
}

type Text = { name: string; markdown: string; files: readonly EmbeddedFile[] }

function textElement({ name, markdown, files }: Text): string {
  const { html, used } = htmlOf(markdown, files)
  return `    <${name} format="html"><text>${cdata(html)}</text>${used}</${name}>`
}

/** The HTML of a text, and the files it shows or links to. */
function htmlOf(markdown: string, files: readonly EmbeddedFile[]): { html: string; used: string } {
  const names = new Set(files.map(({ name }) => name))
  const inPlace = (name: string) => (names.has(decoded(name)) ? `@@PLUGINFILE@@/${encodeURI(decoded(name))}` : name)
  const html = markdownToHtml(markdown, inPlace)
  const used = files
    .filter(({ name }) => html.includes(`@@PLUGINFILE@@/${encodeURI(name)}`))
    .map(
      ({ name, bytes }) => `\n<file ${placeOf(name)} encoding="base64">${Buffer.from(bytes).toString('base64')}</file>`,
    )
  return { html, used: used.join('') }
}

/** Moodle stores the folder and the name of a file separately. */
function placeOf(name: string): string {
  const at = name.lastIndexOf('/') + 1
  return `name="${escapeXml(name.slice(at))}" path="/${escapeXml(name.slice(0, at))}"`
}

function decoded(name: string): string {
  try {
    return decodeURI(name)
  } catch {
    return name
  }
}

function tagsElement(tags: readonly string[]): string[] {
  if (tags.length === 0) return []
  return ['    <tags>', ...tags.map((tag) => `      <tag><text>${escapeXml(tag)}</text></tag>`), '    </tags>']
}

const cdata = (text: string) => (text === '' ? '' : `<![CDATA[${text.replaceAll(']]>', ']]]]><![CDATA[>')}]]>`)

import type { QuestionContext } from '#core/questions/question.ts'
import { titleOfContext } from './context-of-file.ts'
import type { EmbeddedFile, PortableChoice, PortableQuestion } from './imported.ts'
import { introduced } from './introduction.ts'
import { isInOrder, weightsTellKey } from './losses.ts'
import { cdata, htmlWithFiles, textElement } from './moodle-elements.ts'
import { evenWeights, percentOfWeight } from './weights.ts'
import { closedElements, clozeText, moodleType } from './write-moodle-closed.ts'
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
  const { type, files, answers } = question
  const text = (name: string, markdown: string) => textElement({ name, markdown, files })
  return [
    `  <question type="${answers ? moodleType(answers) : type === 'true_false' ? 'truefalse' : 'multichoice'}">`,
    `    <name><text>${escapeXml(question.title)}</text></name>`,
    answers?.kind === 'cloze' ? clozeText(question, answers) : text('questiontext', question.stem),
    text('generalfeedback', question.explanation ?? ''),
    `    <defaultgrade>1</defaultgrade>`,
    `    <penalty>${type === 'true_false' ? '1' : '0.3333333'}</penalty>`,
    `    <hidden>0</hidden>`,
    `    <idnumber>${escapeXml(question.idnumber ?? '')}</idnumber>`,
    ...(answers ? closedElements(answers, files) : choiceElements(question)),
    ...tagsElement(question.tags),
    '  </question>',
  ].join('\n')
}

function choiceElements(question: PortableQuestion): string[] {
  const { type, files } = question
  const choices = weightsTellKey(question) ? question.choices : evenWeights(type, question.choices)
  return [
    ...(type === 'true_false' ? [] : multichoice(question)),
    ...choices.map((choice, index) => answerElement({ choice, index, type, files })),
  ]
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
  const { html, used } = htmlWithFiles(choice.text, files)
  return `    <answer fraction="${fraction}" format="html"><text>${cdata(html)}</text>${used}\n${feedback}\n    </answer>`
}

function tagsElement(tags: readonly string[]): string[] {
  if (tags.length === 0) return []
  return ['    <tags>', ...tags.map((tag) => `      <tag><text>${escapeXml(tag)}</text></tag>`), '    </tags>']
}

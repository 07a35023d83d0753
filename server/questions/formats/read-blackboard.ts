import { accept } from './accept.ts'
import { type BlackboardTexts, blackboardAnswers, correctAnswers, isClosedInBlackboard } from './blackboard-answers.ts'
import { mostChoices } from './bounds.ts'
import { asked, type CannotAsk, cannotAsk } from './closed-answers.ts'
import { decodeEntities } from './decode-entities.ts'
import { withoutTags } from './html-shape.ts'
import { type PortableQuestion, type Reading, refused } from './imported.ts'
import { eachQuestion } from './one-question.ts'
import { openingOf } from './opening.ts'
import { type Files, newReadingContext, noFiles, type ReadingContext } from './reading-context.ts'
import { toMarkdown } from './to-markdown.ts'
import { answerOf, trueFalseOf, truthOf } from './true-false.ts'
import { evenWeights } from './weights.ts'
import { readElement, readInPieces } from './xml-pieces.ts'
import { childOf, childrenOf, elementsOf, find, textOf, type XmlElement } from './xml-tree.ts'

/** A Blackboard pool (version 6): one element per question, named after its kind. */
export function readBlackboard(text: string, files: Files = noFiles): Reading {
  return readInPieces({
    text,
    piece: /<(QUESTION_[A-Z]+)\b/g,
    readAll: (pool) => {
      const category = [find(pool, 'TITLE')?.attributes['value'] ?? ''].filter(Boolean)
      const questions = elementsOf(pool).filter(({ name }) => name.startsWith('QUESTION_'))
      return eachQuestion(questions, (one) => readElement(one, '', () => readOne(one, { category, files })))
    },
    readOne: (element) => readElement(element, '', () => readOne(element, { category: [], files })),
  })
}

const types: Record<string, 'single' | 'multiple' | 'true_false'> = {
  QUESTION_TRUEFALSE: 'true_false',
  QUESTION_MULTIPLECHOICE: 'single',
  QUESTION_MULTIPLEANSWER: 'multiple',
}

const kinds: Record<string, string> = { QUESTION_ESSAY: 'essay' }

type Around = { category: string[]; files: Files }

function readOne(element: XmlElement, { category, files }: Around): Reading {
  const context = newReadingContext(files)
  const body = childOf(element, 'BODY')
  const stem = textIn(body, body, context)
  const place = { line: element.line, column: element.column }
  const type = types[element.name]
  if (!type && !isClosedInBlackboard(element.name)) {
    const kind = kinds[element.name] ?? element.name.replace('QUESTION_', '').toLowerCase()
    return refused({ ...place, reason: 'unsupported_kind', kind, title: openingOf(stem) })
  }
  const gradable = childOf(element, 'GRADABLE')
  const comment = (name: string) =>
    toMarkdown({ text: textOf(find(gradable, name)).trim(), format: 'moodle' }, context) || undefined
  const texts: BlackboardTexts = {
    textOf: (holder) => textIn(holder, body, context),
    wordsOf: (holder) => wordsIn(holder, body),
    comment,
  }
  const read = type ? choicesIn(element, type, texts) : blackboardAnswers(element, texts)
  if ('reason' in read) return refused({ ...place, ...read, title: openingOf(stem) })
  return accept({
    ...place,
    ...('answers' in read ? asked(read.answers) : read.question),
    stem,
    category,
    idnumber: element.attributes['id'],
    tags: [],
    remarks: 'answers' in read ? read.remarks : [],
    context,
  })
}

function choicesIn(
  element: XmlElement,
  type: 'single' | 'multiple' | 'true_false',
  { textOf: textIn, comment }: BlackboardTexts,
): { question: Pick<PortableQuestion, 'type' | 'choices'> } | CannotAsk {
  const given = childrenOf(element, 'ANSWER')
  if (given.length > mostChoices) return cannotAsk('too_many_choices')
  const keys = new Set(correctAnswers(element).map(({ attributes }) => attributes['answer_id']))
  const [right, wrong] = [comment('FEEDBACK_WHEN_CORRECT'), comment('FEEDBACK_WHEN_INCORRECT')]
  const answers = given.map((answer) => {
    const correct = keys.has(answer.attributes['id'])
    return { text: textIn(answer), correct, feedback: correct ? right : wrong }
  })
  return { question: type === 'true_false' ? statement(answers) : { type, choices: evenWeights(type, answers) } }
}

function statement(answers: { text: string; correct: boolean; feedback?: string | undefined }[]) {
  const of = (truth: boolean) => answers.find(({ text }) => truthOf(text) === truth)
  return trueFalseOf({
    answer: answerOf(of(true)?.correct, of(false)?.correct),
    whenTrue: of(true)?.feedback,
    whenFalse: of(false)?.feedback,
  })
}

const isWrittenInHtml = (body: XmlElement | undefined) => find(body, 'ISHTML')?.attributes['value'] === 'true'
const sourceIn = (holder: XmlElement | undefined) => textOf(find(holder, 'TEXT')).trim()

/** Whether its texts are HTML is declared once for the whole question. */
const textIn = (holder: XmlElement | undefined, body: XmlElement | undefined, context: ReadingContext): string =>
  toMarkdown({ text: sourceIn(holder), format: isWrittenInHtml(body) ? 'html' : 'plain' }, context)

const wordsIn = (holder: XmlElement, body: XmlElement | undefined): string =>
  isWrittenInHtml(body) ? decodeEntities(withoutTags(sourceIn(holder))).trim() : sourceIn(holder)

import { accept } from './accept.ts'
import { mostChoices } from './bounds.ts'
import { type Reading, refused } from './imported.ts'
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

const kinds: Record<string, string> = {
  QUESTION_MATCH: 'matching',
  QUESTION_ESSAY: 'essay',
  QUESTION_FILLINBLANK: 'short_answer',
  QUESTION_ORDER: 'order',
}

type Around = { category: string[]; files: Files }

function readOne(element: XmlElement, { category, files }: Around): Reading {
  const context = newReadingContext(files)
  const body = childOf(element, 'BODY')
  const stem = textIn(body, body, context)
  const place = { line: element.line, column: element.column }
  const type = types[element.name]
  if (!type) {
    const kind = kinds[element.name] ?? element.name.replace('QUESTION_', '').toLowerCase()
    return refused({ ...place, reason: 'unsupported_kind', kind, title: openingOf(stem) })
  }
  const gradable = childOf(element, 'GRADABLE')
  const right = textOf(find(gradable, 'FEEDBACK_WHEN_CORRECT')).trim()
  const wrong = textOf(find(gradable, 'FEEDBACK_WHEN_INCORRECT')).trim()
  const keys = new Set(
    (gradable ? childrenOf(gradable, 'CORRECTANSWER') : []).map(({ attributes }) => attributes['answer_id']),
  )
  const given = childrenOf(element, 'ANSWER')
  if (given.length > mostChoices) return refused({ ...place, reason: 'too_many_choices', title: openingOf(stem) })
  const answers = given.map((answer) => {
    const correct = keys.has(answer.attributes['id'])
    const feedback = toMarkdown({ text: correct ? right : wrong, format: 'moodle' }, context) || undefined
    return { text: textIn(answer, body, context), correct, feedback }
  })
  return accept({
    ...place,
    ...(type === 'true_false' ? statement(answers) : { type, choices: evenWeights(type, answers) }),
    stem,
    category,
    idnumber: element.attributes['id'],
    tags: [],
    context,
  })
}

function statement(answers: { text: string; correct: boolean; feedback?: string | undefined }[]) {
  const of = (truth: boolean) => answers.find(({ text }) => truthOf(text) === truth)
  return trueFalseOf({
    answer: answerOf(of(true)?.correct, of(false)?.correct),
    whenTrue: of(true)?.feedback,
    whenFalse: of(false)?.feedback,
  })
}

/** Whether its texts are HTML is declared once for the whole question. */
function textIn(holder: XmlElement | undefined, body: XmlElement | undefined, context: ReadingContext): string {
  const isHtml = find(body, 'ISHTML')?.attributes['value'] === 'true'
  return toMarkdown({ text: textOf(find(holder, 'TEXT')).trim(), format: isHtml ? 'html' : 'plain' }, context)
}

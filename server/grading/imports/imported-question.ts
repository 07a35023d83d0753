import type { ContentNode } from '#contract/questions/content.ts'
import { cutText } from '#core/cut-text.ts'
import type { TableItem } from '#core/grading/response-table.ts'
import type { Question } from '#core/questions/question.ts'

const paragraph = (value: string): ContentNode[] => [{ type: 'element', tag: 'p', children: [{ type: 'text', value }] }]

/** A frozen question from a column of a file: its title is the stem, its letters are the choices. */
export function importedQuestion({ name, type, choices }: TableItem) {
  const own = choices.map(({ id, correct }) => ({ id: id.toLowerCase(), text: id, correct, keepLast: false }))
  const content: Question = {
    id: cutText(name, 64),
    section: '',
    type,
    stem: name,
    choices: own,
    explanation: '',
    difficulty: 'medium',
    level: 'understand',
    purpose: 'exam',
    expectedSeconds: 60,
    tags: [],
    source: { heading: '', quote: '' },
  }
  const asked = { type, stem: paragraph(name), choices: own.map(({ id, text }) => ({ id, text: paragraph(text) })) }
  return {
    questionKey: content.id,
    section: '',
    points: 100,
    asked,
    content,
    explained: { explanation: [], feedback: {} },
  }
}

import { parseRational, type Rational, rational } from '#core/rational.ts'
import { accept, type Remark } from './accept.ts'
import { type Desk, filesOf, newDesk } from './desk.ts'
import { joined, type Reading, refused } from './imported.ts'
import { toMarkdown } from './to-markdown.ts'
import { answerOf, trueFalseOf, truthOf } from './true-false.ts'
import { evenWeights, isPositive, sharesOf } from './weights.ts'
import { readInPieces } from './xml-pieces.ts'
import { childOf, childrenOf, find, findAll, textOf, type XmlElement } from './xml-tree.ts'

type Files = ReadonlyMap<string, Uint8Array>

/** IMS QTI 1.2 as Canvas writes it: items of an assessment or of a bank, scored by conditions. */
export function readQti12(text: string, files: Files = new Map()): Reading {
  return readInPieces({
    text,
    piece: /<(item)\b/g,
    readAll: (root) => {
      const name = find(root, 'assessment')?.attributes['title'] ?? bankTitle(root)
      const category = name ? [name] : []
      return joined(findAll(root, 'item').map((item) => readItem({ item, category, files })))
    },
    readOne: (item) => readItem({ item, category: [], files }),
  })
}

const bankTitle = (root: XmlElement) => {
  const bank = find(root, 'objectbank')
  return bank && fieldOf(bank, 'bank_title')
}

/** Canvas's names of kinds; other tools have none, and are known by what they ask for. */
const kinds: Record<string, string> = {
  essay_question: 'essay',
  short_answer_question: 'short_answer',
  fill_in_multiple_blanks_question: 'short_answer',
  multiple_dropdowns_question: 'cloze',
  matching_question: 'matching',
  numerical_question: 'numerical',
  calculated_question: 'numerical',
  text_only_question: 'description',
  file_upload_question: 'file_upload',
}

type Item = { item: XmlElement; category: string[]; files: Files }

function readItem({ item, category, files }: Item): Reading {
  const desk = newDesk(files)
  const presentation = childOf(item, 'presentation')
  const declared = fieldOf(item, 'question_type') ?? ''
  const title = item.attributes['title'] ?? ''
  const place = { line: item.line, column: item.column, title }
  const lists = presentation ? findAll(presentation, 'response_lid') : []
  const list = lists[0]
  const kind = kinds[declared] ?? kindOf(presentation, lists)
  if (kind || !list) return refused({ ...place, reason: 'unsupported_kind', kind: kind ?? 'description' })
  const type = list.attributes['rcardinality'] === 'Multiple' ? 'multiple' : 'single'
  const labels = findAll(list, 'response_label')
  const conditions = findAll(item, 'respcondition').map(conditionOf)
  const feedbackOf = feedbacksOf(item, desk)
  const told = labels.map((label) => {
    const id = label.attributes['ident'] ?? ''
    const own = conditions.find((one) => one.only === id)?.feedbacks.find((name) => !general.has(name))
    return { id, text: materialOf(label, desk), feedback: feedbackOf(own) || feedbackOf(`${id}_fb`) || undefined }
  })
  const weights = weightsOf(type, told, conditions)
  const choices = told.map(({ text, feedback }, index) => ({ text, feedback, ...weights[index] }))
  const sound = choices.map((choice) => ({ ...choice, weight: choice.weight ?? '0', correct: choice.correct ?? false }))
  return accept({
    ...place,
    ...(declared === 'true_false_question' ? statement(sound) : { type, choices: sound }),
    stem: stemOf(presentation, desk),
    explanation: feedbackOf('general_fb') || undefined,
    category,
    idnumber: item.attributes['ident'],
    tags: [],
    remarks: [...combined(item), ...desk.remarks],
    files: filesOf(desk),
  })
}

function kindOf(presentation: XmlElement | undefined, lists: readonly XmlElement[]): string | null {
  if (!presentation) return 'description'
  if (find(presentation, 'render_fib')) return find(presentation, 'response_num') ? 'numerical' : 'short_answer'
  if (['response_xy', 'response_grp'].some((name) => find(presentation, name))) return 'hotspot'
  if (lists.length > 1) return 'matching'
  return lists[0]?.attributes['rcardinality'] === 'Ordered' ? 'order' : null
}

const fieldOf = (element: XmlElement, label: string) =>
  textOf(
    find(
      findAll(element, 'qtimetadatafield').find((field) => textOf(childOf(field, 'fieldlabel')).trim() === label),
      'fieldentry',
    ),
  ).trim() || undefined

type Condition = { keys: string[]; only: string | null; points: Rational | null; feedbacks: string[] }

/** What one condition wants ticked, and what it gives: `not` is what must stay empty. */
function conditionOf(element: XmlElement): Condition {
  const variable = childOf(element, 'conditionvar')
  const refusedOnes = new Set((variable ? findAll(variable, 'not') : []).flatMap((not) => findAll(not, 'varequal')))
  const all = variable ? findAll(variable, 'varequal') : []
  const keys = all.filter((one) => !refusedOnes.has(one)).map((one) => textOf(one).trim())
  const set = childOf(element, 'setvar')
  return {
    keys,
    only: all.length === 1 && keys.length === 1 ? (keys[0] ?? null) : null,
    points: set ? parseRational(textOf(set)) : null,
    feedbacks: childrenOf(element, 'displayfeedback').map(({ attributes }) => attributes['linkrefid'] ?? ''),
  }
}

/** Points choice by choice when each has its condition; else the one combination that earns the points is the key. */
function weightsOf(type: 'single' | 'multiple', labels: readonly { id: string }[], conditions: readonly Condition[]) {
  const earning = conditions.filter(({ points }) => points !== null && points.num > 0n)
  if (earning.every(({ only }) => only !== null)) {
    const points = labels.map(
      ({ id }) => conditions.find((one) => one.only === id && one.points)?.points ?? rational(0),
    )
    const shares = sharesOf(type, points)
    return shares.map((weight) => ({ weight, correct: type === 'single' ? weight === '1' : isPositive(weight) }))
  }
  const key = new Set(earning.find(({ keys }) => keys.length > 0)?.keys)
  return evenWeights(
    type,
    labels.map(({ id }) => ({ correct: key.has(id) })),
  )
}

function statement(choices: readonly { text: string; correct: boolean; feedback?: string | undefined }[]) {
  const of = (truth: boolean) => choices.find(({ text }) => truthOf(text) === truth)
  const [yes, no] = [of(true), of(false)]
  return trueFalseOf({
    answer: answerOf(yes?.correct, no?.correct),
    whenTrue: yes?.feedback,
    whenFalse: no?.feedback,
  })
}

/** What is before the choices. */
const stemOf = (presentation: XmlElement | undefined, desk: Desk) =>
  (presentation ? [childOf(presentation, 'material') ?? find(presentation, 'material')] : [])
    .map((material) => (material ? materialOf(material, desk) : ''))
    .join('\n\n')

function materialOf(element: XmlElement, desk: Desk): string {
  const texts = element.name === 'mattext' ? [element] : findAll(element, 'mattext')
  return texts
    .map((mattext) => {
      const isHtml = /html/i.test(mattext.attributes['texttype'] ?? '')
      return toMarkdown({ text: textOf(mattext).trim(), format: isHtml ? 'html' : 'plain' }, desk)
    })
    .filter(Boolean)
    .join('\n\n')
}

const general = new Set(['general_fb', 'correct_fb', 'general_incorrect_fb'])

function feedbacksOf(item: XmlElement, desk: Desk) {
  const elements = new Map(childrenOf(item, 'itemfeedback').map((one) => [one.attributes['ident'] ?? '', one]))
  return (name: string | undefined): string => {
    const element = name === undefined ? undefined : elements.get(name)
    return element ? materialOf(element, desk) : ''
  }
}

function combined(item: XmlElement): Remark[] {
  const names = childrenOf(item, 'itemfeedback').map(({ attributes }) => attributes['ident'] ?? '')
  return names.some((name) => name === 'correct_fb' || name === 'general_incorrect_fb')
    ? [{ code: 'combined_feedback' }]
    : []
}

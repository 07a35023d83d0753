import type { RulesView } from '#contract/assessment/rules.ts'
import { courseRules, weightedMeanRules } from '#core/assessment/presets.ts'
import { areBoundsOrdered, examIdsOf, markParts, type Part, type Source } from '#core/assessment/rules.ts'
import { cutText } from '#core/cut-text.ts'
import { compare, parseRational, rational, zero } from '#core/rational.ts'
import type { FinalSheetView } from './final-sheet.ts'

/** The source of a component as an option value: `exam:<id>`, `exams:<ids>`, `project:<id>`, `hand`, or `group`. */
export function sourceValue({ content }: Part): string {
  if (content.kind === 'group') return 'group'
  const { source } = content
  if (source.kind === 'exam') return `exam:${source.examId}`
  if (source.kind === 'exams') return `exams:${source.examIds.join(',')}`
  return source.kind === 'project' ? `project:${source.projectId}` : 'hand'
}

export function sourceOf(value: string): Source {
  const [kind, id = ''] = value.split(':')
  if (kind === 'exam') return { kind, examId: id }
  if (kind === 'exams') return { kind, examIds: id === '' ? [] : id.split(','), several: 'choose' }
  return kind === 'project' ? { kind, projectId: id } : { kind: 'hand' }
}

/**
 * The component with another source; one that becomes a group keeps its former source as its first part, and one that
 * reads several exams the one it read.
 */
export function withSource(part: Part, value: string): Part {
  if (value === 'exams') {
    const kept = part.content.kind === 'mark' ? examIdsOf(part.content.source) : []
    return { ...part, content: { kind: 'mark', source: { kind: 'exams', examIds: kept, several: 'choose' } } }
  }
  if (value !== 'group') return { ...part, content: { kind: 'mark', source: sourceOf(value) } }
  if (part.content.kind === 'group') return part
  const first = { ...newPart(), name: part.name, content: part.content }
  return { ...part, content: { kind: 'group', parts: [first], keep: { kind: 'all' }, compensation: 'full' } }
}

/** A component with a new id. Ids are unique in the tree and never change: marks refer to them. */
export function newPart(): Part {
  // Not randomUUID, which is missing outside a secure context (plain HTTP).
  const [chance = 0] = crypto.getRandomValues(new Uint32Array(1))
  return {
    id: `composante-${chance.toString(36)}`,
    name: '',
    coefficient: '1',
    role: 'weighted',
    minimum: null,
    effects: {},
    content: { kind: 'mark', source: { kind: 'hand' } },
  }
}

export const presets = ['course', 'mean'] as const
type Draft = { rules: RulesView; sources: FinalSheetView['sources'] }

/** Preset rules applied to the current components, whose marks and statuses are kept. */
export function presetRules(preset: (typeof presets)[number], draft: Draft): RulesView {
  const next = preset === 'course' ? ofCourse(draft) : plainMean(draft)
  // The session is a fact and not one of the rules: a preset keeps it.
  return { ...(next as RulesView), session: draft.rules.session }
}

/** The exam and the project already in the rules, else the first ones of the course. */
function ofCourse({ rules, sources }: Draft) {
  const counted = markParts(rules)
  const first = (kind: 'exam' | 'project', id: string | undefined): Source =>
    counted
      .map(({ content }) => content.source)
      .find((source) => source.kind === kind || (kind === 'exam' && source.kind === 'exams')) ??
    (id === undefined ? { kind: 'hand' } : sourceOf(`${kind}:${id}`))
  const next = courseRules({
    exam: first('exam', sources.exams[0]?.id),
    project: first('project', sources.projects[0]?.id),
  })
  const parts = next.parts.map((part) => {
    const existing = counted.find((each) => sourceValue(part) !== 'hand' && sourceValue(each) === sourceValue(part))
    if (existing) return { ...part, id: existing.id, name: existing.name }
    return counted.some(({ id, content }) => id === part.id && content.source.kind !== 'hand')
      ? { ...part, id: newPart().id }
      : part
  })
  return { ...next, parts }
}

/** Keeps each weight, counts every mark and removes the eliminatory ones. */
function plainMean({ rules, sources }: Draft) {
  const known = [
    // A retake is read with its exam.
    ...sources.exams.flatMap(({ id, title, retakeOfId }) =>
      retakeOfId === null ? { title, value: `exam:${id}` } : [],
    ),
    ...sources.projects.map(({ id, title }) => ({ title, value: `project:${id}` })),
  ]
  const each = known.map(({ title, value }) => withSource({ ...newPart(), name: cutText(title, 80) }, value))
  return { ...weightedMeanRules([]), parts: rules.parts.length > 0 ? rules.parts.map(withoutConditions) : each }
}

function withoutConditions({ floor: _floor, ceiling: _ceiling, ...part }: Part): Part {
  const { content } = part
  const plain = { ...part, minimum: null, effects: {} }
  if (content.kind === 'mark') return plain
  const parts = content.parts.map(withoutConditions)
  return { ...plain, content: { kind: 'group', parts, keep: { kind: 'all' }, compensation: 'full' } }
}

/** Whether the server would accept these rules; checked before they are sent. */
export function isUsable({ parts, passMark, retake }: RulesView): boolean {
  return isGroupUsable({ parts }) && [passMark, ...(retake.kind === 'capped' ? [retake.cap] : [])].every(isOnTwenty)
}

function isGroupUsable({ parts }: Pick<RulesView, 'parts'>): boolean {
  const values = parts.map(({ coefficient }) => parseRational(coefficient))
  return (
    parts.every(({ name }) => name.trim() !== '') &&
    values.every((value) => value !== null && compare(value, zero) >= 0) &&
    values.some((value) => value !== null && compare(value, zero) > 0) &&
    parts.every(({ minimum }) => minimum === null || isOnTwenty(minimum)) &&
    parts.every(areBoundsUsable) &&
    parts.every(
      ({ content }) => content.kind === 'group' || content.source.kind !== 'exams' || content.source.examIds.length > 0,
    ) &&
    parts.every(({ content }) => content.kind === 'mark' || isGroupUsable({ parts: [...content.parts] }))
  )
}

/** On 20, the floor not above the ceiling. */
function areBoundsUsable(part: Part): boolean {
  const { floor = null, ceiling = null } = part
  if ((floor !== null && !isOnTwenty(floor)) || (ceiling !== null && !isOnTwenty(ceiling))) return false
  return areBoundsOrdered(part)
}

function isOnTwenty(text: string): boolean {
  const value = parseRational(text)
  return value !== null && compare(value, zero) >= 0 && compare(value, rational(20n)) <= 0
}

import type { RulesView } from '#contract/assessment.ts'
import type { Part, Source } from '#core/assessment-rules.ts'
import { compare, parseRational, rational, zero } from '#core/rational.ts'

/** `exam:<id>`, `project:<id>`, `hand`: a source as the value of a list; `group` for parts made of others. */
export function sourceValue({ content }: Part): string {
  if (content.kind === 'group') return 'group'
  const { source } = content
  if (source.kind === 'exam') return `exam:${source.examId}`
  return source.kind === 'project' ? `project:${source.projectId}` : 'hand'
}

export function sourceOf(value: string): Source {
  const [kind, id = ''] = value.split(':')
  if (kind === 'exam') return { kind, examId: id }
  return kind === 'project' ? { kind, projectId: id } : { kind: 'hand' }
}

/** The component with another source; a component that becomes a group keeps what it had as its first part. */
export function withSource(part: Part, value: string): Part {
  if (value !== 'group') return { ...part, content: { kind: 'mark', source: sourceOf(value) } }
  if (part.content.kind === 'group') return part
  const first = { ...newPart(), name: part.name, content: part.content }
  return { ...part, content: { kind: 'group', parts: [first], keep: { kind: 'all' }, compensation: 'full' } }
}

/** Ids are stable for ever and unique in the whole tree: marks hang on them. */
export function newPart(): Part {
  // Not randomUUID: a class without TLS has no secure context.
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

/** What the server accepts, said before it is sent. */
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
    parts.every(({ content }) => content.kind === 'mark' || isGroupUsable({ parts: [...content.parts] }))
  )
}

function isOnTwenty(text: string): boolean {
  const value = parseRational(text)
  return value !== null && compare(value, zero) >= 0 && compare(value, rational(20n)) <= 0
}

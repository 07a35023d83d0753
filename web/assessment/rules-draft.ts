import type { RulesView } from '#contract/assessment.ts'
import type { Part, Source } from '#core/assessment-rules.ts'
import { compare, parseRational, zero } from '#core/rational.ts'

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

export function newPart(parts: readonly Part[]): Part {
  let number = parts.length + 1
  while (parts.some(({ id }) => id === `composante-${number}`)) number += 1
  return {
    id: `composante-${number}`,
    name: '',
    coefficient: '1',
    role: 'weighted',
    minimum: null,
    effects: {},
    content: { kind: 'mark', source: { kind: 'hand' } },
  }
}

/** What the server accepts, said before it is sent. */
export function isUsable({ parts }: RulesView): boolean {
  const values = parts.map(({ coefficient }) => parseRational(coefficient))
  return (
    parts.every(({ name }) => name.trim() !== '') &&
    values.every((value) => value !== null && compare(value, zero) >= 0) &&
    values.some((value) => value !== null && compare(value, zero) > 0)
  )
}

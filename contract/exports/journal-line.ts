import { z } from 'zod'
import { instant, text, uuid } from '#contract/endpoint.ts'

const value = z.union([text, z.number(), z.boolean()])

/** A line of the journal of a course, with names for identifiers. */
export const journalLine = z.object({
  id: text,
  at: instant,
  actorName: text,
  action: text,
  /** `name` is null for what has none, or is there no more; `within`: the exam of a copy, the project of a team. */
  subject: z.object({ kind: text, id: text, name: text.nullable(), within: text.nullable() }),
  /** The students that it names besides. */
  people: z.array(z.object({ id: uuid, name: text })),
  /** What changed, field by field. */
  changes: z.array(z.object({ field: text, before: value.nullable(), after: value.nullable() })),
  reason: text,
})

export type JournalLine = z.output<typeof journalLine>

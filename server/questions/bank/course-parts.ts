import type { ContentNode } from '#contract/questions/content.ts'
import type { MaterialPart } from '#core/courses/material.ts'
import type { PartRole } from '#core/courses/plan-proposal.ts'
import { partsOfMarkdown } from '#core/questions/course-text.ts'
import { renderOrPlain } from '#server/questions/rendering/render-all.ts'

/** A part of a material as it is stored: its place in the outline, its text and its notes rendered once. */
export type ReadPart = MaterialPart & { role: PartRole; content: ContentNode[]; noteContent: ContentNode[] }

type RoledPart = MaterialPart & { role: PartRole }

export const renderedPart = (part: RoledPart): ReadPart => ({
  ...part,
  content: part.text.trim() === '' ? [] : renderOrPlain(part.text),
  noteContent: part.notes.trim() === '' ? [] : renderOrPlain(part.notes),
})

/** The parts of the course.md of a bank, not rendered yet; its outline is that of course.yaml. */
export const partsOfFile = (courseText: string): RoledPart[] =>
  partsOfMarkdown(courseText).map(({ level, heading, text }) => {
    return { page: 1, level: levelOf(level), heading, text, notes: '', role: 'within' }
  })

/** What stands before any heading counts as the highest level. */
const levelOf = (level: number) => Math.min(6, Math.max(1, level)) as MaterialPart['level']

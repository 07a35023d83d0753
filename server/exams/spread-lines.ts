import type { BlueprintLine } from '#core/exams/draw.ts'

type Section = { id: string; counts: { easy: number; medium: number; hard: number } }
type Session = { sections: Section[] }

/**
 * Spreads a number of questions over a whole course: each session in turn gives one from its least used section, so
 * that short sessions are represented like long ones, until the bank has no more.
 */
export function spreadLines(sessions: readonly Session[], count: number): BlueprintLine[] {
  const asked = new Map<string, number>()
  const left = ({ id, counts }: Section) => counts.easy + counts.medium + counts.hard - (asked.get(id) ?? 0)
  for (let given = 0; given < count; ) {
    const before = given
    for (const { sections } of sessions) {
      const next = sections
        .filter((section) => left(section) > 0)
        .sort((a, b) => (asked.get(a.id) ?? 0) - (asked.get(b.id) ?? 0))[0]
      if (!next || given === count) continue
      asked.set(next.id, (asked.get(next.id) ?? 0) + 1)
      given += 1
    }
    if (given === before) break
  }
  return sessions.flatMap(({ sections }) =>
    sections.flatMap(({ id }) => (asked.has(id) ? [{ section: id, count: asked.get(id) ?? 0 }] : [])),
  )
}

import { noSection } from '#core/courses/outline.ts'
import type { Deps } from '#server/platform/deps.ts'
import { findOutline } from '#server/questions/queries.ts'

type Asked = { id: string; questionId: string | null; section: string }
type PlaceSectionsInput = { courseId: string; questions: readonly Asked[] }

/**
 * Where the questions of exams are in the outline of today. A question keeps the section of the day its exam was
 * published; when the outline no longer has it, the section the bank gives the question now is taken.
 */
export async function placeSections(deps: Deps, { courseId, questions }: PlaceSectionsInput) {
  const sessions = await findOutline(deps, courseId)
  const known = new Map(
    sessions.flatMap(({ title: sessionTitle, sections }) =>
      sections.map(({ id, title, objectives }) => [id, { title, sessionTitle, objectives }] as const),
    ),
  )
  const moved = questions.filter(({ section }) => !known.has(section)).flatMap(({ questionId }) => questionId ?? [])
  const today = new Map(
    moved.length === 0
      ? []
      : (
          await deps.db.question.findMany({
            where: { id: { in: moved }, courseId },
            select: { id: true, section: true },
          })
        ).map(({ id, section }) => [id, section]),
  )
  const placeOf = ({ section, questionId }: Asked): string => {
    const now = today.get(questionId ?? '')
    if (known.has(section)) return section
    return now !== undefined && known.has(now) ? now : section || noSection
  }
  const places = new Map(questions.map((question) => [question.id, placeOf(question)]))
  return {
    /** Changes with any of it. */
    fingerprint: JSON.stringify([...known, ...places]),
    /** The sections of the outline. */
    order: [...known.keys()],
    /** By the id of the question in its exam. */
    sectionOf: (id: string): string => places.get(id) ?? noSection,
    /** A section that is gone goes by its id. */
    named: (id: string) =>
      known.get(id) ?? { title: id === noSection ? '' : id, sessionTitle: '', objectives: [] as string[] },
  }
}

import type { Deps } from '#server/platform/deps.ts'
import { findOutline, readBankCounts } from '#server/questions/queries.ts'

/** The sessions and sections of a course, with the number of their questions. */
export async function readOutline(deps: Deps, courseId: string) {
  const [sessions, counted] = await Promise.all([findOutline(deps, courseId), readBankCounts(deps, courseId)])
  const countsOf = new Map(counted.sessions.flatMap((session) => session.sections).map((one) => [one.id, one]))
  return {
    sessions: sessions.map(({ id, title, labs = [], sections }) => ({
      id,
      title,
      labs,
      sections: sections.map((section) => {
        const found = countsOf.get(section.id)
        const exam = found ? found.counts.easy + found.counts.medium + found.counts.hard : 0
        return { ...section, exam, practice: found?.practice ?? 0 }
      }),
    })),
  }
}

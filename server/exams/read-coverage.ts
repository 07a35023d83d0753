import { coverageOf, type SectionCoverage } from '#core/coverage.ts'
import type { Blueprint } from '#core/draw.ts'
import type { Deps } from '#server/platform/deps.ts'
import { findOutline, findPool } from '#server/questions/queries.ts'
import { findExamRow, listExams } from './queries.ts'

const noPlan: Blueprint = { questionIds: [], lines: [] }

/** The bank against the plan of one exam: the newest when none is named. */
export async function readCoverage(deps: Deps, { courseId, examId }: { courseId: string; examId: string | undefined }) {
  const [sessions, pool, exams] = await Promise.all([
    findOutline(deps, courseId),
    findPool(deps, courseId),
    listExams(deps, courseId),
  ])
  const compared = examId ?? exams[0]?.id ?? null
  const plan = compared === null ? noPlan : (await findExamRow(deps, { courseId, examId: compared })).blueprint
  const coverage = coverageOf({
    sections: sessions.flatMap(({ sections }) => sections.map(({ id }) => id)),
    questions: pool.map(({ key, ...rest }) => ({ ...rest, id: key })),
    plan,
  })
  const bySection = new Map(coverage.map(({ section, ...counts }) => [section, counts]))
  return {
    total: pool.length,
    exams: exams.map(({ id, title }) => ({ id, title })),
    examId: compared,
    sessions: sessions.map(({ id, title, sections }) => ({
      id,
      title,
      sections: sections.map((section) => ({
        id: section.id,
        title: section.title,
        ...view(bySection.get(section.id) as Counts),
      })),
    })),
  }
}

type Counts = Omit<SectionCoverage, 'section'>

const view = ({ cells, needed, ...counts }: Counts) => ({ ...counts, cells: [...cells], needed: [...needed] })

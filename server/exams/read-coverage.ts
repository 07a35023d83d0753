import { coverageOf, type SectionCoverage } from '#core/exams/coverage.ts'
import type { Blueprint } from '#core/exams/draw.ts'
import { Refusal } from '#core/refusal.ts'
import { readCourseText } from '#server/courses/read-course-text.ts'
import type { Deps } from '#server/platform/deps.ts'
import { madeOnce } from '#server/platform/made-once.ts'
import { findOutline, findPool, readBankCounts } from '#server/questions/queries.ts'
import { listBlueprints } from './blueprints.ts'
import { findExamRow, listExams } from './queries.ts'

const noPlan: Blueprint = { questionIds: [], lines: [] }

type ReadCoverageInput = { courseId: string; examId: string | undefined; planId: string | undefined }

/** Compares the bank with a kept plan, or with the plan of one exam: the newest when none is given. */
export async function readCoverage(deps: Deps, { courseId, examId, planId }: ReadCoverageInput) {
  const [sessions, pool, exams, { blueprints }, course, { unplaced }] = await Promise.all([
    findOutline(deps, courseId),
    findPool(deps, courseId),
    listExams(deps, courseId),
    listBlueprints(deps, courseId),
    readCourseText(deps, courseId),
    readBankCounts(deps, courseId),
  ])
  const bareBySection = new Map(
    course.sessions.flatMap(({ sections }) =>
      sections.map(({ id, passages }) => [id, bareHeadings(passages)] as const),
    ),
  )
  const kept = blueprints.find(({ id }) => id === planId)
  if (planId !== undefined && !kept) throw new Refusal('not_found')
  const compared = kept ? null : (examId ?? exams[0]?.id ?? null)
  const ofExam = compared === null ? noPlan : (await findExamRow(deps, { courseId, examId: compared })).blueprint
  const asked = {
    sections: sessions.flatMap(({ sections }) => sections.map(({ id }) => id)),
    questions: pool.map(({ key, ...rest }) => ({ ...rest, id: key })),
    plan: kept?.blueprint ?? ofExam,
  }
  const work = { courseId, examId: compared, name: `coverage ${kept?.id ?? compared}`, key: JSON.stringify(asked) }
  // The plan is drawn to see what it lacks: a tenth of a second for five thousand questions.
  const coverage = await madeOnce(deps, work, async () => coverageOf(asked))
  const bySection = new Map(coverage.map(({ section, ...counts }) => [section, counts]))
  return {
    total: pool.length,
    unplaced: unplaced.counts.easy + unplaced.counts.medium + unplaced.counts.hard,
    exams: exams.map(({ id, title }) => ({ id, title })),
    examId: compared,
    plans: blueprints.map(({ id, name }) => ({ id, name })),
    planId: kept?.id ?? null,
    sessions: sessions.map(({ id, title, sections }) => ({
      id,
      title,
      sections: sections.map((section) => ({
        id: section.id,
        title: section.title,
        ...view(bySection.get(section.id) as Counts),
        bare: bareBySection.get(section.id) ?? [],
      })),
    })),
  }
}

/** Each once, in the order of the text. */
const bareHeadings = (passages: readonly { heading: string; questions: number }[]) => [
  ...new Set(passages.flatMap(({ heading, questions }) => (questions === 0 ? heading : []))),
]

type Counts = Omit<SectionCoverage, 'section'>

const view = ({ cells, needed, ...counts }: Counts) => ({ ...counts, cells: [...cells], needed: [...needed] })

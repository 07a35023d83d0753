import { type AssessmentResult, assess, withoutRetakes } from '#core/assessment/assessment.ts'
import { type JuryPoints, markParts } from '#core/assessment/rules.ts'
import { writeWorking } from '#core/assessment/written-working.ts'
import { byName } from '#core/students/name-order.ts'
import type { Assessment } from '#prisma/client/client.ts'
import type { Deps } from '#server/platform/deps.ts'
import { noRules } from './assessment.ts'
import { type KnownEntry, readEntries } from './known-marks.ts'

/** Every student of the course with their current marks, their grade and its working. */
export async function readLiveSheet(deps: Deps, courseId: string) {
  const assessment = await findAssessmentIfAny(deps, courseId)
  const [students, exams, projects] = await Promise.all([
    deps.db.student.findMany({
      // A student who was anonymised while in the class keeps their line, without their name.
      where: { courseId, OR: [{ archivedAt: null }, { archivedAt: { equals: deps.db.student.fields.anonymisedAt } }] },
      orderBy: { id: 'asc' },
    }),
    deps.db.exam.findMany({
      where: { courseId },
      orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
      select: { id: true, title: true, retakeOfId: true, status: true, markRule: true },
    }),
    deps.db.project.findMany({ where: { courseId }, orderBy: { createdAt: 'asc' }, select: { id: true, title: true } }),
  ])
  const entriesOf = assessment ? await readEntries(deps, { assessment, studentId: null }) : () => ({})
  const juryOf = await readJury(deps, assessment)
  return {
    title: assessment?.title ?? '',
    rules: assessment?.rules ?? noRules,
    revision: assessment?.revision ?? 0,
    releasedAt: assessment?.releasedAt?.toISOString() ?? null,
    lines: students.toSorted(byName).map(({ id, familyName, givenName, number, group, email }) => ({
      ...{ studentId: id, familyName, givenName, number: number ?? '', email: email ?? '', group },
      ...gradeOf(assessment, { entries: entriesOf(id), jury: juryOf.get(id) ?? null }),
    })),
    sources: {
      exams: exams.map(({ markRule: { grain }, ...exam }) => ({ ...exam, grain })),
      projects,
    },
  }
}

export type LiveSheet = Awaited<ReturnType<typeof readLiveSheet>>
export type LiveSheetLine = LiveSheet['lines'][number]

export async function findAssessmentIfAny({ db }: Deps, courseId: string): Promise<Assessment | null> {
  const row = await db.assessment.findUnique({ where: { courseId } })
  return row
}

async function readJury({ db }: Deps, assessment: Assessment | null): Promise<Map<string, JuryPoints>> {
  const rows = assessment ? await db.juryDecision.findMany({ where: { assessmentId: assessment.id } }) : []
  return new Map(rows.map(({ studentId, points, reason }) => [studentId, { points, reason }]))
}

type Known = { entries: Record<string, KnownEntry>; jury: JuryPoints | null }

/** One line: the entries of a student, and the result under the rules. */
function gradeOf(assessment: Assessment | null, { entries, jury }: Known) {
  const rules = assessment?.rules ?? noRules
  const said = { entries, jury }
  const result = assess(rules, said)
  const before = withoutRetakes(said)
  return {
    jury,
    entries: markParts(rules).flatMap(({ id }) => {
      const entry = entries[id]
      return entry ? [{ component: id, ...entry }] : []
    }),
    result: view(result),
    before: before && view(assess(rules, before)),
    working: { fr: writeWorking(result.working, 'fr'), en: writeWorking(result.working, 'en') },
  }
}

function view(result: AssessmentResult) {
  switch (result.status) {
    case 'graded': {
      const { status, grade, exact, decision, mention } = result
      return { status, grade, exact, decision, mention }
    }
    case 'blocked':
      return { status: result.status, because: [...result.because] }
    case 'missing':
      return { status: result.status, what: [...result.what] }
  }
}

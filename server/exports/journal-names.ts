import type { Deps } from '#server/platform/deps.ts'

type Row = { subject: string; before: unknown; after: unknown }
export type JournalSubject = {
  kind: string
  id: string
  /** Null for what has no name, or is there no more. */
  name: string | null
  /** What it is inside of: the exam of a copy, the project of a team. */
  within: string | null
}
type Named = { name: string; kind: string; within: string | null }

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/
const mostPeople = 12

export type JournalNames = ReturnType<typeof namesOf>

/** The names of what these lines are about, so that people read names, and never an identifier. */
export async function namesIn(
  { db }: Deps,
  { courseId, rows }: { courseId: string; rows: readonly Row[] },
): Promise<JournalNames> {
  const ids = new Set(rows.flatMap((row) => [...idsIn(row.subject.split(':')[1]), ...idsIn([row.before, row.after])]))
  const among = { in: [...ids] }
  if (ids.size === 0) return namesOf(new Map())
  const [students, exams, projects, teams, attempts, questions, people] = await Promise.all([
    db.student.findMany({ where: { courseId, id: among }, select: { id: true, familyName: true, givenName: true } }),
    db.exam.findMany({ where: { courseId, id: among }, select: { id: true, title: true } }),
    db.project.findMany({ where: { courseId, id: among }, select: { id: true, title: true } }),
    db.team.findMany({
      where: { project: { courseId }, id: among },
      select: { id: true, name: true, projectId: true },
    }),
    db.attempt.findMany({
      where: { exam: { courseId }, id: among },
      select: { id: true, examId: true, student: { select: { familyName: true, givenName: true } } },
    }),
    db.question.findMany({ where: { courseId, id: among }, select: { id: true, key: true } }),
    db.person.findMany({ where: { memberships: { some: { courseId } }, id: among }, select: { id: true, name: true } }),
  ])
  const nameOf = ({ familyName, givenName }: { familyName: string; givenName: string }) =>
    `${givenName} ${familyName}`.trim()
  const known = new Map<string, Named>([
    ...students.map((row) => [row.id, { name: nameOf(row), kind: 'student', within: null }] as const),
    ...exams.map((row) => [row.id, { name: row.title, kind: 'exam', within: null }] as const),
    ...projects.map((row) => [row.id, { name: row.title, kind: 'project', within: null }] as const),
    ...teams.map((row) => [row.id, { name: row.name, kind: 'team', within: row.projectId }] as const),
    ...attempts.map((row) => [row.id, { name: nameOf(row.student), kind: 'attempt', within: row.examId }] as const),
    ...questions.map((row) => [row.id, { name: row.key, kind: 'question', within: null }] as const),
    ...people.map((row) => [row.id, { name: row.name, kind: 'person', within: null }] as const),
  ])
  return namesOf(known)
}

function namesOf(known: ReadonlyMap<string, Named>) {
  /** A value with names for identifiers; what is there no more is left out. */
  const named = (value: unknown): unknown => {
    if (typeof value === 'string') return uuid.test(value) ? known.get(value)?.name : value
    if (Array.isArray(value)) return value.map(named).filter((each) => each !== undefined)
    if (typeof value !== 'object' || value === null) return value
    return Object.fromEntries(
      Object.entries(value).map(([field, inner]) => [known.get(field)?.name ?? field, named(inner)]),
    )
  }
  return {
    named,
    subjectOf: (subject: string): JournalSubject => {
      const [kind = '', id = ''] = subject.split(':')
      const found = known.get(id)
      return { kind, id, name: found?.name ?? null, within: found?.within ?? null }
    },
    /** The students whom the values of the line name, the subject left out. */
    peopleOf: ({ subject, before, after }: Row) =>
      [...new Set(idsIn([before, after]))]
        .filter((id) => known.get(id)?.kind === 'student' && !subject.endsWith(id))
        .slice(0, mostPeople)
        .map((id) => ({ id, name: known.get(id)?.name ?? '' })),
  }
}

function idsIn(value: unknown): string[] {
  if (typeof value === 'string') return uuid.test(value) ? [value] : []
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([field, inner]) => [...(uuid.test(field) ? [field] : []), ...idsIn(inner)])
}

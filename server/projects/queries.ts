import { Refusal } from '#core/refusal.ts'
import type { Prisma } from '#prisma/client/client.ts'
import type { Deps } from '#server/platform/deps.ts'
import { exactMarkOf, gradeOf, shown } from './grade.ts'
import { type Project, type ProjectPlace, type TeamPlace, toProject, toTeam } from './project.ts'

const person = { familyName: true, givenName: true, group: true } as const
const withTeams = {
  teams: { include: { members: { include: { student: { select: person } } } } },
} satisfies Prisma.ProjectInclude
type ProjectWithTeams = Prisma.ProjectGetPayload<{ include: typeof withTeams }>
export type TeamWithMembers = ProjectWithTeams['teams'][number]

export async function listProjects(deps: Deps, courseId: string) {
  const [projects, students] = await Promise.all([
    deps.db.project.findMany({
      where: { courseId },
      include: withTeams,
      orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
    }),
    listStudents(deps, courseId),
  ])
  return projects.map((project) => rowOf(project, students))
}

export async function findProject(deps: Deps, { courseId, projectId }: ProjectPlace) {
  const [row, students] = await Promise.all([
    deps.db.project.findFirst({ where: { id: projectId, courseId }, include: withTeams }),
    listStudents(deps, courseId),
  ])
  if (!row) throw new Refusal('not_found')
  const project = toProject(row)
  return {
    ...rowOf(row, students),
    brief: project.brief,
    rubric: project.rubric,
    teams: inOrder(row.teams).map((team) => ({ ...teamRow(project, team), members: membersOf(project, team) })),
    withoutTeam: students.filter(isAlone(row)),
  }
}

/** Everything a grader sees of one team. */
export async function findTeamGrading({ db }: Deps, { courseId, projectId, teamId }: TeamPlace) {
  const row = await db.project.findFirst({ where: { id: projectId, courseId }, include: withTeams })
  const found = row?.teams.find(({ id }) => id === teamId)
  if (!row || !found) throw new Refusal('not_found')
  const project = toProject(row)
  const team = toTeam(found)
  const grader = team.gradedById
    ? await db.person.findUnique({ where: { id: team.gradedById }, select: { name: true } })
    : null
  const { mark, missing } = gradeOf(project, team)
  return {
    project: { id: project.id, title: project.title, releasedAt: project.releasedAt?.toISOString() ?? null },
    rubric: project.rubric,
    team: { id: team.id, name: team.name },
    ...{ levels: team.levels, comments: team.comments, comment: team.comment, revision: team.revision },
    gradedAt: team.gradedAt?.toISOString() ?? null,
    gradedBy: grader?.name ?? null,
    grade: { mark, missing },
    members: membersOf(project, found),
    teams: inOrder(row.teams).map((each) => {
      const { id, name, criteriaGraded, grade } = teamRow(project, each)
      return { id, name, criteriaGraded, mark: grade.mark }
    }),
  }
}

function rowOf(row: ProjectWithTeams, students: readonly { studentId: string }[]) {
  const project = toProject(row)
  return {
    id: row.id,
    title: row.title,
    teamCount: row.teams.length,
    gradedCount: row.teams.filter((team) => gradeOf(project, toTeam(team)).mark !== null).length,
    studentCount: students.length,
    withoutTeamCount: students.filter(isAlone(row)).length,
    releasedAt: row.releasedAt?.toISOString() ?? null,
  }
}

function isAlone({ teams }: ProjectWithTeams) {
  const placed = new Set(teams.flatMap(({ members }) => members.map(({ studentId }) => studentId)))
  return ({ studentId }: { studentId: string }) => !placed.has(studentId)
}

function teamRow(project: Project, row: TeamWithMembers) {
  const team = toTeam(row)
  const { mark, missing } = gradeOf(project, team)
  const criteriaGraded = project.rubric.criteria.filter(({ id }) => team.levels[id] !== undefined).length
  return { id: team.id, name: team.name, criteriaGraded, grade: { mark, missing } }
}

export function membersOf(project: Project, row: TeamWithMembers) {
  const { exact } = gradeOf(project, toTeam(row))
  return row.members
    .toSorted((a, b) => words.compare(fullName(a), fullName(b)))
    .map(({ studentId, adjustment, reason, student }) => ({
      studentId,
      ...student,
      adjustment,
      reason,
      mark: exact === null ? null : shown(exactMarkOf(exact, { adjustment })),
    }))
}

/** « Équipe 2 » before « Équipe 10 ». */
export const words = new Intl.Collator('fr', { numeric: true })
const inOrder = <T extends { name: string }>(teams: T[]) => teams.toSorted((a, b) => words.compare(a.name, b.name))
const fullName = ({ student }: TeamWithMembers['members'][number]) => `${student.familyName} ${student.givenName}`

async function listStudents({ db }: Deps, courseId: string) {
  const students = await db.student.findMany({
    where: { courseId, archivedAt: null },
    select: { id: true, ...person },
    orderBy: { id: 'asc' },
  })
  return students
    .map(({ id, ...student }) => ({ studentId: id, ...student }))
    .toSorted((a, b) => words.compare(`${a.familyName} ${a.givenName}`, `${b.familyName} ${b.givenName}`))
}

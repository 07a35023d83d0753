import { Refusal } from '#core/refusal.ts'
import { byName, byText } from '#core/students/name-order.ts'
import type { Prisma } from '#prisma/client/client.ts'
import type { Deps } from '#server/platform/deps.ts'
import { doubleOf, finishedPair } from './double.ts'
import { shareOf, teamGradeOf } from './grade.ts'
import { handInsOf, viewHandIn } from './hand-in-views.ts'
import { memberOf, teamAddressOf, teamNameOf } from './names.ts'
import { type Project, type ProjectPlace, type TeamPlace, withClock } from './project.ts'

const person = { familyName: true, givenName: true, group: true } as const
const withTeams = {
  ...withClock,
  teams: { include: { members: { include: { student: { select: person } } }, gradings: true } },
} satisfies Prisma.ProjectInclude
type ProjectWithTeams = Prisma.ProjectGetPayload<{ include: typeof withTeams }>
type TeamWithMembers = ProjectWithTeams['teams'][number]

/** The reader: with two graders, each sees the progress of their own grading. */
type Reader = { personId: string }

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

export async function findProject(deps: Deps, { courseId, projectId, personId }: ProjectPlace & Reader) {
  const [row, students] = await Promise.all([
    deps.db.project.findFirst({ where: { id: projectId, courseId }, include: withTeams }),
    listStudents(deps, courseId),
  ])
  if (!row) throw new Refusal('not_found')
  const project = row
  return {
    ...rowOf(row, students),
    brief: project.brief,
    opensAt: project.opensAt?.toISOString() ?? null,
    isOpen: project.opensAt !== null && project.opensAt <= deps.now(),
    handedInCount: row.teams.filter(({ handedInAt }) => handedInAt !== null).length,
    terms: termsOf(project),
    rubric: project.rubric,
    teams: inOrder(row.teams.map((team) => teamRow(project, team, personId))),
    withoutTeam: project.blindSince === null ? students.filter(isAlone(row)) : [],
  }
}

/** Everything a grader sees of one team: with two graders, only their own work until both are resolved. */
export async function findTeamGrading({ db }: Deps, { courseId, projectId, teamId, personId }: TeamPlace & Reader) {
  const row = await db.project.findFirst({ where: { id: projectId, courseId }, include: withTeams })
  const found = row?.teams.find((each) => teamAddressOf(row, each) === teamId)
  if (!row || !found) throw new Refusal('not_found')
  const [project, team, gradings] = [row, found, found.gradings]
  const grader = team.gradedById
    ? await db.person.findUnique({ where: { id: team.gradedById }, select: { name: true } })
    : null
  const { handIns } = await db.team.findUniqueOrThrow({ where: { id: team.id }, select: handInsOf })
  const own = project.isDouble && team.resolution === null
  const mine = own ? (gradings.find(({ graderId }) => graderId === personId) ?? unwritten) : team
  const { mark, missing } = teamGradeOf(project, team)
  return {
    project: {
      ...{ id: project.id, title: project.title, isBlind: project.blindSince !== null },
      releasedAt: project.releasedAt?.toISOString() ?? null,
      ...termsOf(project),
      timeZone: project.course.timeZone,
    },
    rubric: project.rubric,
    team: { id: teamId, name: teamNameOf(project, team) },
    ...{ levels: mine.levels, comments: mine.comments, comment: mine.comment, revision: mine.revision },
    secondLevels: team.secondLevels,
    delivery: {
      handedInAt: team.handedInAt?.toISOString() ?? null,
      submittedAt: team.submittedAt?.toISOString() ?? null,
      dateReason: team.dateReason,
      waived: team.lateWaived,
    },
    handIns: project.blindSince === null ? handIns.map((handIn) => viewHandIn(project, handIn)) : [],
    gradedAt: team.gradedAt?.toISOString() ?? null,
    gradedBy: grader?.name ?? null,
    grade: { mark, missing },
    members: membersOf(project, found),
    double: doubleOf({ project, team, gradings, personId }),
    teams: inOrder(row.teams.map((each) => teamRow(project, each, personId))).map(
      ({ id, name, criteriaGraded, grade }) => ({ id, name, criteriaGraded, mark: grade.mark }),
    ),
  }
}

/** The initial state of a grading. */
const unwritten = { levels: {}, comments: {}, comment: '', revision: 1 }

const termsOf = ({ deadline, late, isDouble, mostGap, takesHttp }: Project) => ({
  deadline: deadline?.toISOString() ?? null,
  ...{ late, isDouble, mostGap, takesHttp },
})

function rowOf(row: ProjectWithTeams, students: readonly { studentId: string }[]) {
  const project = row
  return {
    id: row.id,
    title: row.title,
    teamCount: row.teams.length,
    gradedCount: row.teams.filter((team) => teamGradeOf(project, team).mark !== null).length,
    studentCount: students.length,
    withoutTeamCount: students.filter(isAlone(row)).length,
    releasedAt: row.releasedAt?.toISOString() ?? null,
    isBlind: row.blindSince !== null,
  }
}

function isAlone({ teams }: ProjectWithTeams) {
  const placed = new Set(teams.flatMap(({ members }) => members.map(({ studentId }) => studentId)))
  return ({ studentId }: { studentId: string }) => !placed.has(studentId)
}

function teamRow(project: Project, row: TeamWithMembers, personId: string) {
  const team = row
  const { mark, missing } = teamGradeOf(project, team)
  const gradings = row.gradings
  const mine = gradings.find(({ graderId }) => graderId === personId)?.levels ?? {}
  const levels = project.isDouble && team.resolution === null ? mine : team.levels
  return {
    id: teamAddressOf(project, row),
    name: teamNameOf(project, row),
    members: membersOf(project, row),
    criteriaGraded: project.rubric.criteria.filter(({ id }) => levels[id] !== undefined).length,
    isToResolve: team.resolution === null && finishedPair(gradings) !== null,
    grade: { mark, missing },
  }
}

function membersOf(project: Project, row: TeamWithMembers) {
  const { worked } = teamGradeOf(project, row)
  return row.members
    .map((member) => {
      const { factor, adjustment, reason } = member
      return { ...memberOf(project, member), factor, adjustment, reason, ...shareOf(worked, member) }
    })
    .toSorted(byName)
}

const inOrder = <T extends { name: string }>(teams: T[]) => teams.toSorted((a, b) => byText(a.name, b.name))

async function listStudents({ db }: Deps, courseId: string) {
  const students = await db.student.findMany({
    where: { courseId, archivedAt: null },
    select: { id: true, ...person },
    orderBy: { id: 'asc' },
  })
  return students.map(({ id, ...student }) => ({ studentId: id, ...student })).toSorted(byName)
}

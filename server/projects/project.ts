import { Refusal } from '#core/refusal.ts'
import type { Prisma, Project as ProjectRow, TeamMember } from '#prisma/client/client.ts'

/** With the time zone of its course, in which lateness is counted. */
export type Project = ProjectRow & { course: { timeZone: string } }

/** How two gradings were resolved into the team's grading. */
export type Resolution = { kind: 'mean' | 'first' | 'second' | 'third'; reason: string; by: string; at: string }

export const withClock = { course: { select: { timeZone: true } } } satisfies Prisma.ProjectInclude

/** What the audit keeps of a member who leaves a team, and whose adjustment is deleted. */
export const shareHeld = ({ studentId, factor, adjustment, reason }: TeamMember) => {
  return { studentId, factor, adjustment, reason }
}

export type ProjectPlace = { courseId: string; projectId: string }
export type TeamPlace = ProjectPlace & { teamId: string }

/** Locks a project, so that changes run one at a time; 404 when it is of another course. */
export async function lockProject(tx: Prisma.TransactionClient, { courseId, projectId }: ProjectPlace) {
  await tx.$queryRaw`select 1 from "Project" where id = ${projectId}::uuid for update`
  return requireProject(tx, { courseId, projectId })
}

/** Refuses while names are hidden, when team members are neither shown nor changed. */
export async function lockNames(tx: Prisma.TransactionClient, place: ProjectPlace) {
  const project = await lockProject(tx, place)
  if (project.blindSince !== null) throw new Refusal('names_withheld')
  return project
}

/** Locks one team: graders of other teams do not wait, changes of the rubric do. */
export async function lockTeam(tx: Prisma.TransactionClient, { courseId, projectId, teamId }: TeamPlace) {
  await tx.$queryRaw`select 1 from "Project" where id = ${projectId}::uuid for share`
  const project = await requireProject(tx, { courseId, projectId })
  const { id } = await requireTeam(tx, { project, teamId })
  await tx.$queryRaw`select 1 from "Team" where id = ${id}::uuid for update`
  return { project, team: await requireTeam(tx, { project, teamId }) }
}

/** Refuses a save based on an older revision. */
export function requireTeamRevision(team: { revision: number }, revision: number) {
  if (team.revision !== revision) throw new Refusal('changed_meanwhile', { revision: team.revision })
}

/** Finds a team by its id; while names are hidden only its separate id is valid. */
export async function requireTeam(
  tx: Prisma.TransactionClient,
  { project, teamId }: { project: Pick<Project, 'id' | 'blindSince'>; teamId: string },
) {
  const address = project.blindSince === null ? { id: teamId } : { blindId: teamId }
  const row = await tx.team.findFirst({ where: { ...address, projectId: project.id } })
  if (!row) throw new Refusal('not_found')
  return row
}

async function requireProject(tx: Prisma.TransactionClient, { courseId, projectId }: ProjectPlace) {
  const row = await tx.project.findFirst({ where: { id: projectId, courseId }, include: withClock })
  if (!row) throw new Refusal('not_found')
  return row
}

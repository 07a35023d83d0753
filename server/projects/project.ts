import { Refusal } from '#core/refusal.ts'
import type { Prisma, Project as ProjectRow, TeamMember } from '#prisma/client/client.ts'

/** A delay is counted on the clock of the course, so a project is always read with it. */
export type Project = ProjectRow & { course: { timeZone: string } }

/** How the gradings of two became the grade of the team. */
export type Resolution = { kind: 'mean' | 'first' | 'second' | 'third'; reason: string; by: string; at: string }

export const withClock = { course: { select: { timeZone: true } } } satisfies Prisma.ProjectInclude

/** What the journal keeps of a member who leaves a team: their share goes with their place. */
export const shareHeld = ({ studentId, factor, adjustment, reason }: TeamMember) => {
  return { studentId, factor, adjustment, reason }
}

export type ProjectPlace = { courseId: string; projectId: string }
export type TeamPlace = ProjectPlace & { teamId: string }

/** One change of the teams or of the rubric at a time; what belongs to another course does not exist. */
export async function lockProject(tx: Prisma.TransactionClient, { courseId, projectId }: ProjectPlace) {
  await tx.$queryRaw`select 1 from "Project" where id = ${projectId}::uuid for update`
  return requireProject(tx, { courseId, projectId })
}

/** Who is in which team is neither shown nor changed while names are withheld. */
export async function lockNames(tx: Prisma.TransactionClient, place: ProjectPlace) {
  const project = await lockProject(tx, place)
  if (project.blindSince !== null) throw new Refusal('names_withheld')
  return project
}

/** One grader of a team at a time; graders of other teams do not wait, a change of the rubric does. */
export async function lockTeam(tx: Prisma.TransactionClient, { courseId, projectId, teamId }: TeamPlace) {
  await tx.$queryRaw`select 1 from "Project" where id = ${projectId}::uuid for share`
  const project = await requireProject(tx, { courseId, projectId })
  const { id } = await requireTeam(tx, { project, teamId })
  await tx.$queryRaw`select 1 from "Team" where id = ${id}::uuid for update`
  return { project, team: await requireTeam(tx, { project, teamId }) }
}

/** Who read an older grade reads it again first. */
export function requireTeamRevision(team: { revision: number }, revision: number) {
  if (team.revision !== revision) throw new Refusal('changed_meanwhile', { revision: team.revision })
}

/** While names are withheld a team has an address of its own: the one it is known by elsewhere leads nowhere. */
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

import type { RubricView } from '#contract/projects.ts'
import { Refusal } from '#core/refusal.ts'
import type { Prisma, Project as ProjectRow, Team as TeamRow } from '#prisma/client/client.ts'

/** What is kept as JSON was parsed by the contract, or by contract/project-file.ts, before it was written. */
export type Project = Omit<ProjectRow, 'rubric'> & { rubric: RubricView }
/** criterion id → level id, criterion id → comment. */
export type Team = Omit<TeamRow, 'levels' | 'comments'> & {
  levels: Record<string, string>
  comments: Record<string, string>
}

export const toProject = (row: ProjectRow) => row as unknown as Project
export const toTeam = (row: TeamRow) => row as unknown as Team

export type ProjectPlace = { courseId: string; projectId: string }
export type TeamPlace = ProjectPlace & { teamId: string }

/** One change of the teams or of the rubric at a time; what belongs to another course does not exist. */
export async function lockProject(tx: Prisma.TransactionClient, { courseId, projectId }: ProjectPlace) {
  await tx.$queryRaw`select 1 from "Project" where id = ${projectId}::uuid for update`
  return requireProject(tx, { courseId, projectId })
}

/** One grader of a team at a time; graders of other teams do not wait, a change of the rubric does. */
export async function lockTeam(tx: Prisma.TransactionClient, { courseId, projectId, teamId }: TeamPlace) {
  await tx.$queryRaw`select 1 from "Project" where id = ${projectId}::uuid for share`
  const project = await requireProject(tx, { courseId, projectId })
  await tx.$queryRaw`select 1 from "Team" where id = ${teamId}::uuid for update`
  return { project, team: await requireTeam(tx, { projectId, teamId }) }
}

/** Who read an older grade reads it again first. */
export function requireRevision(team: Team, revision: number) {
  if (team.revision !== revision) throw new Refusal('changed_meanwhile', { revision: team.revision })
}

export async function requireTeam(tx: Prisma.TransactionClient, { projectId, teamId }: Omit<TeamPlace, 'courseId'>) {
  const row = await tx.team.findFirst({ where: { id: teamId, projectId } })
  if (!row) throw new Refusal('not_found')
  return toTeam(row)
}

async function requireProject(tx: Prisma.TransactionClient, { courseId, projectId }: ProjectPlace) {
  const row = await tx.project.findFirst({ where: { id: projectId, courseId } })
  if (!row) throw new Refusal('not_found')
  return toProject(row)
}

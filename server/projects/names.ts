import { pseudonymOf } from '#core/projects/pseudonym.ts'
import type { Project } from './project.ts'

type Blind = Pick<Project, 'blindSince'>
type Person = { familyName: string; givenName: string; group: string }

/** The id of a team or member in URLs: a separate one while names are hidden. */
export function teamAddressOf({ blindSince }: Blind, { id, blindId }: { id: string; blindId: string | null }): string {
  if (blindSince === null) return id
  // Set for every team and member when names were hidden, and teams cannot change until names are shown again.
  if (blindId === null) throw new Error('a team or a member without the address it has while names are withheld')
  return blindId
}

export function teamNameOf(project: Blind, team: { id: string; blindId: string | null; name: string }): string {
  return project.blindSince === null ? team.name : pseudonymOf(teamAddressOf(project, team))
}

/** A member as shown to a grader. */
export function memberOf(
  project: Blind,
  { studentId, blindId, student }: { studentId: string; blindId: string | null; student: Person },
) {
  const address = teamAddressOf(project, { id: studentId, blindId })
  if (project.blindSince === null) return { studentId: address, ...student }
  return { studentId: address, familyName: pseudonymOf(address), givenName: '', group: '' }
}

/** The audit subject of a team; a separate one while names are hidden, because other entries name its members. */
export function subjectOf(project: Blind, team: { id: string; blindId: string | null }): string {
  return `team:${teamAddressOf(project, team)}`
}

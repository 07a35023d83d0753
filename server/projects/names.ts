import { pseudonymOf } from '#core/projects/pseudonym.ts'
import type { Project } from './project.ts'

type Blind = Pick<Project, 'blindSince'>
type Person = { familyName: string; givenName: string; group: string }

/** The address of a team, or of a member in it: one made for the purpose while names are withheld. */
export function teamAddressOf({ blindSince }: Blind, { id, blindId }: { id: string; blindId: string | null }): string {
  if (blindSince === null) return id
  // Given to every team and member when the names were withheld, and teams do not change until they are revealed.
  if (blindId === null) throw new Error('a team or a member without the address it has while names are withheld')
  return blindId
}

export function teamNameOf(project: Blind, team: { id: string; blindId: string | null; name: string }): string {
  return project.blindSince === null ? team.name : pseudonymOf(teamAddressOf(project, team))
}

/** A member as a grader may know them. */
export function memberOf(
  project: Blind,
  { studentId, blindId, student }: { studentId: string; blindId: string | null; student: Person },
) {
  const address = teamAddressOf(project, { id: studentId, blindId })
  if (project.blindSince === null) return { studentId: address, ...student }
  return { studentId: address, familyName: pseudonymOf(address), givenName: '', group: '' }
}

/** What the journal calls a team: the lines that say who is in it have another name while names are withheld. */
export function subjectOf(project: Blind, team: { id: string; blindId: string | null }): string {
  return `team:${teamAddressOf(project, team)}`
}

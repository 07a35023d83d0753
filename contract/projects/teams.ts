import { z } from 'zod'
import { count, done, endpoint, fileBytes, int4, text, uuid } from '#contract/endpoint.ts'
import { identified } from '#contract/students/roster-import.ts'
import { largestTeamBytes, teamFaults } from '#core/projects/team-import.ts'
import { projectParams, teamParams } from './project-parts.ts'

const teamName = text.trim().min(1).max(80)

export const createTeam = endpoint({
  access: 'trainer',
  method: 'POST',
  path: '/api/courses/:courseId/projects/:projectId/teams',
  summary: 'Creates an empty team.',
  params: projectParams,
  body: z.strictObject({ name: teamName }),
  reply: z.object({ id: uuid }),
  refusals: ['name_taken', 'names_withheld'],
})

export const makeTeams = endpoint({
  access: 'trainer',
  method: 'POST',
  path: '/api/courses/:courseId/projects/:projectId/drawn-teams',
  summary: 'Puts the students in no team into new teams at random, as even as can be and at most so many in each.',
  params: projectParams,
  body: z.strictObject({
    size: int4.min(1).max(20),
    /** « Équipe »: each new team is named with it and the next free number. */
    name: text.trim().min(1).max(60),
  }),
  reply: z.object({ teamCount: count, studentCount: count }),
  refusals: ['names_withheld'],
})

export const renameTeam = endpoint({
  access: 'trainer',
  isHarmless: true,
  method: 'PUT',
  path: '/api/courses/:courseId/projects/:projectId/teams/:teamId',
  summary: 'Renames a team.',
  params: teamParams,
  body: z.strictObject({ name: teamName }),
  reply: done,
  refusals: ['name_taken', 'names_withheld'],
})

export const deleteTeam = endpoint({
  access: 'trainer',
  method: 'DELETE',
  path: '/api/courses/:courseId/projects/:projectId/teams/:teamId',
  summary: 'Deletes a team and its grade; its members are then in no team.',
  params: teamParams,
  reply: done,
  refusals: ['names_withheld'],
})

export const setMembers = endpoint({
  access: 'trainer',
  method: 'PUT',
  path: '/api/courses/:courseId/projects/:projectId/teams/:teamId/members',
  summary: 'Says who is in a team; a student of another team has to leave it first.',
  params: teamParams,
  body: z.strictObject({ studentIds: z.array(uuid).max(100) }),
  reply: done,
  refusals: ['student_in_two_teams', 'names_withheld'],
})

export const moveStudent = endpoint({
  access: 'trainer',
  method: 'PUT',
  path: '/api/courses/:courseId/projects/:projectId/students/:studentId/team',
  summary: 'Moves a student to another team, or out of any team.',
  params: projectParams.extend({ studentId: uuid }),
  body: z.strictObject({ teamId: uuid.nullable() }),
  reply: done,
  refusals: ['names_withheld'],
})

/** A list of teams: a pasted text, or the bytes of a file. */
const teamList = {
  text: text.min(1).max(largestTeamBytes).optional(),
  base64: fileBytes(largestTeamBytes).optional(),
}
const oneContent = (body: { text?: string | undefined; base64?: string | Uint8Array | undefined }) =>
  (body.text === undefined) !== (body.base64 === undefined)
const line = { line: int4, team: text }

export const previewTeamImport = endpoint({
  access: 'trainer',
  method: 'POST',
  path: '/api/courses/:courseId/projects/:projectId/team-import-previews',
  summary: 'Says line by line what a list of teams would change; writes nothing.',
  params: projectParams,
  body: z.strictObject(teamList).refine(oneContent),
  bodyLimit: largestTeamBytes,
  reply: z.object({
    fingerprint: text,
    /** Names of the teams to create. */
    newTeams: z.array(text),
    unchanged: count,
    lines: z.array(
      z.discriminatedUnion('outcome', [
        z.object({ ...line, outcome: z.literal('placed'), person: identified, from: text.nullable() }),
        z.object({
          ...{ ...line, outcome: z.literal('refused'), reason: z.enum(teamFaults), said: text },
          /** The candidates, when the line matches two people. */
          people: z.array(identified),
        }),
      ]),
    ),
  }),
  refusals: ['unreadable_file', 'nothing_to_import', 'names_withheld'],
})

export const importTeams = endpoint({
  access: 'trainer',
  method: 'POST',
  path: '/api/courses/:courseId/projects/:projectId/team-imports',
  summary: 'Places the students a list of teams names, as its preview announced; refused lines are left alone.',
  params: projectParams,
  body: z.strictObject({ ...teamList, fingerprint: text.min(1).max(100) }).refine(oneContent),
  bodyLimit: largestTeamBytes,
  reply: z.object({ placed: count, newTeams: count }),
  refusals: ['unreadable_file', 'nothing_to_import', 'preview_outdated', 'names_withheld'],
})

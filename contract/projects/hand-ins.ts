import { z } from 'zod'
import { count, endpoint, fileBytes, fileReply, instant, int4, text, uuid } from '#contract/endpoint.ts'
import { longestLink, referencePattern } from '#core/projects/repository-link.ts'
import { projectParams } from './project-parts.ts'

/** In bytes: a report or the archive of a repository. */
export const largestHandInFile = 20 * 1024 * 1024
const bodyLimit = Math.ceil((largestHandInFile * 4) / 3) + 64 * 1024
/** Of one team: beyond, somebody is playing. */
export const mostHandIns = 100

/** One hand-in of a team, as its members and its trainers see it. */
export const handInView = z.object({
  id: uuid,
  /** 1 for the first of the team. */
  number: count,
  at: instant,
  /** The member who did; empty when they are no longer there. */
  by: text,
  url: text,
  host: text,
  /** A commit or a tag; empty: none was said. */
  reference: text,
  /** Started days after the deadline of today; 0 in time. */
  daysLate: count,
  /** `isKept`: it can still be downloaded. Only the files of the last hand-in and of the last in time are kept. */
  file: z.object({ name: text, type: text, size: int4, isKept: z.boolean() }).nullable(),
})

export const handInProject = endpoint({
  access: 'student',
  method: 'POST',
  path: '/api/my/projects/:projectId/hand-ins',
  summary:
    'Hands in the repository of one’s team, and a file if wanted, at the hour of the server; the last one counts.',
  params: z.object({ projectId: uuid }),
  body: z.strictObject({
    link: text.trim().min(1).max(longestLink),
    reference: z.union([z.literal(''), text.trim().regex(referencePattern)]).default(''),
    /** `same`: the file of the hand-in before. */
    file: z
      .union([z.strictObject({ name: text.min(1).max(200), base64: fileBytes(bodyLimit) }), z.literal('same')])
      .nullable()
      .default(null),
    /** That it is late is known: without it, nothing is recorded after the deadline. */
    isLateKnown: z.boolean().default(false),
  }),
  bodyLimit,
  reply: handInView,
  refusals: [
    'link_unreadable',
    'link_ssh',
    'link_not_https',
    'link_with_password',
    'no_team',
    'hand_in_late',
    'hand_in_over',
    'too_many_requests',
    'too_large',
    'not_pdf_or_zip',
    'hand_in_file_damaged',
    'too_many_files',
    'file_too_heavy',
  ],
})

export const getMyHandInFile = endpoint({
  access: 'student',
  method: 'GET',
  path: '/api/my/projects/:projectId/hand-ins/:handInId/file',
  summary: 'Downloads a file one’s own team handed in.',
  params: z.object({ projectId: uuid, handInId: uuid }),
  kind: 'file',
  reply: fileReply,
})

export const listHandIns = endpoint({
  access: 'trainer',
  method: 'GET',
  path: '/api/courses/:courseId/projects/:projectId/hand-ins',
  summary: 'Lists the teams of a project with what they handed in, and the addresses of those who have not.',
  params: projectParams,
  reply: z.object({
    deadline: instant.nullable(),
    timeZone: text,
    /** While names are withheld, an address would reveal them: only the hours are shown. */
    isBlind: z.boolean(),
    teams: z.array(
      z.object({
        id: uuid,
        name: text,
        /** Empty while names are withheld. */
        members: z.array(z.object({ name: text, email: text.nullable() })),
        handedInAt: instant.nullable(),
        daysLate: count,
        /** The last first; empty while names are withheld. */
        handIns: z.array(handInView),
      }),
    ),
    /** Students in no team, who cannot hand in. */
    withoutTeam: z.array(z.object({ name: text, email: text.nullable() })),
  }),
})

export const getHandInFile = endpoint({
  access: 'trainer',
  method: 'GET',
  path: '/api/courses/:courseId/projects/:projectId/hand-ins/:handInId/file',
  summary: 'Downloads a file a team handed in.',
  params: projectParams.extend({ handInId: uuid }),
  kind: 'file',
  reply: fileReply,
  refusals: ['names_withheld'],
})

import { z } from 'zod'
import { count, courseParams, done, endpoint, hundredths, instant, type Reply, text, uuid } from '#contract/endpoint.ts'
import {
  criterion,
  mark,
  member,
  projectParams,
  projectStudent,
  projectTerms,
  rubric,
  rubricKey,
  working,
} from './project-parts.ts'

const projectRow = z.object({
  id: uuid,
  title: text,
  teamCount: count,
  /** Teams that have a level for every criterion. */
  gradedCount: count,
  studentCount: count,
  /** Students of the course that are in no team of it. */
  withoutTeamCount: count,
  releasedAt: instant.nullable(),
  /** True when names are hidden from the graders. */
  isBlind: z.boolean(),
})

const teamRow = z.object({
  id: uuid,
  name: text,
  members: z.array(member),
  criteriaGraded: count,
  /** True when both gradings are complete and have to be resolved. */
  isToResolve: z.boolean(),
  grade: mark,
})

export const projectView = projectRow.extend({
  brief: text,
  /** From then on students see it; null: they do not. */
  opensAt: instant.nullable(),
  isOpen: z.boolean(),
  handedInCount: count,
  terms: projectTerms,
  rubric,
  teams: z.array(teamRow),
  /** Empty while names are hidden. */
  withoutTeam: z.array(projectStudent),
})

export const listProjects = endpoint({
  access: 'trainer',
  method: 'GET',
  path: '/api/courses/:courseId/projects',
  summary: 'Lists the projects of a course and how far their grading is.',
  params: courseParams,
  reply: z.object({ projects: z.array(projectRow) }),
})

export const createProject = endpoint({
  access: 'trainer',
  method: 'POST',
  path: '/api/courses/:courseId/projects',
  summary: 'Creates a project, with the rubric that comes with the course or an empty one.',
  params: courseParams,
  body: z.strictObject({ title: text.trim().min(1).max(200), rubric: z.enum(['shipped', 'blank']) }),
  reply: z.object({ id: uuid }),
  refusals: ['unreadable_file'],
})

export const getProject = endpoint({
  access: 'trainer',
  method: 'GET',
  path: '/api/courses/:courseId/projects/:projectId',
  summary: 'Reads a project: its rubric, its teams with their members and marks, the students in no team.',
  params: projectParams,
  reply: projectView,
})

export const previewRubric = endpoint({
  access: 'trainer',
  method: 'POST',
  path: '/api/courses/:courseId/projects/:projectId/rubric-previews',
  summary: 'Says whose mark another rubric would change, and whether they have read it; writes nothing.',
  params: projectParams,
  body: rubric,
  reply: z.object({
    /** Whether the marks of the project are released. */
    isReleased: z.boolean(),
    /** The teams whose mark would change, with their members; null for a mark that is not there yet, or not any more. */
    teams: z.array(
      z.object({
        teamId: uuid,
        name: text,
        members: z.array(text),
        before: hundredths.nullable(),
        after: hundredths.nullable(),
      }),
    ),
  }),
  refusals: ['rubric_in_use'],
})

export const changeRubric = endpoint({
  access: 'trainer',
  method: 'PUT',
  path: '/api/courses/:courseId/projects/:projectId/rubric',
  summary: 'Replaces the rubric, while no level of it was given that would disappear.',
  params: projectParams,
  body: rubric,
  reply: done,
  refusals: ['rubric_in_use'],
})

export const setProjectTerms = endpoint({
  access: 'trainer',
  method: 'PUT',
  path: '/api/courses/:courseId/projects/:projectId/terms',
  summary: 'Says when a project is due, what a delay costs, and whether two graders mark each team.',
  params: projectParams,
  body: projectTerms,
  reply: done,
  refusals: ['grading_started'],
})

export const setBlindness = endpoint({
  access: 'trainer',
  method: 'PUT',
  path: '/api/courses/:courseId/projects/:projectId/blindness',
  summary: 'Withholds the names of teams and students from the graders, or reveals them; the journal says who did.',
  params: projectParams,
  body: z.strictObject({ isBlind: z.boolean() }),
  reply: done,
  refusals: ['project_released'],
})

export const releaseProject = endpoint({
  access: 'trainer',
  method: 'PUT',
  path: '/api/courses/:courseId/projects/:projectId/release',
  summary: 'Shows the graded teams their rubric and marks, or takes them back.',
  params: projectParams,
  body: z.strictObject({ released: z.boolean() }),
  reply: done,
  refusals: ['names_withheld'],
})

/** A student's view of their own project: the rubric with their team's levels, and the working of their mark. */
export const myProject = z.object({
  id: uuid,
  title: text,
  team: z.object({ name: text, members: z.array(text) }),
  /** Without the weights: the contribution of each criterion to the mark and its maximum are given on 20. */
  criteria: z.array(
    criterion
      .omit({ weight: true })
      .strip()
      .extend({
        /** Empty for a bonus that was not given; two when the mean of two differing gradings counts. */
        levelIds: z.array(rubricKey),
        comment: text,
        /** On 20, rounded for display. */
        earned: hundredths,
        most: hundredths,
      }),
  ),
  comment: text,
  working,
  teamMark: hundredths,
  factor: text,
  adjustment: hundredths,
  reason: text,
  mark: hundredths,
})

export const listMyProjects = endpoint({
  access: 'student',
  method: 'GET',
  path: '/api/my/projects',
  summary: 'Lists the released project results of the student who is signed in.',
  reply: z.object({ projects: z.array(myProject) }),
})

export const getMyProject = endpoint({
  access: 'student',
  method: 'GET',
  path: '/api/my/projects/:projectId',
  summary: 'Reads the result of one project, once released.',
  params: z.object({ projectId: uuid }),
  reply: myProject,
  refusals: ['not_released'],
})

export type ProjectView = Reply<typeof getProject>

export type TeamView = ProjectView['teams'][number]

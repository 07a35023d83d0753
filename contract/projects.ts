import { z } from 'zod'
import { courseParams, done, endpoint, instant, uuid } from './endpoint.ts'

const count = z.int().min(0)
const hundredths = z.int()
const key = z.string().min(1).max(64)
const projectParams = courseParams.extend({ projectId: uuid })
const teamParams = projectParams.extend({ teamId: uuid })
/** What the grader had read: another grader's work in between is not overwritten. */
const revision = z.int().min(1)
const teamName = z.string().trim().min(1).max(80)
const comment = z.string().max(2_000)

export const mostTeams = 500
export const mostCriteria = 30

/** Exact: `0.5`, `3`, `1/3`; below zero only in a bonus, where it takes points away. */
const exact = z
  .string()
  .max(40)
  .regex(/^(-?\d{1,4}([.,]\d{1,6})?|\d{1,6}\/[1-9]\d{0,5})$/)
const level = z.strictObject({
  id: key,
  label: z.string().trim().min(1).max(40),
  description: z.string().trim().min(1).max(300),
  points: exact,
})
const criterion = z.strictObject({
  id: key,
  title: z.string().trim().min(1).max(80),
  description: z.string().trim().max(200),
  /** Above zero; null for a bonus. */
  weight: exact.nullable(),
  levels: z.array(level).min(2).max(9),
})
export const rubric = z.strictObject({ criteria: z.array(criterion).max(mostCriteria) })
export type RubricView = z.output<typeof rubric>

/** criterion id → … */
const levels = z.record(key, key)
const comments = z.record(key, comment)

const student = z.object({ studentId: uuid, familyName: z.string(), givenName: z.string(), group: z.string() })
/** A mark on 20 to the hundredth, for the eye: what counts stays exact. Else the criteria that still have no level. */
const mark = z.object({ mark: hundredths.nullable(), missing: z.array(key) })
const member = student.extend({
  /** Hundredths, added to the team's mark. */
  adjustment: hundredths,
  reason: z.string(),
  mark: hundredths.nullable(),
})

const projectRow = z.object({
  id: uuid,
  title: z.string(),
  teamCount: count,
  /** Teams that have a level for every criterion. */
  gradedCount: count,
  studentCount: count,
  /** Students of the course that are in no team of it. */
  withoutTeamCount: count,
  releasedAt: instant.nullable(),
})

const teamRow = z.object({
  id: uuid,
  name: z.string(),
  members: z.array(member),
  criteriaGraded: count,
  grade: mark,
})

export const projectView = projectRow.extend({
  brief: z.string(),
  rubric,
  teams: z.array(teamRow),
  withoutTeam: z.array(student),
})

/** Everything on the page where a team is graded. */
export const teamGrading = z.object({
  project: z.object({ id: uuid, title: z.string(), releasedAt: instant.nullable() }),
  rubric,
  team: z.object({ id: uuid, name: z.string() }),
  levels,
  comments,
  comment: z.string(),
  revision,
  gradedAt: instant.nullable(),
  gradedBy: z.string().nullable(),
  grade: mark,
  members: z.array(member),
  /** Every team of the project, this one included, in the order they are gone through. */
  teams: z.array(z.object({ id: uuid, name: z.string(), criteriaGraded: count, mark: hundredths.nullable() })),
})

/** What a grader needs after a save. */
export const savedGrade = teamGrading.pick({ revision: true, grade: true, members: true }).extend({ savedAt: instant })

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
  body: z.strictObject({ title: z.string().trim().min(1).max(200), rubric: z.enum(['shipped', 'blank']) }),
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

export const createTeam = endpoint({
  access: 'trainer',
  method: 'POST',
  path: '/api/courses/:courseId/projects/:projectId/teams',
  summary: 'Creates an empty team.',
  params: projectParams,
  body: z.strictObject({ name: teamName }),
  reply: z.object({ id: uuid }),
  refusals: ['name_taken'],
})

export const makeTeams = endpoint({
  access: 'trainer',
  method: 'POST',
  path: '/api/courses/:courseId/projects/:projectId/drawn-teams',
  summary: 'Puts the students in no team into new teams at random, as even as can be and at most so many in each.',
  params: projectParams,
  body: z.strictObject({
    size: z.int().min(1).max(20),
    /** « Équipe »: each new team gets it and a number that is free. */
    name: z.string().trim().min(1).max(60),
  }),
  reply: z.object({ teamCount: count, studentCount: count }),
})

export const renameTeam = endpoint({
  access: 'trainer',
  method: 'PUT',
  path: '/api/courses/:courseId/projects/:projectId/teams/:teamId',
  summary: 'Renames a team.',
  params: teamParams,
  body: z.strictObject({ name: teamName }),
  reply: done,
  refusals: ['name_taken'],
})

export const deleteTeam = endpoint({
  access: 'trainer',
  method: 'DELETE',
  path: '/api/courses/:courseId/projects/:projectId/teams/:teamId',
  summary: 'Deletes a team and its grade; its members are then in no team.',
  params: teamParams,
  reply: done,
})

export const setMembers = endpoint({
  access: 'trainer',
  method: 'PUT',
  path: '/api/courses/:courseId/projects/:projectId/teams/:teamId/members',
  summary: 'Says who is in a team; a student of another team has to leave it first.',
  params: teamParams,
  body: z.strictObject({ studentIds: z.array(uuid).max(100) }),
  reply: done,
  refusals: ['student_in_two_teams'],
})

export const moveStudent = endpoint({
  access: 'trainer',
  method: 'PUT',
  path: '/api/courses/:courseId/projects/:projectId/students/:studentId/team',
  summary: 'Moves a student to another team, or out of any team.',
  params: projectParams.extend({ studentId: uuid }),
  body: z.strictObject({ teamId: uuid.nullable() }),
  reply: done,
})

export const getTeamGrading = endpoint({
  access: 'trainer',
  method: 'GET',
  path: '/api/courses/:courseId/projects/:projectId/teams/:teamId/grade',
  summary: 'Reads the grade of a team: levels, comments, adjustments and marks.',
  params: teamParams,
  reply: teamGrading,
})

export const gradeTeam = endpoint({
  access: 'trainer',
  method: 'PUT',
  path: '/api/courses/:courseId/projects/:projectId/teams/:teamId/grade',
  summary: 'Saves the levels and comments of a team; refused when another grader saved in between.',
  params: teamParams,
  body: z.strictObject({ revision, levels, comments, comment }),
  reply: savedGrade,
  refusals: ['changed_meanwhile'],
})

export const adjustMember = endpoint({
  access: 'trainer',
  method: 'PUT',
  path: '/api/courses/:courseId/projects/:projectId/teams/:teamId/members/:studentId/adjustment',
  summary: 'Adds hundredths of a point to the mark of one member, or takes them away, with the reason.',
  params: teamParams.extend({ studentId: uuid }),
  body: z
    .strictObject({ revision, adjustment: hundredths.min(-2_000).max(2_000), reason: z.string().trim().max(500) })
    .refine(({ adjustment, reason }) => adjustment === 0 || reason !== '', { path: ['reason'], message: 'required' }),
  reply: savedGrade,
  refusals: ['changed_meanwhile'],
})

export const releaseProject = endpoint({
  access: 'trainer',
  method: 'PUT',
  path: '/api/courses/:courseId/projects/:projectId/release',
  summary: 'Shows the graded teams their rubric and marks, or takes them back.',
  params: projectParams,
  body: z.strictObject({ released: z.boolean() }),
  reply: done,
})

/** What a student gets of their own project: the rubric with their team's levels, and how their mark came about. */
export const myProject = z.object({
  id: uuid,
  title: z.string(),
  team: z.object({ name: z.string(), members: z.array(z.string()) }),
  /** Without the weights: what each criterion brings to the mark, and of how much, is said on 20. */
  criteria: z.array(
    criterion.omit({ weight: true }).strip().extend({
      /** Null for a bonus that was not given. */
      levelId: key.nullable(),
      comment: z.string(),
      /** On 20, for the eye. */
      earned: hundredths,
      most: hundredths,
    }),
  ),
  comment: z.string(),
  teamMark: hundredths,
  adjustment: hundredths,
  reason: z.string(),
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

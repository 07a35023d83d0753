import { z } from 'zod'
import { count, done, endpoint, hundredths, instant, revision, text, uuid } from '#contract/endpoint.ts'
import { handInView } from './hand-ins.ts'
import {
  comment,
  comments,
  levels,
  mark,
  member,
  penalty,
  projectTerms,
  reason,
  rubric,
  rubricKey,
  teamParams,
} from './project-parts.ts'

/** How two gradings were resolved into one. */
export const resolutionKinds = ['mean', 'first', 'second', 'third'] as const

/** The state of the two gradings of a team, as seen by one of the graders. */
const double = z.object({
  mostGap: hundredths,
  /** Null when two other people grade this team. */
  isMine: z.boolean(),
  isDone: z.boolean(),
  graders: z.array(z.object({ name: text, isMe: z.boolean(), isDone: z.boolean() })),
  /** Null until both gradings are complete: before that, neither grader sees the other's. */
  comparison: z
    .object({
      criteria: z.array(
        z.object({ criterion: rubricKey, first: rubricKey.nullable(), second: rubricKey.nullable(), gap: hundredths }),
      ),
      first: hundredths,
      second: hundredths,
      gap: hundredths,
      isTooWide: z.boolean(),
      comments: z.array(z.object({ comments, comment: text })),
    })
    .nullable(),
  resolution: z.object({ kind: z.enum(resolutionKinds), reason: text, by: text, at: instant }).nullable(),
})

/** Everything on the page where a team is graded. */
export const teamGrading = z.object({
  project: projectTerms.extend({
    id: uuid,
    title: text,
    releasedAt: instant.nullable(),
    isBlind: z.boolean(),
    /** The time zone of the course, in which days of lateness are counted. */
    timeZone: text,
  }),
  rubric,
  team: z.object({ id: uuid, name: text }),
  levels,
  comments,
  comment: text,
  /** The levels of the second grading, when two were resolved by their mean; else null. */
  secondLevels: levels.nullable(),
  /** `submittedAt` is what a trainer said: it counts instead of `handedInAt`. */
  delivery: z.object({
    handedInAt: instant.nullable(),
    submittedAt: instant.nullable(),
    dateReason: text,
    waived: text,
  }),
  /** The last first; empty while names are withheld. */
  handIns: z.array(handInView),
  revision,
  gradedAt: instant.nullable(),
  gradedBy: text.nullable(),
  grade: mark,
  members: z.array(member),
  /** Null when one grader is enough. */
  double: double.nullable(),
  /** Every team of the project, this one included, in the order of grading. */
  teams: z.array(z.object({ id: uuid, name: text, criteriaGraded: count, mark: hundredths.nullable() })),
})

/** What a grader needs after a save. */
export const savedGrade = teamGrading.pick({ revision: true, grade: true, members: true }).extend({ savedAt: instant })

export const getTeamGrading = endpoint({
  access: 'trainer',
  method: 'GET',
  path: '/api/courses/:courseId/projects/:projectId/teams/:teamId/grade',
  summary: 'Reads the grade of a team: levels, comments, delivery, adjustments and marks; of two graders, one’s own.',
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
  refusals: ['changed_meanwhile', 'two_graders', 'grading_finished'],
})

export const adjustMember = endpoint({
  access: 'trainer',
  method: 'PUT',
  path: '/api/courses/:courseId/projects/:projectId/teams/:teamId/members/:studentId/adjustment',
  summary: 'Multiplies the team’s mark for one member and adds hundredths of a point to it, with the reason.',
  params: teamParams.extend({ studentId: uuid }),
  body: z
    .strictObject({
      revision,
      factor: penalty.default('1'),
      adjustment: hundredths.min(-2_000).max(2_000),
      reason,
    })
    .refine(({ factor, adjustment, reason: why }) => (adjustment === 0 && Number(factor) === 1) || why !== '', {
      path: ['reason'],
      message: 'required',
    }),
  reply: savedGrade,
  refusals: ['changed_meanwhile', 'gradings_unfinished'],
})

export const saveDelivery = endpoint({
  access: 'trainer',
  method: 'PUT',
  path: '/api/courses/:courseId/projects/:projectId/teams/:teamId/delivery',
  summary: 'Says when a team delivered, why that date counts instead of its hand-in, and why its delay is forgiven.',
  params: teamParams,
  body: z.strictObject({
    revision,
    submittedAt: instant.nullable(),
    /** Required beside a date when the team handed in. */
    dateReason: reason.default(''),
    waived: reason,
  }),
  reply: savedGrade,
  refusals: ['changed_meanwhile', 'gradings_unfinished'],
})

export const finishGrading = endpoint({
  access: 'trainer',
  method: 'PUT',
  path: '/api/courses/:courseId/projects/:projectId/teams/:teamId/own-grading',
  summary: 'Ends one’s own grading of a team that two grade, or takes it up again before the two became one.',
  params: teamParams,
  body: z.strictObject({ isDone: z.boolean() }),
  reply: done,
  refusals: ['gradings_unfinished', 'grading_finished', 'two_graders'],
})

export const resolveGradings = endpoint({
  access: 'trainer',
  method: 'PUT',
  path: '/api/courses/:courseId/projects/:projectId/teams/:teamId/resolution',
  summary: 'Makes one grade of two: their mean, one of them, or a third with its reason. Only it counts.',
  params: teamParams,
  body: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('mean'), reason }),
    z.strictObject({ kind: z.enum(['first', 'second']), reason: reason.min(3) }),
    z.strictObject({ kind: z.literal('third'), reason: reason.min(3), levels, comments, comment }),
  ]),
  reply: done,
  refusals: ['gradings_unfinished', 'grading_finished'],
})

export const withdrawResolution = endpoint({
  access: 'trainer',
  method: 'POST',
  path: '/api/courses/:courseId/projects/:projectId/teams/:teamId/resolution/withdrawal',
  summary: 'Takes back how two gradings became one, with a reason; the team has no grade until they do again.',
  params: teamParams,
  body: z.strictObject({ reason: reason.min(3) }),
  reply: done,
})

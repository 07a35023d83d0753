import { z } from 'zod'
import { done, endpoint, hundredths, instant, text, uuid } from '#contract/endpoint.ts'
import { content } from '#contract/questions/content.ts'
import { handInView } from './hand-ins.ts'
import { lateRule, longestBrief, projectParams, rubricKey } from './project-parts.ts'

const brief = text.max(longestBrief)

export const writeBrief = endpoint({
  access: 'trainer',
  method: 'PUT',
  path: '/api/courses/:courseId/projects/:projectId/brief',
  summary: 'Writes the title and the brief of a project, in Markdown; students who see it see the change.',
  params: projectParams,
  body: z.strictObject({ title: text.trim().min(1).max(200), brief }),
  reply: done,
})

export const previewBrief = endpoint({
  access: 'trainer',
  method: 'POST',
  path: '/api/courses/:courseId/projects/:projectId/brief-previews',
  summary: 'Shows a brief as students would see it; writes nothing.',
  params: projectParams,
  body: z.strictObject({ brief }),
  reply: z.object({ content }),
})

export const openProject = endpoint({
  access: 'trainer',
  method: 'PUT',
  path: '/api/courses/:courseId/projects/:projectId/opening',
  summary: 'Shows the brief, the dates, the teams and the rubric to the students: now, from a date, or no more.',
  params: projectParams,
  body: z.discriminatedUnion('opens', [
    z.strictObject({ opens: z.enum(['now', 'never']) }),
    z.strictObject({ opens: z.literal('at'), at: instant }),
  ]),
  reply: z.object({ opensAt: instant.nullable() }),
})

export const listMyBriefs = endpoint({
  access: 'student',
  method: 'GET',
  path: '/api/my/briefs',
  summary: 'Lists the projects that are open for the student who is signed in.',
  reply: z.object({
    projects: z.array(
      z.object({
        id: uuid,
        title: text,
        deadline: instant.nullable(),
        team: text.nullable(),
        handedInAt: instant.nullable(),
        isReleased: z.boolean(),
      }),
    ),
  }),
})

const briefCriterion = z.object({
  id: rubricKey,
  title: text,
  description: text,
  isBonus: z.boolean(),
  most: hundredths,
  levels: z.array(z.object({ id: rubricKey, label: text, description: text, earned: hundredths })),
})

/** What a student sees of an open project, marks and comments apart. */
export const getMyBrief = endpoint({
  access: 'student',
  method: 'GET',
  path: '/api/my/projects/:projectId/brief',
  summary: 'Reads the brief, the dates, the team, the rubric and the hand-ins of an open project.',
  params: z.object({ projectId: uuid }),
  reply: z.object({
    id: uuid,
    title: text,
    brief: content,
    opensAt: instant,
    deadline: instant.nullable(),
    /** By the server’s clock, which alone counts. */
    isOverdue: z.boolean(),
    /** The one of the course, in which days of lateness are counted. */
    timeZone: text,
    late: lateRule.nullable(),
    takesHttp: z.boolean(),
    isReleased: z.boolean(),
    /** Null when the student is in no team. */
    team: z.object({ name: text, members: z.array(text) }).nullable(),
    /** Without the weights: what each level gives is on 20, rounded for display. */
    criteria: z.array(briefCriterion),
    /** The last first. */
    handIns: z.array(handInView),
  }),
})

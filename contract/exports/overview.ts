import { z } from 'zod'
import { courseParams, endpoint, instant, int4, type Reply, text, uuid } from '#contract/endpoint.ts'
import { examStatuses } from '#core/exams/exam.ts'
import { storySteps } from '#core/exports/course-story.ts'
import { journalLine } from './journal-line.ts'

const count = int4
const exam = z.object({ id: uuid, title: text, opensAt: instant.nullable(), timeZone: text })
const examStep = <const Kind extends string>(kind: Kind) => z.object({ kind: z.literal(kind), exam })
const project = z.object({ id: uuid, title: text, teamCount: count, gradedCount: count, withoutTeamCount: count })
const projectStep = <const Kind extends string>(kind: Kind) => z.object({ kind: z.literal(kind), project })
const step = <const Kind extends string>(kind: Kind) => z.object({ kind: z.literal(kind) })

/** One thing to do, with the data that its sentence needs. */
export const nextStep = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('watch_exam'), exam: exam.extend({ startedCount: count, runningCount: count }) }),
  step('import_class'),
  step('write_questions'),
  z.object({ kind: z.literal('mark_exam'), exam: exam.extend({ unmarkedCount: count }) }),
  z.object({ kind: z.literal('release_exam'), exam: exam.extend({ startedCount: count }) }),
  z.object({ kind: z.literal('answer_contestations'), exam: exam.extend({ contestationCount: count }) }),
  z.object({ kind: z.literal('give_codes'), count }),
  examStep('open_exam'),
  examStep('publish_exam'),
  step('compose_exam'),
  projectStep('make_teams'),
  projectStep('grade_project'),
  projectStep('release_project'),
  step('set_final'),
  z.object({ kind: z.literal('complete_final'), count }),
  step('release_final'),
  step('take_files'),
])

export const getOverview = endpoint({
  access: 'invigilator',
  method: 'GET',
  path: '/api/courses/:courseId/overview',
  summary: 'Says where a course stands: what to do next, its ten steps, its counts, its next exam.',
  params: courseParams,
  reply: z.object({
    serverNow: instant,
    /**
     * True when the server is reachable without HTTPS: some browser features are then missing, and the trainer is
     * warned.
     */
    isPlainHttp: z.boolean(),
    nextSteps: z.array(nextStep),
    story: z.record(z.enum(storySteps), z.enum(['done', 'current', 'todo'])),
    counts: z.object({
      people: count,
      students: count,
      withoutCode: count,
      questions: count,
      exams: count,
      teams: count,
      gradedTeams: count,
      /** Students without a final grade, once an exam was marked; 0 before, and once the statements are released. */
      toDecide: count,
    }),
    /** The exams in which contestations wait for an answer. */
    contestations: z.array(z.object({ examId: uuid, count })),
    /** The next or running exam; null when there is none. */
    nextExam: exam
      .extend({
        status: z.enum(examStatuses),
        closesAt: instant.nullable(),
        limitMinutes: count,
        /** The durations of students with extra time, each once. */
        extendedMinutes: z.array(z.number()),
        questionCount: count,
        studentCount: count,
      })
      .nullable(),
    /** The exam that the links to monitor and results lead to: the running one, else the last; null without exam. */
    currentExamId: uuid.nullable(),
    /** The last one with marks. */
    markedExam: z.object({ id: uuid, title: text, status: z.enum(examStatuses) }).nullable(),
    /** The last entries of the journal; empty for an invigilator. */
    journal: z.array(journalLine),
  }),
})

export type CourseOverview = Reply<typeof getOverview>

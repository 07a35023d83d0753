/** Progress of a course in ten steps, in order, each done, under way or still to come. */
import { type CourseState, isOver } from './next-steps.ts'

export const storySteps = [
  'access',
  'class',
  'questions',
  'exam',
  'sitting',
  'marks',
  'project',
  'assessment',
  'statistics',
  'files',
] as const
export type StoryStep = (typeof storySteps)[number]
export type StepState = 'done' | 'current' | 'todo'

export function storyOf(course: CourseState): Record<StoryStep, StepState> {
  const { exams, projects, final } = course
  const over = exams.filter(isOver)
  const isReleased = final?.isReleased === true
  return {
    // A person who can read this has signed in.
    access: 'done',
    class: course.studentCount > 0 ? 'done' : 'current',
    questions: course.questionCount > 0 ? 'done' : 'current',
    exam: examStep(course),
    // An exam that closed without anybody was not sat.
    sitting: step({
      done: over.some(({ startedCount }) => startedCount > 0),
      begun: exams.some(({ status }) => status === 'open'),
    }),
    marks: step({
      done:
        over.some(({ startedCount }) => startedCount > 0) &&
        over.every(({ status, isShown }) => status === 'released' || !isShown),
      begun: over.length > 0,
    }),
    project: step({
      done:
        projects.length > 0 &&
        projects.every(({ teamCount, gradedCount }) => teamCount > 0 && gradedCount === teamCount),
      begun: projects.some(({ teamCount }) => teamCount > 0),
    }),
    assessment: step({ done: isReleased, begun: final !== null && over.length > 0 }),
    // These two steps are never done: they can be read or downloaded once they have content.
    statistics: step({ done: isReleased, begun: over.length > 0 }),
    files: step({ done: false, begun: isReleased }),
  }
}

/** Under way as long as one exam is a draft, even if another is done: it remains to be published. */
function examStep({ exams, studentCount, questionCount }: CourseState): StepState {
  const hasDraft = exams.some(({ status }) => status === 'draft')
  if (exams.length > 0) return hasDraft ? 'current' : 'done'
  return studentCount > 0 && questionCount > 0 ? 'current' : 'todo'
}

function step({ done, begun }: { done: boolean; begun: boolean }): StepState {
  if (done) return 'done'
  return begun ? 'current' : 'todo'
}

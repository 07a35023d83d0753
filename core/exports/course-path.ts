/**
 * The first path of a course, from its material to its class: each step with its state and the figures that say what is
 * missing. It is complete once an exam was published.
 */
import type { ExamStatus } from '#core/exams/exam.ts'
import { usualCount } from '#core/exams/exam-proposal.ts'
import type { StepState } from './course-story.ts'

export type PathState = {
  /** Passages of the course text. */
  readonly passageCount: number
  /** Of each section of the plan, its exam questions. */
  readonly sections: readonly number[]
  readonly exams: readonly { readonly id: string; readonly title: string; readonly status: ExamStatus }[]
  readonly studentCount: number
  readonly withoutCodeCount: number
}

export type PathStep =
  | { readonly id: 'material'; readonly state: StepState; readonly passageCount: number }
  | { readonly id: 'plan'; readonly state: StepState; readonly sectionCount: number }
  | {
      readonly id: 'questions'
      readonly state: StepState
      readonly questionCount: number
      readonly emptyCount: number
      /** A usual exam asks this many, in a section at most this many; the bank lacks that many for it. */
      readonly wanted: number
      readonly perSection: number
      readonly missing: number
    }
  | {
      readonly id: 'exam'
      readonly state: StepState
      /** The draft to publish, when there is one. */
      readonly draft: { readonly id: string; readonly title: string } | null
      readonly coveredCount: number
      readonly sectionCount: number
    }
  | {
      readonly id: 'class'
      readonly state: StepState
      readonly studentCount: number
      readonly withoutCodeCount: number
    }

export function coursePath(course: PathState): { isComplete: boolean; steps: PathStep[] } {
  const { passageCount, sections, exams, studentCount, withoutCodeCount } = course
  const sectionCount = sections.length
  const emptyCount = sections.filter((count) => count === 0).length
  const need = needOf(sections)
  const published = exams.some(({ status }) => status !== 'draft')
  const draft = published ? undefined : exams.find(({ status }) => status === 'draft')
  const done = {
    material: passageCount > 0,
    plan: sectionCount > 0,
    questions: sectionCount > 0 && need.missing === 0,
    exam: published,
    class: studentCount > 0 && withoutCodeCount === 0,
  }
  // A plan written by hand needs no material, and a small exam needs no complete bank.
  const isCurrent = {
    material: sectionCount === 0,
    plan: passageCount > 0,
    questions: sectionCount > 0,
    exam: draft !== undefined || done.questions,
    class: published,
  }
  const stateOf = (id: keyof typeof done): StepState => (done[id] ? 'done' : isCurrent[id] ? 'current' : 'todo')
  return {
    isComplete: published,
    steps: [
      { id: 'material', state: stateOf('material'), passageCount },
      { id: 'plan', state: stateOf('plan'), sectionCount },
      { id: 'questions', state: stateOf('questions'), emptyCount, ...need },
      {
        ...{ id: 'exam', state: stateOf('exam'), sectionCount, coveredCount: sectionCount - emptyCount },
        draft: draft ? { id: draft.id, title: draft.title } : null,
      },
      { id: 'class', state: stateOf('class'), studentCount, withoutCodeCount },
    ],
  }
}

/** What a usual exam asks of each section, and how many questions the bank lacks to give it. */
function needOf(sections: readonly number[]) {
  const wanted = Math.max(usualCount, sections.length)
  const perSection = Math.ceil(wanted / Math.max(1, sections.length))
  const questionCount = sections.reduce((sum, count) => sum + count, 0)
  const isEnough = questionCount >= wanted && !sections.includes(0)
  const missing = isEnough ? 0 : sections.reduce((sum, count) => sum + Math.max(0, perSection - count), 0)
  return { questionCount, wanted, perSection, missing }
}

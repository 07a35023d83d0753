import { describe, expect, it } from 'vitest'
import { coursePath, type PathState } from '#core/exports/course-path.ts'

const empty: PathState = { passageCount: 0, sections: [], exams: [], studentCount: 0, withoutCodeCount: 0 }
const sections = (...counts: number[]) => counts
const states = (course: PathState) => Object.fromEntries(coursePath(course).steps.map(({ id, state }) => [id, state]))
const stepOf = (course: PathState, id: string) => coursePath(course).steps.find((step) => step.id === id)

describe('the path of a course', () => {
  it('of an empty course starts with the material', () => {
    expect(coursePath(empty).isComplete).toBe(false)
    expect(states(empty)).toEqual({ material: 'current', plan: 'todo', questions: 'todo', exam: 'todo', class: 'todo' })
  })

  it('does not wait for a text when the plan was written by hand', () => {
    const course = { ...empty, sections: sections(0, 0) }
    expect(states(course)).toMatchObject({ material: 'todo', plan: 'done', questions: 'current' })
    expect(states({ ...course, passageCount: 3 })).toMatchObject({ material: 'done' })
  })

  it('says what the questions lack for a usual exam', () => {
    const course = { ...empty, sections: sections(0, 0, 0, 0, 5, 5, 5, 5, 5, 5) }
    expect(stepOf(course, 'questions')).toEqual({
      ...{ id: 'questions', state: 'current', questionCount: 30, emptyCount: 4 },
      ...{ wanted: 20, perSection: 2, missing: 8 },
    })
    // Every section has questions, but too few for twenty.
    expect(stepOf({ ...empty, sections: sections(3, 3) }, 'questions')).toMatchObject({
      ...{ state: 'current', emptyCount: 0, wanted: 20, perSection: 10, missing: 14 },
    })
    expect(stepOf({ ...empty, sections: sections(12, 9) }, 'questions')).toMatchObject({ state: 'done', missing: 0 })
  })

  it('asks one question of each section of a long course', () => {
    const course = { ...empty, sections: Array.from({ length: 32 }, () => 1) }
    expect(stepOf(course, 'questions')).toMatchObject({ state: 'done', wanted: 32, perSection: 1, missing: 0 })
  })

  it('leads to the first draft, and is complete once an exam is published', () => {
    const ready = { ...empty, sections: sections(20) }
    expect(stepOf(ready, 'exam')).toEqual({
      id: 'exam',
      state: 'current',
      draft: null,
      coveredCount: 1,
      sectionCount: 1,
    })
    const draft = { id: 'e1', title: 'QCM', status: 'draft' as const }
    expect(stepOf({ ...ready, exams: [draft] }, 'exam')).toMatchObject({ state: 'current', draft: { id: 'e1' } })
    const published = { ...draft, status: 'published' as const }
    expect(coursePath({ ...ready, exams: [published] })).toMatchObject({ isComplete: true })
    expect(states({ ...ready, exams: [published, draft] })).toMatchObject({ exam: 'done', class: 'current' })
  })

  it('has nothing to draw from an empty bank', () => {
    expect(stepOf({ ...empty, sections: sections(0) }, 'exam')).toMatchObject({ state: 'todo', coveredCount: 0 })
  })

  it('ends with a class in which everybody has a code', () => {
    const ready = { ...empty, sections: sections(20), exams: [{ id: 'e', title: 'QCM', status: 'open' as const }] }
    expect(states(ready)).toMatchObject({ class: 'current' })
    expect(states({ ...ready, studentCount: 24, withoutCodeCount: 3 })).toMatchObject({ class: 'current' })
    expect(states({ ...ready, studentCount: 24 })).toMatchObject({ class: 'done' })
  })
})

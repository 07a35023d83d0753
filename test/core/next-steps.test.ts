import { describe, expect, it } from 'vitest'
import { storyOf } from '#core/exports/course-story.ts'
import { type CourseState, type ExamState, nextSteps, type ProjectState } from '#core/exports/next-steps.ts'

const exam = (state: Partial<ExamState>): ExamState => ({
  id: 'qcm',
  title: 'QCM final',
  status: 'draft',
  opensAt: null,
  startedCount: 0,
  runningCount: 0,
  unmarkedCount: 0,
  contestationCount: 0,
  isShown: true,
  ...state,
})
const project = (state: Partial<ProjectState>): ProjectState => ({
  id: 'gitops',
  title: 'Projet',
  teamCount: 8,
  gradedCount: 8,
  withoutTeamCount: 0,
  isReleased: true,
  ...state,
})
const empty: CourseState = {
  studentCount: 0,
  withoutCodeCount: 0,
  questionCount: 0,
  exams: [],
  projects: [],
  final: null,
}
const ready: CourseState = { ...empty, studentCount: 24, questionCount: 255 }
const kinds = (course: CourseState) => nextSteps(course).map(({ kind }) => kind)

describe('what to do next', () => {
  it.each<[string, CourseState, string[]]>([
    ['an empty course', empty, ['import_class', 'write_questions']],
    ['a class and no question', { ...ready, questionCount: 0 }, ['write_questions']],
    ['a bank and no class', { ...empty, questionCount: 9 }, ['import_class', 'compose_exam']],
    ['a class and a bank', { ...ready, withoutCodeCount: 24 }, ['compose_exam']],
    ['a draft', { ...ready, exams: [exam({})] }, ['publish_exam']],
    ['a draft and no codes', { ...ready, withoutCodeCount: 3, exams: [exam({})] }, ['give_codes', 'publish_exam']],
    ['a published exam', { ...ready, exams: [exam({ status: 'published' })] }, ['open_exam']],
    ['an open exam', { ...ready, exams: [exam({ status: 'open' })] }, ['watch_exam']],
    [
      'copies not marked',
      { ...ready, exams: [exam({ status: 'closed', unmarkedCount: 2 })] },
      ['mark_exam', 'set_final'],
    ],
    ['marks held back', { ...ready, exams: [exam({ status: 'closed' })] }, ['release_exam', 'set_final']],
    ['marks never shown', { ...ready, exams: [exam({ status: 'closed', isShown: false })] }, ['set_final']],
    [
      'contestations without an answer',
      { ...ready, exams: [exam({ status: 'released', contestationCount: 2 })] },
      ['answer_contestations', 'set_final'],
    ],
    ['a released exam', { ...ready, exams: [exam({ status: 'released' })] }, ['set_final']],
    [
      'a project without teams',
      { ...ready, exams: [exam({})], projects: [project({ teamCount: 0, gradedCount: 0 })] },
      ['publish_exam', 'make_teams'],
    ],
    [
      'a project before the class',
      { ...empty, questionCount: 9, projects: [project({ teamCount: 0, gradedCount: 0 })] },
      ['import_class', 'compose_exam'],
    ],
    [
      'teams to grade',
      { ...ready, exams: [exam({ status: 'open' })], projects: [project({ gradedCount: 3 })] },
      ['watch_exam', 'grade_project', 'set_final'],
    ],
    [
      'somebody without a team',
      { ...ready, exams: [exam({ status: 'released' })], projects: [project({ withoutTeamCount: 1, gradedCount: 3 })] },
      ['make_teams', 'grade_project', 'set_final'],
    ],
    [
      'a graded project',
      { ...ready, exams: [exam({ status: 'released' })], projects: [project({ isReleased: false })] },
      ['release_project', 'set_final'],
    ],
    [
      'marks that are missing',
      { ...ready, exams: [exam({ status: 'released' })], final: { missingCount: 2, isReleased: false } },
      ['complete_final'],
    ],
    [
      'a complete sheet',
      { ...ready, exams: [exam({ status: 'released' })], final: { missingCount: 0, isReleased: false } },
      ['release_final'],
    ],
    [
      'everything done',
      { ...ready, exams: [exam({ status: 'released' })], final: { missingCount: 0, isReleased: true } },
      ['take_files'],
    ],
  ])('with %s', (_, course, expected) => {
    expect(kinds(course)).toEqual(expected)
  })

  it('puts those who wait first: a running exam, then marks, then what opens soonest', () => {
    const exams = [
      exam({ id: 'undated', status: 'published' }),
      exam({ id: 'later', status: 'published', opensAt: new Date('2026-12-10T09:00:00Z') }),
      exam({ id: 'sooner', status: 'published', opensAt: new Date('2026-12-08T09:00:00Z') }),
      exam({ id: 'marks', status: 'closed' }),
      exam({ id: 'now', status: 'open' }),
    ]
    const steps = nextSteps({ ...ready, exams })
    const ids = steps.flatMap((step) => ('exam' in step ? [step.exam.id] : []))
    expect(ids).toEqual(['now', 'marks', 'sooner', 'later', 'undated'])
  })

  it('counts what is missing', () => {
    expect(nextSteps({ ...ready, withoutCodeCount: 3, exams: [exam({})] })[0]).toEqual({ kind: 'give_codes', count: 3 })
  })
})

describe('the story of a course', () => {
  const states = (course: CourseState) =>
    Object.values(storyOf(course))
      .map((state) => state[0])
      .join('')
  it.each<[string, CourseState, string]>([
    // d: done, c: under way, t: to come; access class questions exam sitting marks project assessment statistics files
    ['an empty course', empty, 'dccttttttt'],
    ['a class and a bank', ready, 'dddctttttt'],
    ['a draft', { ...ready, exams: [exam({})] }, 'dddctttttt'],
    ['a published exam', { ...ready, exams: [exam({ status: 'published' })] }, 'dddd' + 'tttttt'],
    ['an open exam', { ...ready, exams: [exam({ status: 'open' })] }, 'ddddcttttt'],
    ['an exam that closed without anybody', { ...ready, exams: [exam({ status: 'closed' })] }, 'ddddtctt' + 'ct'],
    ['a closed exam', { ...ready, exams: [exam({ status: 'closed', startedCount: 3 })] }, 'dddddcttct'],
    [
      'marks never shown',
      { ...ready, exams: [exam({ status: 'closed', startedCount: 3, isShown: false })] },
      'ddddddttct',
    ],
    [
      'a released exam and a project begun',
      {
        ...ready,
        exams: [exam({ status: 'released', startedCount: 3 })],
        projects: [project({ gradedCount: 3 })],
        final: { missingCount: 5, isReleased: false },
      },
      'ddddddccct',
    ],
    ['a project without teams', { ...ready, projects: [project({ teamCount: 0, gradedCount: 0 })] }, 'dddctttttt'],
    [
      'a final grade released',
      {
        ...ready,
        exams: [exam({ status: 'released', startedCount: 3 })],
        projects: [project({})],
        final: { missingCount: 0, isReleased: true },
      },
      'dddddddddc',
    ],
  ])('with %s', (_, course, expected) => {
    expect(states(course)).toBe(expected)
  })
})

import { type CourseFile, courseFile } from '#contract/questions/question-file.ts'
import { soundOutline, wholeOutline } from '#core/courses/outline.ts'
import type { BankProblem } from './bank-problem.ts'
import { problemsOfShape } from './problems-of-shape.ts'
import { openYaml, type YamlFile } from './yaml-file.ts'

type CourseRead = { course: CourseFile | null; problems: BankProblem[] }

/** The text of a `course.yaml`, with what is wrong in it and where; null when it cannot be used at all. */
export function parseCourseFile({ file, text }: { file: string; text: string }): CourseRead {
  const yaml = openYaml({ file, text })
  if (yaml.errors.length > 0) return { course: null, problems: yaml.errors }
  const parsed = courseFile.safeParse(yaml.value)
  if (parsed.success) return soundCourse(parsed.data, yaml)
  return { course: null, problems: problemsOfShape(parsed.error, yaml) }
}

/** The course without sessions and sections that cannot be, each reported where it is. */
function soundCourse(course: CourseFile, yaml: YamlFile): CourseRead {
  const { outline, faults } = soundOutline(wholeOutline(course))
  const problems = faults.map(({ code, session, section, key }): BankProblem => {
    const path = ['sessions', session, ...(section === null ? [] : ['sections', section])]
    return { ...yaml.placeOf([...path, code === 'same_title' ? 'title' : 'id']), code, key }
  })
  const sessions = outline.sessions.map((session) => ({
    ...session,
    labs: [...session.labs],
    sections: session.sections.map((one) => ({ ...one, headings: [...one.headings], objectives: [...one.objectives] })),
  }))
  return { course: { ...course, sessions }, problems }
}

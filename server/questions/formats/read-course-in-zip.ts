import { posix } from 'node:path'
import { decodeText } from '#server/platform/decode-text.ts'
import { parseCourseFile } from '#server/questions/bank/parse-course-file.ts'
import { problemSentence } from '#server/questions/bank/problem-sentence.ts'
import type { CourseInZip, Unusable } from './imported.ts'
import { filesOfPackage } from './reading-context.ts'

/** The `course.yaml` of a zip, with the `course.md` beside it; what cannot be read of it is reported. */
export function readCourseInZip(files: ReadonlyMap<string, Uint8Array>): {
  course: CourseInZip | undefined
  unusable: Unusable[]
} {
  const path = [...files.keys()]
    .filter((name) => /(^|\/)course\.yaml$/.test(name) && !/(^|\/)__MACOSX\//.test(name))
    .sort((a, b) => a.length - b.length)[0]
  const bytes = path === undefined ? undefined : files.get(path)
  if (path === undefined || !bytes) return { course: undefined, unusable: [] }
  const { course, problems } = parseCourseFile({ file: path, text: decodeText(bytes).text })
  const beside = files.get(posix.join(posix.dirname(path), 'course.md'))
  return {
    course: course
      ? { file: course, text: beside ? decodeText(beside).text : null, ...filesOfPackage(files).beside(path) }
      : undefined,
    unusable: problems.map((problem) => ({
      line: problem.line,
      column: problem.column,
      file: path,
      reason: 'bank_problem',
      title: problemSentence(problem),
      kind: problem.code,
    })),
  }
}

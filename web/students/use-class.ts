import { useQuery, useQueryClient } from '@tanstack/react-query'
import { getCoursePath } from '#contract/exports/course-path.ts'
import { readJournal } from '#contract/exports/exports.ts'
import { getOverview } from '#contract/exports/overview.ts'
import { getStudentRecord } from '#contract/exports/student-record.ts'
import { listMerges } from '#contract/students/merges.ts'
import { listImports } from '#contract/students/roster-import.ts'
import { getStudent, listHomonyms, listStudents } from '#contract/students/students.ts'
import { query } from '#web/api.ts'

/** Every student of the course, archived ones included: the page filters them, so that typing gives results at once. */
export const useClass = (courseId: string) =>
  useQuery(query(listStudents, { params: { courseId }, query: { archived: 'with' } }))

/** Refetches everything that displays the class list after it changed. */
export function useRefreshClass() {
  const queryClient = useQueryClient()
  return () => {
    for (const { path } of [
      ...[listStudents, getStudent, listHomonyms, listImports, listMerges],
      ...[getOverview, getCoursePath, getStudentRecord, readJournal],
    ])
      void queryClient.invalidateQueries({ queryKey: [path] })
  }
}

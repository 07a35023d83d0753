import { useQuery, useQueryClient } from '@tanstack/react-query'
import { getOverview } from '#contract/exports/overview.ts'
import { listMerges } from '#contract/students/merges.ts'
import { listImports } from '#contract/students/roster-import.ts'
import { getStudent, listStudents } from '#contract/students/students.ts'
import { query } from '#web/api.ts'

/** Everybody of the course, those who left too: the page filters, so that typing answers at once. */
export const useClass = (courseId: string) =>
  useQuery(query(listStudents, { params: { courseId }, query: { archived: 'with' } }))

/** After a change of the class list: everything that shows it is read again. */
export function useRefreshClass() {
  const queryClient = useQueryClient()
  return () => {
    for (const { path } of [listStudents, getStudent, listImports, listMerges, getOverview])
      void queryClient.invalidateQueries({ queryKey: [path] })
  }
}

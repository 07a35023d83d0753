import type { Deps } from './deps.ts'

/**
 * Below these counts a file takes some tens of milliseconds: it is made at once, since a thread takes longer to start.
 * Each count ends at its limit, so that the answer costs the same for any course.
 */
const largeFrom = { students: 300, questions: 300, changes: 3_000 }

export async function isLargeCourse({ pool }: Pick<Deps, 'pool'>, courseId: string): Promise<boolean> {
  const { rows } = await pool.query<{ large: boolean }>({
    name: 'large-course',
    text: `select
      (select count(*) from (select from "Question" where "courseId" = $1 limit $2) as q) >= $2
      or (select count(*) from (select from "Student" where "courseId" = $1 limit $3) as s) >= $3
      or (select count(*) from (select from "AuditLine" where "courseId" = $1 limit $4) as a) >= $4 as large`,
    values: [courseId, largeFrom.questions, largeFrom.students, largeFrom.changes],
  })
  return rows[0]?.large === true
}

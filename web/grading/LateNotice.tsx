import { useQuery } from '@tanstack/react-query'
import { Link } from 'wouter'
import { listLateCopies } from '#contract/grading/journal.ts'
import { at } from '#web/addresses.ts'
import { query } from '#web/api.ts'
import { useText } from '#web/text/text.tsx'
import { Notice } from '#web/ui/Notice.tsx'

/** Lists attempts with answers « hors délai » that wait for a decision. */
export function LateNotice({ courseId, examId }: { courseId: string; examId: string }) {
  const { t } = useText()
  const late = useQuery(query(listLateCopies, { params: { courseId, examId } }))
  const copies = late.data?.copies ?? []
  if (copies.length === 0) return null
  return (
    <div className="results-notice">
      <Notice tone="warn">
        <p>{t('grading.journal.notice', { count: copies.length })}</p>
        <ul className="late-copies">
          {copies.map(({ attemptId, studentName, lateCount }) => (
            <li key={attemptId}>
              <Link href={at.course(courseId).exam(examId).copy(attemptId).journal}>
                {studentName} ({lateCount})
              </Link>
            </li>
          ))}
        </ul>
      </Notice>
    </div>
  )
}

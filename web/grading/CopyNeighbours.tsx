import { useQuery } from '@tanstack/react-query'
import { Link } from 'wouter'
import { getResults } from '#contract/grading/grading.ts'
import { byName } from '#core/students/name-order.ts'
import { at } from '#web/addresses.ts'
import { query } from '#web/api.ts'
import { useText } from '#web/text/text.tsx'
import { Icon } from '#web/ui/Icon.tsx'

type Props = { courseId: string; examId: string; attemptId: string }

/**
 * Links to the previous and next attempts, in the order of the class list. Empty until the list is loaded, so that the
 * attempt does not wait for it.
 */
export function CopyNeighbours({ courseId, examId, attemptId }: Props) {
  const { t } = useText()
  const { data } = useQuery(query(getResults, { params: { courseId, examId } }))
  const marked = (data?.rows ?? [])
    .flatMap((row) => (row.mark === null || row.attemptId === null ? [] : [{ ...row, attemptId: row.attemptId }]))
    .toSorted(byName)
  const index = marked.findIndex((row) => row.attemptId === attemptId)
  if (index === -1) return null
  const href = (id: string) => at.course(courseId).exam(examId).copy(id).page
  const [before, after] = [marked[index - 1], marked[index + 1]]
  const name = ({ givenName, familyName }: NonNullable<typeof before>) => `${givenName} ${familyName}`
  return (
    <nav className="neighbours" aria-label={t('grading.copy.neighbours')}>
      <span>
        {before && (
          <Link href={href(before.attemptId)}>
            <Icon name="arrow-left" />
            <span className="vh">{t('grading.copy.previous')}, </span>
            {name(before)}
          </Link>
        )}
      </span>
      <span className="muted">{t('grading.copy.position', { position: index + 1, total: marked.length })}</span>
      <span>
        {after && (
          <Link href={href(after.attemptId)}>
            <span className="vh">{t('grading.copy.next')}, </span>
            {name(after)}
            <Icon name="arrow-right" />
          </Link>
        )}
      </span>
    </nav>
  )
}

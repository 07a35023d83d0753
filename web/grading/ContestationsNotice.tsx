import { at } from '#web/addresses.ts'
import { useText } from '#web/text/text.tsx'
import { LinkButton } from '#web/ui/LinkButton.tsx'
import { Notice } from '#web/ui/Notice.tsx'
import { useContestationCount } from './use-contestation-count.ts'

/** Says that students question their marks, and leads to what they say; nothing once all are answered. */
export function ContestationsNotice({ courseId, examId }: { courseId: string; examId: string }) {
  const { t } = useText()
  const count = useContestationCount(courseId, examId)
  if (count === 0) return null
  return (
    <div className="results-notice">
      <Notice
        actions={
          <LinkButton href={at.course(courseId).exam(examId).contestations}>
            {t('grading.contest.see', { count })}
          </LinkButton>
        }
      >
        <p>{t('grading.contest.waiting', { count })}</p>
      </Notice>
    </div>
  )
}

import { type ReactNode, useState } from 'react'
import type { ExamResults } from '#contract/grading/grading.ts'
import { useText } from '#web/text/text.tsx'
import { Button } from '#web/ui/Button.tsx'
import { Icon } from '#web/ui/Icon.tsx'
import { ReleaseDialog } from './ReleaseDialog.tsx'
import { TellReleased } from './TellReleased.tsx'
import { type ReleasedPart, useRelease } from './use-release.ts'

type Props = { results: ExamResults; courseId: string; examId: string }

const bold = { b: (words: ReactNode) => <strong>{words}</strong> }

/** What students currently see of these marks, and the button that changes it. */
export function ReleasePanel({ results, courseId, examId }: Props) {
  const { t, rich, dateTime } = useText()
  const [isAsking, setAsking] = useState(false)
  const { release, withhold } = useRelease({ courseId, examId, isReleased: results.releasedAt !== null })
  const { releasedAt, examStatus } = results
  const shown = shownOf(results)
  const { heldGroups } = results.release
  const dialog = (
    <ReleaseDialog
      // Resets the dialog to the released parts each time it opens.
      key={String(isAsking)}
      open={isAsking}
      results={results}
      release={release}
      onClose={() => {
        release.reset()
        setAsking(false)
      }}
    />
  )
  if (releasedAt !== null) {
    return (
      <section className="release-bar" aria-label={t('grading.release.title')}>
        <Icon name="eye" />
        <div>
          <p>{rich('grading.release.released', { at: dateTime(releasedAt), what: shown, ...bold })}</p>
          {heldGroups.length > 0 && (
            <p className="small muted">{t('grading.release.heldNow', { groups: heldGroups.join(', ') })}</p>
          )}
        </div>
        <div className="actions">
          <TellReleased {...{ courseId, examId, exam: results.examTitle }} />
          <Button onClick={() => setAsking(true)}>{t('grading.release.change')}</Button>
          <Button busy={withhold.isPending} onClick={() => withhold.mutate(shown)}>
            {t('grading.release.withhold')}
          </Button>
        </div>
        {dialog}
      </section>
    )
  }
  return (
    <section className="release-bar release-bar--todo" aria-label={t('grading.release.title')}>
      <Icon name="lock" />
      <div>
        <p>
          {results.release.what === 'never'
            ? rich('grading.release.nothingNever', bold)
            : rich('grading.release.nothing', { what: shown, ...bold })}
        </p>
        <p className="small muted">
          {t(examStatus === 'open' && isByItself(results) ? 'grading.release.atClose' : 'grading.release.byHand')}
        </p>
      </div>
      <Button
        variant="primary"
        reason={examStatus === 'closed' ? undefined : t('grading.release.whyOpen')}
        onClick={() => setAsking(true)}
      >
        {t('grading.release.go')}
      </Button>
      {dialog}
    </section>
  )
}

const shownOf = ({ release: { what } }: ExamResults): ReleasedPart => (what === 'review' ? 'review' : 'mark')
const isByItself = ({ release }: ExamResults) => release.when !== 'by_hand' && release.what !== 'never'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { getExam, listExams } from '#contract/exams/exams.ts'
import { getResults, releaseResults, withholdResults } from '#contract/grading/grading.ts'
import { mutation } from '#web/api.ts'
import type { ReleaseChoice } from '#web/exams/ReleasePartsFields.tsx'
import { useText } from '#web/text/text.tsx'
import { Button } from '#web/ui/Button.tsx'
import { Icon } from '#web/ui/Icon.tsx'
import { sentenceOf } from '#web/ui/refusal-sentence.ts'
import { useToast } from '#web/ui/use-toast.ts'
import { ReleaseDialog } from './ReleaseDialog.tsx'
import type { Results } from './ResultsPage.tsx'

export type Shown = 'mark' | 'review'
export type ReleaseAsked = Omit<ReleaseChoice, 'what'> & { what: Shown }
type Props = { results: Results; courseId: string; examId: string }

const bold = { b: (words: ReactNode) => <strong>{words}</strong> }

/** What students see of these marks now, and the one decision about it. */
export function ReleasePanel({ results, courseId, examId }: Props) {
  const { t, rich, dateTime } = useText()
  const [isAsking, setAsking] = useState(false)
  const { release, withhold } = useRelease({ courseId, examId, isReleased: results.releasedAt !== null })
  const { releasedAt, examStatus } = results
  const shown = shownOf(results)
  const held = results.release.heldGroups
  const dialog = (
    <ReleaseDialog
      // Opened again, it starts from what is shown now.
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
          {held.length > 0 && (
            <p className="small muted">{t('grading.release.heldNow', { groups: held.join(', ') })}</p>
          )}
        </div>
        <div className="actions">
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

const shownOf = ({ release: { what } }: Results): Shown => (what === 'review' ? 'review' : 'mark')
const isByItself = ({ release }: Results) => release.when !== 'by_hand' && release.what !== 'never'

/** Both ways undo each other: a release too early is taken back in one click, and the other way round. */
function useRelease({ isReleased, ...params }: { courseId: string; examId: string; isReleased: boolean }) {
  const { t, has } = useText()
  const say = useToast()
  const queryClient = useQueryClient()
  const releasing = useMutation(mutation(releaseResults))
  const withholding = useMutation(mutation(withholdResults))
  const refresh = () => {
    for (const { path } of [getResults, getExam, listExams]) void queryClient.invalidateQueries({ queryKey: [path] })
  }
  const sayFailure = (error: Error) =>
    say({ tone: 'warn', text: t('grading.release.failed', { why: sentenceOf(error, { t, has }) }) })
  const withhold = useMutation({
    mutationFn: (_shown: Shown) => withholding.mutateAsync({ params }),
    onError: sayFailure,
    onSuccess: (_done, what) => {
      // Undone as it was: what students saw before is what they see again.
      const undo = () => releasing.mutate({ params, body: { what } }, { onError: sayFailure, onSettled: refresh })
      say({ text: t('grading.release.withheld'), undo })
    },
    onSettled: refresh,
  })
  const release = useMutation({
    mutationFn: (asked: ReleaseAsked) =>
      releasing.mutateAsync({ params, body: { ...asked, heldGroups: [...asked.heldGroups] } }),
    onSuccess: () => {
      const undo = () => withholding.mutate({ params }, { onError: sayFailure, onSettled: refresh })
      // What was shown already, and is now shown otherwise, is not hidden by a click on « annuler ».
      say({ text: t('grading.release.done'), ...(isReleased ? {} : { undo }) })
    },
    onSettled: refresh,
  })
  return { release, withhold }
}

export type Release = ReturnType<typeof useRelease>['release']

import { useMutation } from '@tanstack/react-query'
import { finishGrading } from '#contract/projects/project-grading.ts'
import { mutation } from '#web/api.ts'
import { useText } from '#web/text/text.tsx'
import { Button } from '#web/ui/Button.tsx'
import { Failed } from '#web/ui/Failed.tsx'
import { Status } from '#web/ui/Status.tsx'
import type { TeamGrading } from './grade-draft.ts'

type Props = {
  place: { courseId: string; projectId: string; teamId: string }
  double: NonNullable<TeamGrading['double']>
  /** The number of criteria not graded yet by this grader. */
  missing: number
  /** Saves pending changes; true when the server has all of them. */
  flush: () => Promise<boolean>
  onChanged: () => void
}

/**
 * Double grading: both graders work without seeing each other's grades until both are done; shows their progress and
 * ends one's own part.
 */
export function DoubleView({ place, double, missing, flush, onChanged }: Props) {
  const text = useText()
  const { t } = text
  const ending = useMutation({ ...mutation(finishGrading), onSuccess: onChanged })
  const end = async (isDone: boolean) => {
    if (await flush()) ending.mutate({ params: place, body: { isDone } })
  }
  const isOver = double.comparison !== null
  return (
    <section className="sheet sheet--pad stack stack--tight" aria-labelledby="deux-correcteurs">
      <div className="section-head">
        <h2 id="deux-correcteurs">{t('projects.double.title')}</h2>
        {!isOver && <p>{t(double.isMine ? 'projects.double.alone' : 'projects.double.others')}</p>}
      </div>
      <ul className="cluster">
        {double.graders.map(({ name, isMe, isDone }) => (
          <li key={name}>
            <Status shape={isDone ? 'done' : 'current'} tone={isDone ? 'good' : 'muted'}>
              {t('projects.double.grader', { name, isMe, isDone })}
            </Status>
          </li>
        ))}
        {double.graders.length < 2 && (
          <li className="small muted">{t('projects.double.waiting', { count: double.graders.length })}</li>
        )}
      </ul>
      {double.isMine && !isOver && (
        <div className="cluster">
          {double.isDone ? (
            <Button busy={ending.isPending} onClick={() => void end(false)}>
              {t('projects.double.resume')}
            </Button>
          ) : (
            <Button
              variant="primary"
              busy={ending.isPending}
              onClick={() => void end(true)}
              reason={missing > 0 ? t('projects.double.incomplete', { count: missing }) : undefined}
            >
              {t('projects.double.finish')}
            </Button>
          )}
        </div>
      )}
      <Failed error={ending.error} />
    </section>
  )
}

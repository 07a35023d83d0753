import { useState } from 'react'
import { type ProjectView, releaseProject } from '#contract/projects/projects.ts'
import { useText } from '#web/text/text.tsx'
import { Button } from '#web/ui/Button.tsx'
import { ConfirmDialog } from '#web/ui/ConfirmDialog.tsx'
import { Failed } from '#web/ui/Failed.tsx'
import { Icon } from '#web/ui/Icon.tsx'
import { useToast } from '#web/ui/use-toast.ts'
import { useProjectChange } from './use-project-change.ts'

type Props = {
  courseId: string
  project: ProjectView
  /** Every team is graded, so releasing is the next step. */
  isNext: boolean
}

/** Releases the marks to students after a confirmation, or hides them again at once. */
export function ReleaseProject({ courseId, project, isNext }: Props) {
  const text = useText()
  const { t } = text
  const say = useToast()
  const [isAsking, setAsking] = useState(false)
  const params = { courseId, projectId: project.id }
  const release = useProjectChange(releaseProject, (_reply, { body }) => {
    setAsking(false)
    say({ text: t(body.released ? 'projects.releaseDone' : 'projects.withholdDone') })
  })
  if (project.releasedAt) {
    return (
      <Button busy={release.isPending} onClick={() => release.mutate({ params, body: { released: false } })}>
        <Icon name="eye-off" />
        {t('projects.withhold')}
      </Button>
    )
  }
  const waiting = project.teamCount - project.gradedCount
  return (
    <>
      <Button
        variant={isNext ? 'primary' : 'secondary'}
        onClick={() => setAsking(true)}
        reason={
          project.isBlind
            ? t('projects.blind.noRelease')
            : project.gradedCount === 0
              ? t('projects.nothingToRelease')
              : undefined
        }
      >
        <Icon name="eye" />
        {t('projects.release')}
      </Button>
      <ConfirmDialog
        open={isAsking}
        onClose={() => setAsking(false)}
        onConfirm={() => release.mutate({ params, body: { released: true } })}
        title={t('projects.releaseTitle')}
        confirm={t('projects.release')}
        busy={release.isPending}
        error={release.error && <Failed error={release.error} />}
      >
        {t('projects.releaseText', { waiting })}
      </ConfirmDialog>
    </>
  )
}

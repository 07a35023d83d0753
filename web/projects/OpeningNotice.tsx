import { useState } from 'react'
import { openProject } from '#contract/projects/briefs.ts'
import type { ProjectView } from '#contract/projects/projects.ts'
import { at } from '#web/addresses.ts'
import { useText } from '#web/text/text.tsx'
import { Button } from '#web/ui/Button.tsx'
import { ConfirmDialog } from '#web/ui/ConfirmDialog.tsx'
import { DateTimeField } from '#web/ui/DateTimeField.tsx'
import { Failed } from '#web/ui/Failed.tsx'
import { LinkButton } from '#web/ui/LinkButton.tsx'
import { Notice } from '#web/ui/Notice.tsx'
import { RadioGroup } from '#web/ui/RadioGroup.tsx'
import { useProjectChange } from './use-project-change.ts'

type Props = { courseId: string; project: ProjectView }
type Opens = 'now' | 'at' | 'never'

/** Whether students see the project, from when, and who has handed in. */
export function OpeningNotice({ courseId, project }: Props) {
  const { t, dateTime } = useText()
  const [isAsking, setAsking] = useState(false)
  const inProject = at.course(courseId).project(project.id)
  const { opensAt, isOpen } = project
  const state = opensAt === null ? 'closed' : isOpen ? 'open' : 'soon'
  return (
    <>
      <Notice
        icon={state === 'open' ? 'eye' : 'eye-off'}
        actions={
          <div className="cluster">
            <LinkButton href={inProject.brief}>{t('projects.brief.open')}</LinkButton>
            {state === 'open' && (
              <LinkButton href={inProject.handIns}>
                {t('projects.handIns.open', { done: project.handedInCount, total: project.teamCount })}
              </LinkButton>
            )}
            <Button variant={state === 'closed' ? 'primary' : 'secondary'} onClick={() => setAsking(true)}>
              {t(state === 'closed' ? 'projects.opening.open' : 'projects.opening.change')}
            </Button>
          </div>
        }
      >
        <p>{t('projects.opening.state', { state, at: opensAt === null ? '' : dateTime(opensAt) })}</p>
      </Notice>
      {isAsking && <OpeningDialog courseId={courseId} project={project} onClose={() => setAsking(false)} />}
    </>
  )
}

function OpeningDialog({ courseId, project, onClose }: Props & { onClose: () => void }) {
  const { t } = useText()
  const [opens, setOpens] = useState<Opens>('now')
  const [from, setFrom] = useState<Date | null>(project.opensAt === null ? null : new Date(project.opensAt))
  const [isMissing, setMissing] = useState(false)
  const change = useProjectChange(openProject, onClose)
  const params = { courseId, projectId: project.id }
  const confirm = () => {
    setMissing(opens === 'at' && from === null)
    if (opens !== 'at') change.mutate({ params, body: { opens } })
    else if (from) change.mutate({ params, body: { opens, at: from.toISOString() } })
  }
  return (
    <ConfirmDialog
      open
      onClose={onClose}
      onConfirm={confirm}
      title={t('projects.opening.title')}
      confirm={t('projects.opening.confirm', { opens })}
      busy={change.isPending}
      error={change.error && <Failed error={change.error} />}
    >
      <div className="stack stack--tight">
        <p>{t('projects.opening.text')}</p>
        <RadioGroup
          legend={t('projects.opening.when')}
          value={opens}
          onChange={setOpens}
          options={[
            { value: 'now', label: t('projects.opening.now') },
            { value: 'at', label: t('projects.opening.at') },
            ...(project.opensAt === null
              ? []
              : [
                  {
                    value: 'never' as const,
                    label: t('projects.opening.never'),
                    hint: t('projects.opening.neverHint', { count: project.handedInCount }),
                  },
                ]),
          ]}
        />
        {opens === 'at' && (
          <DateTimeField
            label={t('projects.opening.from')}
            value={from}
            onChange={setFrom}
            error={isMissing ? t('projects.opening.fromMissing') : null}
          />
        )}
      </div>
    </ConfirmDialog>
  )
}

import { useState } from 'react'
import type { ProjectView } from '#contract/projects/projects.ts'
import { makeTeams } from '#contract/projects/teams.ts'
import { useText } from '#web/text/text.tsx'
import { Button } from '#web/ui/Button.tsx'
import { Dialog } from '#web/ui/Dialog.tsx'
import { Failed } from '#web/ui/Failed.tsx'
import { Field } from '#web/ui/Field.tsx'
import { NumberStepper } from '#web/ui/NumberStepper.tsx'
import { useToast } from '#web/ui/use-toast.ts'
import { useProjectChange } from './use-project-change.ts'

type Props = { courseId: string; project: ProjectView; open: boolean; onClose: () => void }

/** Draws teams at random; displays how many teams and students before it does. */
export function DrawTeamsDialog({ courseId, project, open, onClose }: Props) {
  const text = useText()
  const { t } = text
  const say = useToast()
  const [size, setSize] = useState(3)
  const count = project.withoutTeam.length
  const draw = useProjectChange(makeTeams, ({ teamCount, studentCount }) => {
    onClose()
    say({ text: t('projects.team.drawn', { teams: teamCount, count: studentCount }) })
  })
  const make = () =>
    draw.mutate({ params: { courseId, projectId: project.id }, body: { size, name: t('projects.team.one') } })
  return (
    <Dialog
      open={open}
      onClose={onClose}
      title={t('projects.team.drawTitle')}
      actions={
        <>
          <Button data-safe onClick={onClose}>
            {t('common.cancel')}
          </Button>
          <Button variant="primary" busy={draw.isPending} onClick={make}>
            {t('projects.team.draw')}
          </Button>
        </>
      }
    >
      <p>{t('projects.team.drawText', { count })}</p>
      <Field label={t('projects.team.size')} hint={t('projects.team.drawResult', { teams: Math.ceil(count / size) })}>
        <NumberStepper value={size} onChange={setSize} min={1} max={20} />
      </Field>
      <Failed error={draw.error} />
    </Dialog>
  )
}

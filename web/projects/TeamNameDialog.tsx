import { type FormEvent, useId, useState } from 'react'
import { createTeam, renameTeam } from '#contract/projects/teams.ts'
import { useText } from '#web/text/text.tsx'
import { Button } from '#web/ui/Button.tsx'
import { Dialog } from '#web/ui/Dialog.tsx'
import { Field } from '#web/ui/Field.tsx'
import { Input } from '#web/ui/Input.tsx'
import { sentenceOf } from '#web/ui/refusal-sentence.ts'
import { useProjectChange } from './use-project-change.ts'

type Props = {
  courseId: string
  projectId: string
  /** The team to rename; null to create one. */
  team: { id: string; name: string } | null
  open: boolean
  onClose: () => void
}

/** Mounted anew each time it opens, to start from the current name. */
export function TeamNameDialog(props: Props) {
  return props.open ? <Opened {...props} /> : null
}

function Opened({ courseId, projectId, team, onClose }: Props) {
  const text = useText()
  const { t } = text
  const formId = useId()
  const [name, setName] = useState(team?.name ?? '')
  const [isMissing, setMissing] = useState(false)
  const creation = useProjectChange(createTeam, onClose)
  const renaming = useProjectChange(renameTeam, onClose)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setMissing(name.trim() === '')
    if (name.trim() === '') return
    const params = { courseId, projectId }
    if (team) renaming.mutate({ params: { ...params, teamId: team.id }, body: { name } })
    else creation.mutate({ params, body: { name } })
  }
  const refused = creation.error ?? renaming.error
  return (
    <Dialog
      open
      onClose={onClose}
      title={team ? t('projects.team.renameTitle', { name: team.name }) : t('projects.team.new')}
      actions={
        <>
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button variant="primary" type="submit" form={formId} busy={creation.isPending || renaming.isPending}>
            {team ? t('projects.team.rename') : t('projects.team.create')}
          </Button>
        </>
      }
    >
      <form id={formId} className="form" noValidate onSubmit={submit}>
        <Field
          label={t('projects.team.name')}
          error={isMissing ? t('projects.nameMissing') : refused && sentenceOf(refused, text)}
          required
        >
          <Input data-safe value={name} maxLength={80} onChange={(event) => setName(event.target.value)} />
        </Field>
      </form>
    </Dialog>
  )
}

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useId, useState } from 'react'
import { useLocation } from 'wouter'
import { createProject, listProjects } from '#contract/projects/projects.ts'
import { at } from '#web/addresses.ts'
import { mutation } from '#web/api.ts'
import { useText } from '#web/text/text.tsx'
import { Button } from '#web/ui/Button.tsx'
import { Dialog } from '#web/ui/Dialog.tsx'
import { Field } from '#web/ui/Field.tsx'
import { Input } from '#web/ui/Input.tsx'
import { RadioGroup } from '#web/ui/RadioGroup.tsx'
import { sentenceOf } from '#web/ui/refusal-sentence.ts'

type Props = { courseId: string; open: boolean; onClose: () => void }

/** Creates a project from a title and a rubric to copy; without one, the rubric is edited next. */
export function NewProjectDialog({ courseId, open, onClose }: Props) {
  const text = useText()
  const { t } = text
  const [, navigate] = useLocation()
  const client = useQueryClient()
  const formId = useId()
  const [title, setTitle] = useState('')
  const [rubric, setRubric] = useState<'shipped' | 'blank'>('shipped')
  const [isMissing, setMissing] = useState(false)
  const creation = useMutation({
    ...mutation(createProject),
    onSuccess: async ({ id }) => {
      await client.invalidateQueries({ queryKey: [listProjects.path] })
      navigate(at.course(courseId).project(id)[rubric === 'blank' ? 'rubric' : 'page'])
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setMissing(title.trim() === '')
    if (title.trim() !== '') creation.mutate({ params: { courseId }, body: { title, rubric } })
  }
  const error = isMissing ? t('projects.nameMissing') : creation.error && sentenceOf(creation.error, text)
  return (
    <Dialog
      open={open}
      onClose={onClose}
      title={t('projects.new')}
      actions={
        <>
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button variant="primary" type="submit" form={formId} busy={creation.isPending}>
            {t('projects.create')}
          </Button>
        </>
      }
    >
      <p>{t('projects.newText')}</p>
      <form id={formId} className="form" noValidate onSubmit={submit}>
        <Field label={t('projects.name')} error={error} required>
          <Input data-safe value={title} maxLength={200} onChange={(event) => setTitle(event.target.value)} />
        </Field>
        <RadioGroup
          legend={t('projects.rubricFrom')}
          value={rubric}
          onChange={setRubric}
          options={[
            { value: 'shipped', label: t('projects.fromShipped'), hint: t('projects.fromShippedHint') },
            { value: 'blank', label: t('projects.fromBlank'), hint: t('projects.fromBlankHint') },
          ]}
        />
      </form>
    </Dialog>
  )
}

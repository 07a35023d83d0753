import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useId, useState } from 'react'
import { useLocation } from 'wouter'
import { createExam, listExams } from '#contract/exams/exams.ts'
import { at } from '#web/addresses.ts'
import { mutation, query } from '#web/api.ts'
import { useText } from '#web/text/text.tsx'
import { Button } from '#web/ui/Button.tsx'
import { Dialog } from '#web/ui/Dialog.tsx'
import { Field } from '#web/ui/Field.tsx'
import { Input } from '#web/ui/Input.tsx'
import { sentenceOf } from '#web/ui/refusal-sentence.ts'
import { Select } from '#web/ui/Select.tsx'

type Props = { courseId: string; open: boolean; onClose: () => void }

/** Creates an exam from its title; other settings take their defaults. */
export function NewExamDialog({ courseId, open, onClose }: Props) {
  const text = useText()
  const { t } = text
  const [, navigate] = useLocation()
  const client = useQueryClient()
  const formId = useId()
  const [title, setTitle] = useState('')
  const [isMissing, setMissing] = useState(false)
  const [retakeOf, setRetakeOf] = useState('none')
  const all = useQuery({ ...query(listExams, { params: { courseId } }), enabled: open })
  const firsts = all.data?.exams.filter(({ retakeOfId }) => retakeOfId === null) ?? []
  const creation = useMutation({
    ...mutation(createExam),
    onSuccess: async ({ id }) => {
      await client.invalidateQueries({ queryKey: [listExams.path] })
      navigate(at.course(courseId).exam(id).page)
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setMissing(title.trim() === '')
    if (title.trim() !== '')
      creation.mutate({ params: { courseId }, body: { title, ...(retakeOf === 'none' ? {} : { retakeOf }) } })
  }
  const error = isMissing ? t('exams.nameMissing') : creation.error && sentenceOf(creation.error, text)
  return (
    <Dialog
      open={open}
      onClose={onClose}
      title={t('exams.new')}
      actions={
        <>
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button variant="primary" type="submit" form={formId} busy={creation.isPending}>
            {t('exams.create')}
          </Button>
        </>
      }
    >
      <p>{t('exams.newText')}</p>
      <form id={formId} className="form" noValidate onSubmit={submit}>
        <Field label={t('exams.name')} hint={t('exams.nameHint')} error={error} required>
          <Input
            data-safe
            value={title}
            maxLength={200}
            autoComplete="off"
            onChange={(event) => setTitle(event.target.value)}
          />
        </Field>
        {firsts.length > 0 && (
          <Field label={t('exams.retake.of')} optional>
            <Select
              value={retakeOf}
              onChange={setRetakeOf}
              options={[
                { value: 'none', label: t('exams.retake.none') },
                ...firsts.map(({ id, title: of }) => ({ value: id, label: of })),
              ]}
            />
          </Field>
        )}
      </form>
    </Dialog>
  )
}

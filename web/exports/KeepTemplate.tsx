import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { keepFillTemplate, listFillTemplates } from '#contract/exports/fill-file.ts'
import { mutation } from '#web/api.ts'
import { useText } from '#web/text/text.tsx'
import { Button } from '#web/ui/Button.tsx'
import { Failed } from '#web/ui/Failed.tsx'
import { Field } from '#web/ui/Field.tsx'
import { Input } from '#web/ui/Input.tsx'
import { useToast } from '#web/ui/use-toast.ts'

type Props = { courseId: string; kept: { titles: string[]; sheet: string; column: number; source: string } }

/** Keeps the sheet, the column and the marks of this file for the next one of its shape, for the whole team. */
export function KeepTemplate({ courseId, kept }: Props) {
  const { t } = useText()
  const say = useToast()
  const queryClient = useQueryClient()
  const [name, setName] = useState('')
  const keep = useMutation({
    ...mutation(keepFillTemplate),
    onSuccess: (template) => {
      setName('')
      say({ text: t('exports.fill.templates.kept', { name: template.name }) })
      return queryClient.invalidateQueries({ queryKey: [listFillTemplates.path] })
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    keep.mutate({ params: { courseId }, body: { ...kept, name } })
  }
  return (
    <details>
      <summary>{t('exports.fill.templates.keep')}</summary>
      <form className="form" onSubmit={submit}>
        <Field label={t('exports.fill.templates.name')} hint={t('exports.fill.templates.nameHint')}>
          <Input value={name} maxLength={80} required onChange={({ target }) => setName(target.value)} />
        </Field>
        {keep.error && <Failed error={keep.error} />}
        <div>
          <Button
            type="submit"
            busy={keep.isPending}
            reason={name.trim() === '' ? t('exports.fill.templates.unnamed') : undefined}
          >
            {t('exports.fill.templates.save')}
          </Button>
        </div>
      </form>
    </details>
  )
}

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import type { Reply } from '#contract/endpoint.ts'
import { deleteFillTemplate, listFillTemplates, renameFillTemplate } from '#contract/exports/fill-file.ts'
import { mutation, query } from '#web/api.ts'
import { useText } from '#web/text/text.tsx'
import { Button } from '#web/ui/Button.tsx'
import { Failed } from '#web/ui/Failed.tsx'
import { Field } from '#web/ui/Field.tsx'
import { Input } from '#web/ui/Input.tsx'

type Template = Reply<typeof listFillTemplates>['templates'][number]
type Props = { courseId: string; sources: readonly { value: string; label: string }[] }

/** How files were filled in this course: a file of the same shape is filled alike. */
export function FillTemplates({ courseId, sources }: Props) {
  const { t } = useText()
  const templates = useQuery(query(listFillTemplates, { params: { courseId } })).data?.templates ?? []
  if (templates.length === 0) return null
  return (
    <section className="stack stack--tight" aria-labelledby="fill-templates">
      <h2 id="fill-templates">{t('exports.fill.templates.title')}</h2>
      <p className="muted">{t('exports.fill.templates.lead')}</p>
      <ul className="fill__templates">
        {templates.map((template) => (
          <li key={template.id}>
            <TemplateRow courseId={courseId} template={template} sources={sources} />
          </li>
        ))}
      </ul>
    </section>
  )
}

function TemplateRow({ courseId, template, sources }: Props & { template: Template }) {
  const { t } = useText()
  const { id, name, titles, sheet, column, source, byName } = template
  const queryClient = useQueryClient()
  const [draft, setDraft] = useState<string | null>(null)
  const onSettled = () => queryClient.invalidateQueries({ queryKey: [listFillTemplates.path] })
  const rename = useMutation({ ...mutation(renameFillTemplate), onSuccess: () => setDraft(null), onSettled })
  const forget = useMutation({ ...mutation(deleteFillTemplate), onSettled })
  const params = { courseId, templateId: id }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (draft !== null) rename.mutate({ params, body: { name: draft } })
  }
  const marks = sources.find(({ value }) => value === source)?.label
  return (
    <div className="stack stack--tight">
      <p>
        <strong>{name}</strong>
        <br />
        <span className="muted">
          {t('exports.fill.templates.what', { column: titles[column] ?? String(column + 1), by: byName })}
          {sheet !== '' && ` ${t('exports.fill.templates.sheet', { sheet })}`}
          {marks && ` ${t('exports.fill.templates.marks', { marks })}`}
        </span>
      </p>
      {draft !== null && (
        <form className="form" onSubmit={submit}>
          <Field label={t('exports.fill.templates.name')}>
            <Input value={draft} maxLength={80} required onChange={({ target }) => setDraft(target.value)} />
          </Field>
          <div className="cluster">
            <Button type="submit" size="small" busy={rename.isPending}>
              {t('exports.fill.templates.save')}
            </Button>
            <Button size="small" variant="quiet" onClick={() => setDraft(null)}>
              {t('common.cancel')}
            </Button>
          </div>
        </form>
      )}
      <Failed error={rename.error ?? forget.error} />
      {draft === null && (
        <div className="cluster">
          <Button size="small" onClick={() => setDraft(name)}>
            {t('exports.fill.templates.rename')}
            <span className="vh"> {name}</span>
          </Button>
          <Button size="small" variant="quiet" busy={forget.isPending} onClick={() => forget.mutate({ params })}>
            {t('exports.fill.templates.forget')}
            <span className="vh"> {name}</span>
          </Button>
        </div>
      )}
    </div>
  )
}

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { deleteBlueprint, keepBlueprint, listBlueprints } from '#contract/exams/blueprints.ts'
import type { ExamDraft } from '#contract/exams/exam-draft.ts'
import { mutation, query } from '#web/api.ts'
import { useText } from '#web/text/text.tsx'
import { Button } from '#web/ui/Button.tsx'
import { Field } from '#web/ui/Field.tsx'
import { Icon } from '#web/ui/Icon.tsx'
import { Input } from '#web/ui/Input.tsx'
import { sentenceOf } from '#web/ui/refusal-sentence.ts'
import { useToast } from '#web/ui/use-toast.ts'

type Blueprint = ExamDraft['blueprint']
type Props = { courseId: string; blueprint: Blueprint; onTake: (blueprint: Blueprint) => void }

/** Saved plans: apply one to this exam, replace it or delete it. */
export function PlanShelf({ courseId, blueprint, onTake }: Props) {
  const { t, has } = useText()
  const say = useToast()
  const client = useQueryClient()
  const [name, setName] = useState('')
  const params = { courseId }
  const kept = useQuery(query(listBlueprints, { params }))
  const refresh = () => void client.invalidateQueries({ queryKey: [listBlueprints.path] })
  const refused = (error: Error) => say({ text: sentenceOf(error, { t, has }), tone: 'warn' })
  const keep = useMutation({
    ...mutation(keepBlueprint),
    onSuccess: (one) => {
      say({ text: t('exams.shelf.kept', { name: one.name }) })
      setName('')
    },
    onError: refused,
    onSettled: refresh,
  })
  const forget = useMutation({ ...mutation(deleteBlueprint), onError: refused, onSettled: refresh })
  const take = (one: { name: string; blueprint: Blueprint }) => {
    onTake(one.blueprint)
    say({ text: t('exams.shelf.taken', { name: one.name }), undo: () => onTake(blueprint) })
  }
  const drop = ({ id, name: title, blueprint: plan }: { id: string; name: string; blueprint: Blueprint }) => {
    forget.mutate({ params: { ...params, blueprintId: id } })
    say({
      text: t('exams.shelf.dropped', { name: title }),
      undo: () => keep.mutate({ params, body: { name: title, blueprint: plan } }),
    })
  }
  const send = (event: FormEvent) => {
    event.preventDefault()
    if (name.trim() !== '') keep.mutate({ params, body: { name, blueprint } })
  }
  return (
    <section aria-labelledby="shelf" className="stack stack--tight">
      <h3 id="shelf">{t('exams.shelf.title')}</h3>
      <p className="small muted">{t('exams.shelf.note')}</p>
      {(kept.data?.blueprints ?? []).length > 0 && (
        <ul className="plan__fixed">
          {kept.data?.blueprints.map((one) => (
            <li key={one.id}>
              <span>
                {one.name} <span className="small muted">{t('exams.shelf.questions', { count: one.questions })}</span>
              </span>
              <span className="cluster">
                <Button size="small" onClick={() => take(one)}>
                  {t('exams.shelf.take')}
                  <span className="vh"> {one.name}</span>
                </Button>
                <Button
                  size="small"
                  variant="quiet"
                  iconOnly
                  aria-label={t('exams.shelf.drop', { name: one.name })}
                  onClick={() => drop(one)}
                >
                  <Icon name="trash" />
                </Button>
              </span>
            </li>
          ))}
        </ul>
      )}
      {/* Pressing Enter here saves the plan, not the exam form around it. */}
      <form className="plan__add" onSubmit={send}>
        <Field label={t('exams.shelf.name')}>
          <Input maxLength={120} value={name} onChange={(event) => setName(event.target.value)} />
        </Field>
        <Button type="submit" busy={keep.isPending} disabled={name.trim() === ''}>
          {t('exams.shelf.keep')}
        </Button>
      </form>
    </section>
  )
}

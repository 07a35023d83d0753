import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { useSearchParams } from 'wouter'
import { listQuestionViews, saveQuestionViews } from '#contract/questions/question-views.ts'
import { mutation, query } from '#web/api.ts'
import { useText } from '#web/text/text.tsx'
import { Button } from '#web/ui/Button.tsx'
import { Dialog } from '#web/ui/Dialog.tsx'
import { Field } from '#web/ui/Field.tsx'
import { Icon } from '#web/ui/Icon.tsx'
import { Input } from '#web/ui/Input.tsx'
import { sentenceOf } from '#web/ui/refusal-sentence.ts'
import { useToast } from '#web/ui/use-toast.ts'

/** The views that every course has: their name and what they write in the address. */
const shipped = [
  { id: 'neverAsked', search: 'posee=never' },
  { id: 'toReRead', search: 'a-relire=yes' },
  { id: 'tooEasy', search: 'facilite=high&tri=facility&sens=desc' },
] as const

/** A view that every course has leaves cards or a table, and the columns, as they are. */
const lookNames = ['vue', 'colonnes']

/** Without the place in the list, which is not part of a view; in one order, so that equal views compare as equal. */
function viewOf(search: string, without: readonly string[] = []): string {
  const params = new URLSearchParams(search)
  for (const name of ['page', ...without]) params.delete(name)
  params.sort()
  return params.toString()
}

/** The views of the list: those that every course has, then those that this trainer saved. */
export function ListViews({ courseId }: { courseId: string }) {
  const { t, has } = useText()
  const say = useToast()
  const [search, setSearch] = useSearchParams()
  const [isNaming, setNaming] = useState(false)
  const queryClient = useQueryClient()
  const found = useQuery(query(listQuestionViews, { params: { courseId } }))
  const save = useMutation({
    ...mutation(saveQuestionViews),
    onError: (error) => say({ text: sentenceOf(error, { t, has }), tone: 'warn' }),
    onSettled: () => void queryClient.invalidateQueries({ queryKey: [listQuestionViews.path] }),
  })
  const own = found.data?.views ?? []
  const here = viewOf(search.toString())
  const store = (views: typeof own) => save.mutate({ params: { courseId }, body: { views } })
  const remove = (name: string) => {
    store(own.filter((view) => view.name !== name))
    say({ text: t('questions.views.removed', { name }), undo: () => store(own) })
  }
  const all = [
    { name: t('questions.views.all'), search: '', isOwn: false },
    ...shipped.map((view) => ({ name: t(`questions.views.${view.id}`), search: view.search, isOwn: false })),
    ...own.map((view) => ({ ...view, isOwn: true })),
  ]
  const isHere = (view: { search: string; isOwn: boolean }) =>
    viewOf(view.search) === (view.isOwn ? here : viewOf(here, lookNames))
  const show = (view: { search: string; isOwn: boolean }) => {
    const next = new URLSearchParams(view.search)
    if (!view.isOwn) for (const name of lookNames) if (search.has(name)) next.set(name, search.get(name) ?? '')
    setSearch(next)
  }
  const isKnown = all.some((view) => viewOf(view.search) === here)
  return (
    <nav className="bank__views" aria-label={t('questions.views.title')}>
      {all.map((view) => (
        <span key={view.name} className="bank__view">
          <button
            type="button"
            className="bank__view-name"
            aria-current={isHere(view) ? 'true' : undefined}
            onClick={() => show(view)}
          >
            {view.name}
          </button>
          {view.isOwn && (
            <Button
              size="small"
              variant="quiet"
              iconOnly
              aria-label={t('questions.views.remove', { name: view.name })}
              onClick={() => remove(view.name)}
            >
              <Icon name="cross" />
            </Button>
          )}
        </span>
      ))}
      {!isKnown && own.length < 30 && (
        <Button size="small" variant="quiet" onClick={() => setNaming(true)}>
          <Icon name="plus" />
          {t('questions.views.save')}
        </Button>
      )}
      <NameDialog
        open={isNaming}
        taken={all.map(({ name }) => name)}
        onClose={() => setNaming(false)}
        onName={(name) => {
          setNaming(false)
          store([...own, { name, search: here }])
        }}
      />
    </nav>
  )
}

type NameProps = { open: boolean; taken: readonly string[]; onClose: () => void; onName: (name: string) => void }

function NameDialog({ open, taken, onClose, onName }: NameProps) {
  const { t } = useText()
  const [name, setName] = useState('')
  const [isChecked, setChecked] = useState(false)
  const words = name.trim()
  const fault = words === '' ? t('questions.views.noName') : taken.includes(words) ? t('questions.views.taken') : null
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setChecked(true)
    if (fault) return
    onName(words)
    setName('')
    setChecked(false)
  }
  return (
    <Dialog
      open={open}
      onClose={onClose}
      title={t('questions.views.save')}
      actions={
        <>
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button variant="primary" type="submit" form="view-name">
            {t('common.save')}
          </Button>
        </>
      }
    >
      <form id="view-name" onSubmit={submit} noValidate>
        <Field label={t('questions.views.name')} hint={t('questions.views.nameHint')} error={isChecked ? fault : null}>
          <Input data-safe maxLength={60} value={name} onChange={(event) => setName(event.target.value)} />
        </Field>
      </form>
    </Dialog>
  )
}

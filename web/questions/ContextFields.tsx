import { useQuery } from '@tanstack/react-query'
import { listContexts } from '#contract/questions/question-writing.ts'
import { query } from '#web/api.ts'
import { useText } from '#web/text/text.tsx'
import { Field } from '#web/ui/Field.tsx'
import { Input } from '#web/ui/Input.tsx'
import { Notice } from '#web/ui/Notice.tsx'
import { Select } from '#web/ui/Select.tsx'
import type { FieldsProps } from './editor-fields.ts'
import { MarkdownField } from './MarkdownField.tsx'

type Props = FieldsProps & { courseId: string }

/** No id has a capital: these two are no documents. */
const [none, fresh] = ['NONE', 'NEW']

/** The document of the question: none, one of the bank, or a new one. */
export function ContextChoice({ courseId, draft, change }: Omit<Props, 'faults'>) {
  const { t } = useText()
  const found = useQuery(query(listContexts, { params: { courseId } }))
  const { context } = draft
  const known = found.data?.contexts ?? []
  const held = known.find(({ id }) => id === context?.id)
  const choose = (value: string) => {
    const chosen = known.find(({ id }) => id === value)
    if (value === none) change({ context: null })
    else if (chosen) change({ context: { id: chosen.id, title: chosen.title, text: chosen.text } })
    else change({ context: { id: '', title: '', text: '' } })
  }
  return (
    <Field label={t('questions.edit.context')} hint={t('questions.edit.contextHint')}>
      <Select
        value={context ? context.id || fresh : none}
        onChange={choose}
        options={[
          { value: none, label: t('questions.edit.contextNone') },
          ...(context?.id && !held ? [{ value: context.id, label: context.title || context.id }] : []),
          ...known.map(({ id, title }) => ({ value: id, label: title || id })),
          { value: fresh, label: t('questions.edit.contextNew') },
        ]}
      />
    </Field>
  )
}

/** The text of the document, folded when the bank has it already; a change to it is for all its questions. */
export function ContextText({ courseId, draft, change, faults }: Props) {
  const { t } = useText()
  const found = useQuery(query(listContexts, { params: { courseId } }))
  const { context } = draft
  if (!context) return null
  const held = found.data?.contexts.find(({ id }) => id === context.id)
  const isChanged = held && (held.text !== context.text || held.title !== context.title)
  const isFaulty = faults.includes('context')
  return (
    <details className="editor__context" open={context.id === '' || isChanged || isFaulty || undefined}>
      <summary>
        {t('questions.edit.contextOf', { title: context.title || context.id || t('questions.edit.contextNew') })}
      </summary>
      <Field label={t('questions.edit.contextTitle')} optional>
        <Input
          maxLength={200}
          value={context.title}
          onChange={(event) => change({ context: { ...context, title: event.target.value } })}
        />
      </Field>
      <MarkdownField
        label={t('questions.edit.contextText')}
        error={isFaulty ? t('questions.faults.context') : null}
        required
        rows={4}
        maxLength={8_000}
        value={context.text}
        onText={(text) => change({ context: { ...context, text } })}
      />
      {isChanged && (
        <Notice tone="warn" live="status">
          <p>{t('questions.edit.contextShared', { count: held.keys.length, keys: held.keys.join(', ') })}</p>
        </Notice>
      )}
    </details>
  )
}

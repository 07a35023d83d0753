import { useState } from 'react'
import { useText } from '#web/text/text.tsx'
import { Field } from '#web/ui/Field.tsx'
import { Select } from '#web/ui/Select.tsx'
import { OutlineForm } from './OutlineForm.tsx'
import type { OutlineDialogProps, OutlineSectionView } from './outline-dialog.ts'

/** Moves a section to the end of another session. */
export function MoveSectionDialog({ section, onSend, ...rest }: OutlineDialogProps & { section: OutlineSectionView }) {
  const { t } = useText()
  const others = rest.outline.sessions.filter(({ sections }) => !sections.some(({ id }) => id === section.id))
  const [to, setTo] = useState(others[0]?.id ?? '')
  const target = others.find(({ id }) => id === to)
  return (
    <OutlineForm
      {...rest}
      title={t('courses.outline.moveNamed', { title: section.title })}
      confirm={t('courses.outline.moveGo')}
      onSubmit={() =>
        onSend({ kind: 'move_section', section: section.id, session: to, to: target?.sections.length ?? 0 })
      }
    >
      <Field label={t('courses.outline.session')} hint={t('courses.outline.moveHint')}>
        <Select value={to} onChange={setTo} options={others.map(({ id, title }) => ({ value: id, label: title }))} />
      </Field>
    </OutlineForm>
  )
}

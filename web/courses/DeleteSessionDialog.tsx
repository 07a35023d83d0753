import { useState } from 'react'
import { noSection } from '#core/courses/outline.ts'
import { placeOptions } from '#web/questions/section-options.ts'
import { useText } from '#web/text/text.tsx'
import { Field } from '#web/ui/Field.tsx'
import { RadioGroup } from '#web/ui/RadioGroup.tsx'
import { Select } from '#web/ui/Select.tsx'
import { OutlineEffect } from './OutlineEffect.tsx'
import { OutlineForm } from './OutlineForm.tsx'
import type { OutlineDialogProps, OutlineSessionView } from './outline-dialog.ts'

/** Deletes a session: its sections go to another one, or go with it and their questions are placed. */
export function DeleteSessionDialog({
  session,
  onSend,
  ...rest
}: OutlineDialogProps & { session: OutlineSessionView }) {
  const { t } = useText()
  const others = rest.outline.sessions.filter(({ id }) => id !== session.id)
  const isBare = session.sections.length === 0
  const [fate, setFate] = useState<'move' | 'delete'>(others.length > 0 ? 'move' : 'delete')
  const [sectionsTo, setSectionsTo] = useState(others[0]?.id ?? '')
  const [questionsTo, setQuestionsTo] = useState<string>(noSection)
  const command = {
    kind: 'delete_session',
    session: session.id,
    ...(fate === 'move' && !isBare ? { sectionsTo } : { questionsTo }),
  } as const
  return (
    <OutlineForm
      {...rest}
      danger
      title={t('courses.outline.deleteNamed', { title: session.title })}
      confirm={t('courses.outline.deleteSession')}
      onSubmit={() => onSend(command)}
    >
      {!isBare && (
        <RadioGroup
          legend={t('courses.outline.itsSections', { count: session.sections.length })}
          value={fate}
          onChange={setFate}
          options={[
            { value: 'move', label: t('courses.outline.moveSections'), disabled: others.length === 0 },
            { value: 'delete', label: t('courses.outline.deleteSections') },
          ]}
        />
      )}
      {!isBare && fate === 'move' && (
        <Field label={t('courses.outline.session')}>
          <Select
            value={sectionsTo}
            onChange={setSectionsTo}
            options={others.map(({ id, title }) => ({ value: id, label: title }))}
          />
        </Field>
      )}
      {!isBare && fate === 'delete' && (
        <Field label={t('courses.outline.questionsTo')}>
          <Select value={questionsTo} onChange={setQuestionsTo} options={placeOptions(others, t)} />
        </Field>
      )}
      <OutlineEffect courseId={rest.courseId} command={command} />
    </OutlineForm>
  )
}

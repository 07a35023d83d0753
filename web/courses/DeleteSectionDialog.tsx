import { useState } from 'react'
import { noSection } from '#core/courses/outline.ts'
import { placeOptions } from '#web/questions/section-options.ts'
import { useText } from '#web/text/text.tsx'
import { Field } from '#web/ui/Field.tsx'
import { Select } from '#web/ui/Select.tsx'
import { OutlineEffect } from './OutlineEffect.tsx'
import { OutlineForm } from './OutlineForm.tsx'
import type { OutlineDialogProps, OutlineSectionView } from './outline-dialog.ts'

/** Deletes a section after saying what becomes of its questions. */
export function DeleteSectionDialog({
  section,
  onSend,
  ...rest
}: OutlineDialogProps & { section: OutlineSectionView }) {
  const { t } = useText()
  const places = placeOptions(rest.outline.sessions, t).filter(({ value }) => value !== section.id)
  const [questionsTo, setQuestionsTo] = useState<string>(noSection)
  const command = { kind: 'delete_section', section: section.id, questionsTo } as const
  return (
    <OutlineForm
      {...rest}
      danger
      title={t('courses.outline.deleteNamed', { title: section.title })}
      confirm={t('courses.outline.deleteSection')}
      onSubmit={() => onSend(command)}
    >
      <Field label={t('courses.outline.questionsTo')}>
        <Select value={questionsTo} onChange={setQuestionsTo} options={places} />
      </Field>
      <OutlineEffect courseId={rest.courseId} command={command} />
    </OutlineForm>
  )
}

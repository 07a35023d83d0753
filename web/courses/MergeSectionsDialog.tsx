import { useState } from 'react'
import { sectionOptions } from '#web/questions/section-options.ts'
import { useText } from '#web/text/text.tsx'
import { Field } from '#web/ui/Field.tsx'
import { Select } from '#web/ui/Select.tsx'
import { OutlineEffect } from './OutlineEffect.tsx'
import { OutlineForm } from './OutlineForm.tsx'
import type { OutlineDialogProps, OutlineSectionView } from './outline-dialog.ts'

/** Makes two sections one: the other takes the questions, the headings and the objectives. */
export function MergeSectionsDialog({
  section,
  onSend,
  ...rest
}: OutlineDialogProps & { section: OutlineSectionView }) {
  const { t } = useText()
  const others = sectionOptions(rest.outline.sessions).filter(({ value }) => value !== section.id)
  const [into, setInto] = useState(others[0]?.value ?? '')
  const command = { kind: 'merge_sections', section: section.id, into } as const
  return (
    <OutlineForm
      {...rest}
      title={t('courses.outline.mergeNamed', { title: section.title })}
      confirm={t('courses.outline.mergeGo')}
      onSubmit={() => onSend(command)}
    >
      <Field label={t('courses.outline.mergeInto')} hint={t('courses.outline.mergeHint')}>
        <Select value={into} onChange={setInto} options={others} />
      </Field>
      <OutlineEffect courseId={rest.courseId} command={command} />
    </OutlineForm>
  )
}

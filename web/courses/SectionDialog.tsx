import { useState } from 'react'
import { useText } from '#web/text/text.tsx'
import { Field } from '#web/ui/Field.tsx'
import { Input } from '#web/ui/Input.tsx'
import { Textarea } from '#web/ui/Textarea.tsx'
import { OutlineForm, typedLines } from './OutlineForm.tsx'
import type { OutlineDialogProps, OutlineSectionView } from './outline-dialog.ts'

type Props = OutlineDialogProps & {
  /** The session to add it to. */
  session: string
  section: OutlineSectionView | null
}

/** Adds a section, or changes its title, its objectives and the headings of the course it covers. */
export function SectionDialog({ session, section, onSend, ...rest }: Props) {
  const { t } = useText()
  const [title, setTitle] = useState(section?.title ?? '')
  const [objectives, setObjectives] = useState(section?.objectives.join('\n') ?? '')
  const [headings, setHeadings] = useState(section?.headings.join('\n') ?? '')
  const said = { title: title.trim(), objectives: typedLines(objectives), headings: typedLines(headings) }
  const submit = () =>
    onSend(section ? { kind: 'edit_section', section: section.id, ...said } : { kind: 'add_section', session, ...said })
  return (
    <OutlineForm
      {...rest}
      title={section ? t('courses.outline.editNamed', { title: section.title }) : t('courses.outline.addSection')}
      confirm={section ? t('common.save') : t('courses.outline.add')}
      reason={title.trim() === '' ? t('courses.outline.untitled') : undefined}
      onSubmit={submit}
    >
      <Field label={t('courses.outline.sectionTitle')}>
        <Input maxLength={200} value={title} data-safe onChange={(event) => setTitle(event.target.value)} />
      </Field>
      <Field label={t('courses.outline.objectives')} hint={t('courses.outline.objectivesHint')} optional>
        <Textarea rows={3} value={objectives} onChange={(event) => setObjectives(event.target.value)} />
      </Field>
      <Field label={t('courses.outline.headings')} hint={t('courses.outline.headingsHint')} optional>
        <Textarea rows={3} value={headings} onChange={(event) => setHeadings(event.target.value)} />
      </Field>
    </OutlineForm>
  )
}

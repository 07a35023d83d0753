import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { listQuestions } from '#contract/questions/questions.ts'
import { call } from '#web/api.ts'
import { useText } from '#web/text/text.tsx'
import { Checkbox } from '#web/ui/Checkbox.tsx'
import { Field } from '#web/ui/Field.tsx'
import { Input } from '#web/ui/Input.tsx'
import { QueryView } from '#web/ui/QueryView.tsx'
import { OutlineForm } from './OutlineForm.tsx'
import type { OutlineDialogProps, OutlineSectionView } from './outline-dialog.ts'

/** Makes two sections of one: the headings, objectives and questions that are ticked go to the new one. */
export function SplitSectionDialog({ section, onSend, ...rest }: OutlineDialogProps & { section: OutlineSectionView }) {
  const { t } = useText()
  const [title, setTitle] = useState('')
  const [ticked, setTicked] = useState<ReadonlySet<string>>(new Set())
  const questions = useQuery({
    queryKey: [listQuestions.path, 'of', rest.courseId, section.id],
    queryFn: () => everyQuestion(rest.courseId, section.id),
  })
  const toggle = (key: string) =>
    setTicked(new Set(ticked.has(key) ? [...ticked].filter((one) => one !== key) : [...ticked, key]))
  const chosen = (kind: Kind, all: readonly string[]) => all.filter((one) => ticked.has(`${kind} ${one}`))
  const submit = () =>
    onSend({
      kind: 'split_section',
      section: section.id,
      title: title.trim(),
      headings: chosen('heading', section.headings),
      objectives: chosen('objective', section.objectives),
      questions: chosen(
        'question',
        (questions.data ?? []).map(({ key }) => key),
      ),
    })
  const boxes = (kind: Kind, all: readonly { key: string; label: string }[]) =>
    all.map(({ key, label }) => (
      <Checkbox
        key={key}
        label={label}
        checked={ticked.has(`${kind} ${key}`)}
        onChange={() => toggle(`${kind} ${key}`)}
      />
    ))
  const same = (texts: readonly string[]) => texts.map((text) => ({ key: text, label: text }))
  return (
    <OutlineForm
      {...rest}
      wide
      title={t('courses.outline.splitNamed', { title: section.title })}
      confirm={t('courses.outline.splitGo')}
      reason={title.trim() === '' ? t('courses.outline.untitled') : undefined}
      onSubmit={submit}
    >
      <Field label={t('courses.outline.splitTitle')} hint={t('courses.outline.splitHint')}>
        <Input maxLength={200} value={title} data-safe onChange={(event) => setTitle(event.target.value)} />
      </Field>
      {section.headings.length > 0 && (
        <Field label={t('courses.outline.headings')} as="group">
          <div className="options">{boxes('heading', same(section.headings))}</div>
        </Field>
      )}
      {section.objectives.length > 0 && (
        <Field label={t('courses.outline.objectives')} as="group">
          <div className="options">{boxes('objective', same(section.objectives))}</div>
        </Field>
      )}
      <QueryView query={questions} empty={<p className="muted">{t('courses.outline.noQuestion')}</p>}>
        {(all) => (
          <Field label={t('courses.outline.splitQuestions')} as="group">
            <div className="options outline-split">
              {boxes(
                'question',
                all.map(({ key, opening }) => ({ key, label: opening || key })),
              )}
            </div>
          </Field>
        )}
      </QueryView>
    </OutlineForm>
  )
}

type Kind = 'heading' | 'objective' | 'question'

/** The questions of a section, page after page. */
async function everyQuestion(courseId: string, section: string) {
  const all: { key: string; opening: string }[] = []
  for (let page = 1; ; page += 1) {
    const { questions, total } = await call(listQuestions, { params: { courseId }, query: { section, page } })
    all.push(...questions.map(({ key, opening }) => ({ key, opening })))
    if (all.length >= total || questions.length === 0) return all
  }
}

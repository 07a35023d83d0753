import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { useLocation } from 'wouter'
import { createCourse, listCourses } from '#contract/auth/auth.ts'
import { at } from '#web/addresses.ts'
import { mutation } from '#web/api.ts'
import { useText } from '#web/text/text.tsx'
import { Button } from '#web/ui/Button.tsx'
import { Dialog } from '#web/ui/Dialog.tsx'
import { Failed } from '#web/ui/Failed.tsx'
import { Field } from '#web/ui/Field.tsx'
import { Input } from '#web/ui/Input.tsx'
import { Select } from '#web/ui/Select.tsx'
import { courseLanguageOptions, zoneOptions } from './course-options.ts'

/** Creates an empty course, owned by its creator. */
export function CreateCourseForm({ open, onClose }: { open: boolean; onClose: () => void }) {
  const { t, language: spoken } = useText()
  const queryClient = useQueryClient()
  const [, navigate] = useLocation()
  const [title, setTitle] = useState('')
  const [year, setYear] = useState('')
  const [language, setLanguage] = useState(spoken)
  const [timeZone, setTimeZone] = useState(() => new Intl.DateTimeFormat().resolvedOptions().timeZone)
  const [isChecked, setChecked] = useState(false)
  const create = useMutation({
    ...mutation(createCourse),
    onSuccess: async ({ id }) => {
      await queryClient.invalidateQueries({ queryKey: [listCourses.path] })
      onClose()
      navigate(at.course(id).home)
    },
  })
  const send = (event: FormEvent) => {
    event.preventDefault()
    setChecked(true)
    if (title.trim() !== '') create.mutate({ body: { title, year, language, timeZone } })
  }
  const actions = (
    <>
      <Button onClick={onClose}>{t('common.cancel')}</Button>
      <Button variant="primary" type="submit" form="create-course" busy={create.isPending}>
        {t('auth.courses.create')}
      </Button>
    </>
  )
  return (
    <Dialog open={open} onClose={onClose} title={t('auth.courses.createTitle')} actions={actions}>
      <form id="create-course" className="form" onSubmit={send} noValidate>
        <Field
          label={t('auth.courses.title')}
          error={isChecked && title.trim() === '' ? t('auth.door.missing') : null}
          required
        >
          <Input data-safe maxLength={200} value={title} onChange={(event) => setTitle(event.target.value)} />
        </Field>
        <Field label={t('auth.courses.year')} hint={t('auth.courses.yearHint')} optional>
          <Input maxLength={20} value={year} onChange={(event) => setYear(event.target.value)} />
        </Field>
        <Field label={t('auth.courses.language')} hint={t('auth.courses.languageHint')}>
          <Select value={language} onChange={setLanguage} options={courseLanguageOptions(t)} />
        </Field>
        <Field label={t('auth.settings.timeZone')}>
          <Select value={timeZone} onChange={setTimeZone} options={zoneOptions(timeZone)} />
        </Field>
        <Failed error={create.error} />
      </form>
    </Dialog>
  )
}

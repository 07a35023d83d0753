import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { type getCourse, updateCourse } from '#contract/auth/auth.ts'
import { setCourseLanguage } from '#contract/courses/course-language.ts'
import type { Reply } from '#contract/endpoint.ts'
import { call } from '#web/api.ts'
import { useText } from '#web/text/text.tsx'
import { Button } from '#web/ui/Button.tsx'
import { Failed } from '#web/ui/Failed.tsx'
import { Field } from '#web/ui/Field.tsx'
import { Input } from '#web/ui/Input.tsx'
import { Select } from '#web/ui/Select.tsx'
import { Textarea } from '#web/ui/Textarea.tsx'
import { useToast } from '#web/ui/use-toast.ts'
import { courseLanguageOptions, zoneOptions } from './course-options.ts'

type Course = Pick<Reply<typeof getCourse>, 'id' | 'title' | 'year' | 'summary' | 'language' | 'timeZone' | 'role'>

export function CourseSettingsForm({ course }: { course: Course }) {
  const text = useText()
  const { t } = text
  const say = useToast()
  const queryClient = useQueryClient()
  const [title, setTitle] = useState(course.title)
  const [year, setYear] = useState(course.year)
  const [timeZone, setTimeZone] = useState(course.timeZone)
  const [summary, setSummary] = useState(course.summary)
  const [language, setLanguage] = useState(course.language)
  const mayChange = course.role === 'owner'
  const isChanged =
    title.trim() !== course.title ||
    year.trim() !== course.year ||
    timeZone !== course.timeZone ||
    summary.trim() !== course.summary ||
    language !== course.language
  const isBad = title.trim() === ''
  const params = { courseId: course.id }
  const save = useMutation({
    mutationFn: async () => {
      await call(updateCourse, { params, body: { title, year, timeZone, summary } })
      if (language === course.language) return 0
      return (await call(setCourseLanguage, { params, body: { language } })).questions
    },
    onSuccess: (count) =>
      say({ text: count > 0 ? t('auth.settings.savedStatements', { count }) : t('auth.settings.saved') }),
    // The questions show the words of the language.
    onSettled: () => queryClient.invalidateQueries(),
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (mayChange && isChanged && !isBad) save.mutate()
  }
  const reason = mayChange ? (isChanged ? undefined : t('auth.settings.unchanged')) : t('auth.settings.ownersOnly')
  return (
    <form className="form" noValidate onSubmit={submit}>
      <Field label={t('auth.courses.title')} error={isBad ? t('auth.door.missing') : null} required>
        <Input maxLength={200} disabled={!mayChange} value={title} onChange={(event) => setTitle(event.target.value)} />
      </Field>
      <Field label={t('auth.courses.year')} hint={t('auth.courses.yearHint')} optional>
        <Input maxLength={20} disabled={!mayChange} value={year} onChange={(event) => setYear(event.target.value)} />
      </Field>
      <Field label={t('auth.settings.summary')} optional>
        <Textarea
          rows={3}
          maxLength={1_000}
          disabled={!mayChange}
          value={summary}
          onChange={(event) => setSummary(event.target.value)}
        />
      </Field>
      <Field
        label={t('auth.courses.language')}
        hint={language === course.language ? t('auth.courses.languageHint') : t('auth.settings.languageChanges')}
      >
        <Select disabled={!mayChange} value={language} onChange={setLanguage} options={courseLanguageOptions(t)} />
      </Field>
      <Field label={t('auth.settings.timeZone')} hint={t('auth.settings.timeZoneHint')}>
        <Select disabled={!mayChange} value={timeZone} onChange={setTimeZone} options={zoneOptions(course.timeZone)} />
      </Field>
      <Failed error={save.error} />
      <div className="form__end">
        <Button variant="primary" type="submit" busy={save.isPending} reason={reason}>
          {t('auth.settings.save')}
        </Button>
      </div>
    </form>
  )
}

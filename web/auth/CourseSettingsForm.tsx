import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { getCourse, listCourses, updateCourse } from '#contract/auth/auth.ts'
import type { Reply } from '#contract/endpoint.ts'
import { mutation } from '#web/api.ts'
import { useText } from '#web/text/text.tsx'
import { Button } from '#web/ui/Button.tsx'
import { Failed } from '#web/ui/Failed.tsx'
import { Field } from '#web/ui/Field.tsx'
import { Input } from '#web/ui/Input.tsx'
import { Select } from '#web/ui/Select.tsx'
import { useToast } from '#web/ui/use-toast.ts'

type Course = Pick<Reply<typeof getCourse>, 'id' | 'title' | 'year' | 'timeZone' | 'role'>

/** The time zones of this browser, plus the course's own if it is not among them. */
const zonesWith = (timeZone: string) => [...new Set([timeZone, ...Intl.supportedValuesOf('timeZone')])].toSorted()

export function CourseSettingsForm({ course }: { course: Course }) {
  const text = useText()
  const { t } = text
  const say = useToast()
  const queryClient = useQueryClient()
  const [title, setTitle] = useState(course.title)
  const [year, setYear] = useState(course.year)
  const [timeZone, setTimeZone] = useState(course.timeZone)
  const mayChange = course.role === 'owner'
  const isChanged = title.trim() !== course.title || year.trim() !== course.year || timeZone !== course.timeZone
  const isBad = title.trim() === ''
  const save = useMutation({
    ...mutation(updateCourse),
    onSuccess: async () => {
      await Promise.all([getCourse, listCourses].map(({ path }) => queryClient.invalidateQueries({ queryKey: [path] })))
      say({ text: t('auth.settings.saved') })
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (mayChange && isChanged && !isBad)
      save.mutate({ params: { courseId: course.id }, body: { title, year, timeZone } })
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
      <Field label={t('auth.settings.timeZone')} hint={t('auth.settings.timeZoneHint')}>
        <Select
          disabled={!mayChange}
          value={timeZone}
          onChange={setTimeZone}
          options={zonesWith(course.timeZone).map((value) => ({ value, label: value.replaceAll('_', ' ') }))}
        />
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

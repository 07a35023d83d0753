import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { useLocation } from 'wouter'
import { listCourses } from '#contract/auth/auth.ts'
import type { Reply } from '#contract/endpoint.ts'
import { copyCourse, previewCourseCopy } from '#contract/exports/course-copies.ts'
import { at } from '#web/addresses.ts'
import { mutation, query } from '#web/api.ts'
import { useText } from '#web/text/text.tsx'
import { Button } from '#web/ui/Button.tsx'
import { Facts } from '#web/ui/Facts.tsx'
import { Failed } from '#web/ui/Failed.tsx'
import { Field } from '#web/ui/Field.tsx'
import { Input } from '#web/ui/Input.tsx'
import { QueryView } from '#web/ui/QueryView.tsx'
import { useToast } from '#web/ui/use-toast.ts'

type Preview = Reply<typeof previewCourseCopy>

/** What a copy takes and leaves, its title and its year, then the copy is opened. */
export function CopyCourseForm({ courseId }: { courseId: string }) {
  const preview = useQuery(query(previewCourseCopy, { params: { courseId } }))
  return (
    <QueryView query={preview}>
      {(data) => <CopyFields key={`${data.title}/${data.year}`} courseId={courseId} preview={data} />}
    </QueryView>
  )
}

function CopyFields({ courseId, preview }: { courseId: string; preview: Preview }) {
  const { t } = useText()
  const say = useToast()
  const client = useQueryClient()
  const [, navigate] = useLocation()
  const [title, setTitle] = useState(preview.title)
  const [year, setYear] = useState(() => yearAfter(preview.year))
  const isNameless = title.trim() === ''
  const copy = useMutation({
    ...mutation(copyCourse),
    onSuccess: async ({ id }) => {
      await client.invalidateQueries({ queryKey: [listCourses.path] })
      navigate(at.course(id).home)
      say({ text: t('privacy.nextYear.copy.done'), tone: 'good' })
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!isNameless) copy.mutate({ params: { courseId }, body: { title, year } })
  }
  const { taken, left } = preview
  return (
    <form className="form" noValidate onSubmit={submit}>
      <Facts
        facts={[
          [t('privacy.nextYear.copy.taken'), t('privacy.nextYear.copy.takenCounts', taken)],
          [t('privacy.nextYear.copy.alsoTaken'), t('privacy.nextYear.copy.alsoCounts', taken)],
          [t('privacy.nextYear.copy.left'), t('privacy.nextYear.copy.leftCounts', left)],
        ]}
      />
      {taken.examComponents > 0 && (
        <p className="small">{t('privacy.nextYear.copy.examComponents', { count: taken.examComponents })}</p>
      )}
      <Field label={t('auth.courses.title')} error={isNameless ? t('auth.door.missing') : null} required>
        <Input maxLength={200} value={title} onChange={(event) => setTitle(event.target.value)} />
      </Field>
      <Field label={t('auth.courses.year')} hint={t('auth.courses.yearHint')} optional>
        <Input maxLength={20} value={year} onChange={(event) => setYear(event.target.value)} />
      </Field>
      <Failed error={copy.error} />
      <div className="form__end">
        <Button variant="primary" type="submit" busy={copy.isPending}>
          {t('privacy.nextYear.copy.go')}
        </Button>
      </div>
    </form>
  )
}

/** « 2026-2027 » becomes « 2027-2028 ». */
const yearAfter = (year: string) => year.replace(/\d{4}/g, (digits) => String(Number(digits) + 1))

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { getCourse, listCourses } from '#contract/auth/auth.ts'
import { archiveCourse, reopenCourse } from '#contract/privacy/course-end.ts'
import { mutation } from '#web/api.ts'
import { useText } from '#web/text/text.tsx'
import { Button } from '#web/ui/Button.tsx'
import { Failed } from '#web/ui/Failed.tsx'
import { useToast } from '#web/ui/use-toast.ts'

type Props = { courseId: string; isArchived: boolean; reason: string | undefined }

/** Archives a course, or reopens it; each undoes the other, so nothing is asked. */
export function ArchiveCourse({ courseId, isArchived, reason }: Props) {
  const { t } = useText()
  const say = useToast()
  const client = useQueryClient()
  const state = isArchived ? 'archived' : 'open'
  const change = useMutation({
    ...mutation(isArchived ? reopenCourse : archiveCourse),
    onSuccess: async () => {
      say({ text: t(`privacy.nextYear.archive.done.${state}`), tone: 'good' })
      await Promise.all([listCourses, getCourse].map(({ path }) => client.invalidateQueries({ queryKey: [path] })))
    },
  })
  return (
    <div className="form">
      <p>{t(`privacy.nextYear.archive.text.${state}`)}</p>
      <Failed error={change.error} />
      <div className="form__end">
        <Button busy={change.isPending} reason={reason} onClick={() => change.mutate({ params: { courseId } })}>
          {t(`privacy.nextYear.archive.go.${state}`)}
        </Button>
      </div>
    </div>
  )
}

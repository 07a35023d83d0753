import { useMutation } from '@tanstack/react-query'
import { archiveStudent, restoreStudent } from '#contract/students/students.ts'
import { mutation } from '#web/api.ts'
import { useText } from '#web/text/text.tsx'
import { Button } from '#web/ui/Button.tsx'
import { sentenceOf } from '#web/ui/refusal-sentence.ts'
import { useToast } from '#web/ui/use-toast.ts'
import type { Student } from './student.ts'
import { useRefreshClass } from './use-class.ts'

type Props = { courseId: string; student: Student; reason: string | undefined }

/** Archives a student who left, or restores them: students are never deleted here. */
export function ArchiveForm({ courseId, student, reason }: Props) {
  const { t, has } = useText()
  const say = useToast()
  const refresh = useRefreshClass()
  const onError = (error: Error) => say({ text: sentenceOf(error, { t, has }), tone: 'warn' })
  const input = { params: { courseId, studentId: student.id } }
  const restore = useMutation({
    ...mutation(restoreStudent),
    onError,
    onSuccess: () => {
      refresh()
      say({ text: t('students.restored') })
    },
  })
  const archive = useMutation({
    ...mutation(archiveStudent),
    onError,
    onSuccess: () => {
      refresh()
      say({ text: t('students.archivedDone'), undo: () => restore.mutate(input) })
    },
  })
  if (student.archivedAt !== null) {
    return (
      <div className="form">
        <p>{t('students.restoreText')}</p>
        <div>
          <Button busy={restore.isPending} reason={reason} onClick={() => restore.mutate(input)}>
            {t('students.restore')}
          </Button>
        </div>
      </div>
    )
  }
  return (
    <div className="form">
      <p>{t('students.archiveText')}</p>
      <div>
        <Button busy={archive.isPending} reason={reason} onClick={() => archive.mutate(input)}>
          {t('students.archive')}
        </Button>
      </div>
    </div>
  )
}

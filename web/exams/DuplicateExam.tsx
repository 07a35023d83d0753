import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useLocation } from 'wouter'
import { duplicateExam, type ExamView, listExams } from '#contract/exams/exams.ts'
import { at } from '#web/addresses.ts'
import { mutation } from '#web/api.ts'
import { useText } from '#web/text/text.tsx'
import { Button } from '#web/ui/Button.tsx'
import { Failed } from '#web/ui/Failed.tsx'
import { Icon } from '#web/ui/Icon.tsx'
import { useToast } from '#web/ui/use-toast.ts'

/** Makes a draft with the settings of this exam, and opens it. A draft can be deleted, so nothing is asked. */
export function DuplicateExam({ courseId, exam }: { courseId: string; exam: Pick<ExamView, 'id' | 'title'> }) {
  const { t } = useText()
  const say = useToast()
  const client = useQueryClient()
  const [, navigate] = useLocation()
  const duplicate = useMutation({
    ...mutation(duplicateExam),
    onSuccess: async ({ id }) => {
      await client.invalidateQueries({ queryKey: [listExams.path] })
      navigate(at.course(courseId).exam(id).page)
      say({ text: t('exams.duplicate.done'), tone: 'good' })
    },
  })
  const title = t('exams.duplicate.title', { title: exam.title }).slice(0, 200)
  return (
    <>
      <Button
        busy={duplicate.isPending}
        onClick={() => duplicate.mutate({ params: { courseId, examId: exam.id }, body: { title } })}
      >
        <Icon name="copy" />
        {t('exams.duplicate.go')}
      </Button>
      <Failed error={duplicate.error} />
    </>
  )
}

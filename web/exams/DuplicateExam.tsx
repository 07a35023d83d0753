import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useLocation } from 'wouter'
import { duplicateExam, type ExamView, listExams } from '#contract/exams/exams.ts'
import { cutText } from '#core/cut-text.ts'
import { at } from '#web/addresses.ts'
import { mutation } from '#web/api.ts'
import { useText } from '#web/text/text.tsx'
import { Button } from '#web/ui/Button.tsx'
import { Failed } from '#web/ui/Failed.tsx'
import { Icon } from '#web/ui/Icon.tsx'
import { useToast } from '#web/ui/use-toast.ts'

type Props = {
  courseId: string
  exam: Pick<ExamView, 'id' | 'title'>
  /** The copy is the retake of the exam. */
  isRetake?: boolean
}

/** Makes a draft with the settings of this exam, and opens it. A draft can be deleted, so nothing is asked. */
export function DuplicateExam({ courseId, exam, isRetake = false }: Props) {
  const { t } = useText()
  const say = useToast()
  const client = useQueryClient()
  const [, navigate] = useLocation()
  const duplicate = useMutation({
    ...mutation(duplicateExam),
    onSuccess: async ({ id }) => {
      await client.invalidateQueries({ queryKey: [listExams.path] })
      const { page } = at.course(courseId).exam(id)
      // Whom a retake is for is the first thing to say of it.
      navigate(isRetake ? `${page}?onglet=horaires` : page)
      say({ text: t(isRetake ? 'exams.retake.created' : 'exams.duplicate.done'), tone: 'good' })
    },
  })
  const title = cutText(t(isRetake ? 'exams.retake.copyTitle' : 'exams.duplicate.title', { title: exam.title }), 200)
  return (
    <>
      <Button
        busy={duplicate.isPending}
        onClick={() => duplicate.mutate({ params: { courseId, examId: exam.id }, body: { title, isRetake } })}
      >
        <Icon name={isRetake ? 'plus' : 'copy'} />
        {t(isRetake ? 'exams.retake.create' : 'exams.duplicate.go')}
      </Button>
      <Failed error={duplicate.error} />
    </>
  )
}

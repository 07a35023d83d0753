import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useLocation } from 'wouter'
import { duplicateExam, type ExamView, listExams } from '#contract/exams/exams.ts'
import { cutText } from '#core/cut-text.ts'
import { at } from '#web/addresses.ts'
import { mutation } from '#web/api.ts'
import { useText } from '#web/text/text.tsx'
import { sentenceOf } from '#web/ui/refusal-sentence.ts'
import { useToast } from '#web/ui/use-toast.ts'

/** Makes a draft with the settings of an exam, or its retake, and opens it. A draft can be deleted, so nothing is asked. */
export function useDuplicate(courseId: string, exam: Pick<ExamView, 'id' | 'title'>) {
  const text = useText()
  const { t } = text
  const say = useToast()
  const client = useQueryClient()
  const [, navigate] = useLocation()
  const duplicate = useMutation({
    ...mutation(duplicateExam),
    onSuccess: async ({ id }, { body: { isRetake = false } }) => {
      await client.invalidateQueries({ queryKey: [listExams.path] })
      const { page } = at.course(courseId).exam(id)
      // Whom a retake is for is the first thing to say of it.
      navigate(isRetake ? `${page}?onglet=horaires` : page)
      say({ text: t(isRetake ? 'exams.retake.created' : 'exams.duplicate.done'), tone: 'good' })
    },
    onError: (error) => say({ text: sentenceOf(error, text), tone: 'warn' }),
  })
  return ({ isRetake }: { isRetake: boolean }) => {
    const title = cutText(t(isRetake ? 'exams.retake.copyTitle' : 'exams.duplicate.title', { title: exam.title }), 200)
    if (!duplicate.isPending) duplicate.mutate({ params: { courseId, examId: exam.id }, body: { title, isRetake } })
  }
}

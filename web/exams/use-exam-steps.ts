import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useLocation } from 'wouter'
import { monitorExam } from '#contract/attempts/monitor.ts'
import { getDraw } from '#contract/exams/composition.ts'
import { deleteExam, type ExamView, getExam, listExams } from '#contract/exams/exams.ts'
import { cancelOpening, closeExam, openExam, reopenExam, withdrawExam } from '#contract/exams/life.ts'
import { undoExamImport } from '#contract/grading/exam-imports.ts'
import { getResults, releaseResults, withholdResults } from '#contract/grading/grading.ts'
import { at } from '#web/addresses.ts'
import { call } from '#web/api.ts'
import { useText } from '#web/text/text.tsx'
import { sentenceOf } from '#web/ui/refusal-sentence.ts'
import { useToast } from '#web/ui/use-toast.ts'
import { replaceKnown } from './replace-known.ts'

/** The steps of an exam that ask before they are taken. */
export type AskedStep = 'open' | 'withdraw' | 'close' | 'reopen' | 'release' | 'remove' | 'undoImport'

/** Takes a step of an exam; what can be taken back is, from the message that says it was done. */
export function useExamSteps(courseId: string, exam: ExamView) {
  const text = useText()
  const { t } = text
  const say = useToast()
  const client = useQueryClient()
  const [, navigate] = useLocation()
  const params = { courseId, examId: exam.id }
  const inExam = at.course(courseId).exam(exam.id)
  const show = (next: ExamView) => {
    void replaceKnown(client, { endpoint: getExam, input: { params }, reply: next })
    for (const { path } of [getDraw, listExams, monitorExam, getResults])
      void client.invalidateQueries({ queryKey: [path] })
  }
  const refresh = () => {
    for (const { path } of [getExam, listExams, getResults]) void client.invalidateQueries({ queryKey: [path] })
  }
  /** Takes a step back; where that is not possible any more, says why. */
  const takeBack = (step: () => Promise<ExamView | null>, sentence: string) => () => void takingBack(step, sentence)
  const takingBack = async (step: () => Promise<ExamView | null>, sentence: string) => {
    try {
      const next = await step()
      if (next) show(next)
      else refresh()
      say({ text: sentence, tone: 'good' })
    } catch (refused) {
      say({ text: sentenceOf(refused, text), tone: 'warn' })
    }
  }
  const gone = async (sentence: string) => {
    navigate(at.course(courseId).exams)
    await client.invalidateQueries({ queryKey: [listExams.path] })
    say({ text: sentence, tone: 'good' })
  }
  const steps: Record<AskedStep, (reason: string) => Promise<void>> = {
    open: async () => {
      show(await call(openExam, { params }))
      const undo = takeBack(() => call(cancelOpening, { params }), t('exams.open.undone'))
      // An exam with an hour of its own would open again at once.
      say({ text: t('exams.open.done'), tone: 'good', ...(exam.opensAt === null ? { undo } : {}) })
      navigate(inExam.monitor)
    },
    withdraw: async () => {
      show(await call(withdrawExam, { params }))
      say({ text: t('exams.withdraw.done'), tone: 'good' })
    },
    close: async () => {
      show(await call(closeExam, { params }))
      const reopening = () => call(reopenExam, { params, body: { reason: t('exams.reopen.undone') } })
      say({ text: t('exams.close.done'), tone: 'good', undo: takeBack(reopening, t('exams.reopen.done')) })
    },
    reopen: async (reason) => {
      show(await call(reopenExam, { params, body: { reason } }))
      say({ text: t('exams.reopen.done'), tone: 'good' })
    },
    release: async () => {
      const what = exam.release.what === 'review' ? 'review' : 'mark'
      await call(releaseResults, { params, body: { what } })
      refresh()
      const withholding = () => call(withholdResults, { params }).then(() => null)
      say({
        text: t('exams.releaseHere.done'),
        tone: 'good',
        undo: takeBack(withholding, t('exams.releaseHere.undone')),
      })
      navigate(inExam.results)
    },
    remove: async () => {
      await call(deleteExam, { params })
      await gone(t('exams.remove.done'))
    },
    undoImport: async () => {
      await call(undoExamImport, { params })
      await gone(t('exams.undoImport.done'))
    },
  }
  const taking = useMutation({ mutationFn: ({ step, reason = '' }: Taking) => steps[step](reason) })
  return { taking, show }
}

type Taking = { step: AskedStep; reason?: string }

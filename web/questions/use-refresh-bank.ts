import { useQueryClient } from '@tanstack/react-query'
import { getAssistant } from '#contract/courses/assistant.ts'
import { getCoverage } from '#contract/exams/composition.ts'
import { listBatches } from '#contract/questions/question-batches.ts'
import { getQuestionText, listStale, listVersions } from '#contract/questions/question-writing.ts'
import { getBank, getLint, getQuestion, listQuestions } from '#contract/questions/questions.ts'

/** Refetches everything that displays the bank after it changed. */
export function useRefreshBank() {
  const queryClient = useQueryClient()
  return () => {
    const shown = [getBank, getLint, getQuestion, listQuestions, listBatches, listStale, listVersions, getCoverage]
    for (const { path } of [...shown, getQuestionText, getAssistant])
      void queryClient.invalidateQueries({ queryKey: [path] })
  }
}

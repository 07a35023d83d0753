import { useQueryClient } from '@tanstack/react-query'
import { getAssistant } from '#contract/courses/assistant.ts'
import { getCourseText } from '#contract/courses/materials.ts'
import { getOutline } from '#contract/courses/outline.ts'
import { getCoverage } from '#contract/exams/composition.ts'
import { getCoursePath } from '#contract/exports/course-path.ts'
import { getOverview } from '#contract/exports/overview.ts'
import { listBatches } from '#contract/questions/question-batches.ts'
import { getQuestionText, listStale, listVersions } from '#contract/questions/question-writing.ts'
import { getBank, getLint, getProposedEnemies, getQuestion, listQuestions } from '#contract/questions/questions.ts'

/** Refetches everything that displays the bank after it changed. */
export function useRefreshBank() {
  const queryClient = useQueryClient()
  return () => {
    const shown = [getBank, getLint, getQuestion, listQuestions, listBatches, listStale, listVersions, getCoverage]
    const counted = [getOutline, getCourseText, getCoursePath, getOverview]
    for (const { path } of [...shown, ...counted, getProposedEnemies, getQuestionText, getAssistant])
      void queryClient.invalidateQueries({ queryKey: [path] })
  }
}

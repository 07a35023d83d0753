import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useRef } from 'react'
import { getDraw, previewExam } from '#contract/exams/composition.ts'
import type { ExamDraft } from '#contract/exams/exam-draft.ts'
import { type ExamView, getExam, listExams, updateExam } from '#contract/exams/exams.ts'
import { getWhoSits } from '#contract/exams/who-sits.ts'
import { call } from '#web/api.ts'
import { type AutosaveState, useAutosave } from '#web/ui/use-autosave.ts'
import { replaceKnown } from './replace-known.ts'

export type DraftKeeper = {
  draft: ExamDraft
  change: (part: Partial<ExamDraft>) => void
  state: AutosaveState
  /** Saves pending changes; true when the server has all of them. */
  flush: () => Promise<boolean>
  /** The latest revision received from the server. */
  revision: () => number
  /** Replaces the exam after another action of this page changed it. */
  adopt: (exam: ExamView) => void
}

const pauseMs = 700

/** Holds the draft of an exam and saves it while it is edited. */
export function useDraft(courseId: string, exam: ExamView): DraftKeeper {
  const client = useQueryClient()
  const revision = useRef(exam.revision)
  const params = { courseId, examId: exam.id }
  const adopt = useCallback(
    (next: ExamView) => {
      revision.current = next.revision
      const input = { params: { courseId, examId: next.id } }
      void replaceKnown(client, { endpoint: getExam, input, reply: next })
      for (const { path } of [getDraw, getWhoSits, listExams, previewExam])
        void client.invalidateQueries({ queryKey: [path] })
    },
    [client, courseId],
  )
  const { value, current, change, state, flush } = useAutosave({
    first: () => draftOf(exam),
    pauseMs,
    send: async (next: ExamDraft) => {
      adopt(await call(updateExam, { params, body: { ...next, revision: revision.current } }))
    },
  })
  return {
    draft: value,
    change: useCallback((part) => change({ ...current(), ...part }), [change, current]),
    state,
    flush,
    adopt,
    revision: () => revision.current,
  }
}

function draftOf(exam: ExamView): ExamDraft {
  const { title, instructions, blueprint, questionPoints, limitMinutes, opensAt, closesAt, timeZone } = exam
  const { graceSeconds, shuffleQuestions, shuffleChoices, ownQuestions, scale, exceptions, markRule, release } = exam
  return {
    title,
    instructions,
    blueprint,
    questionPoints,
    limitMinutes,
    opensAt,
    closesAt,
    timeZone,
    graceSeconds,
    shuffleQuestions,
    shuffleChoices,
    ownQuestions,
    scale,
    exceptions,
    markRule,
    release,
  }
}

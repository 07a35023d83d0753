import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useRef, useState } from 'react'
import { type ExamDraft, type ExamView, getDraw, getExam, listExams, previewExam, updateExam } from '#contract/exams.ts'
import { call, keyOf } from '#web/api.ts'

export type SaveState =
  | { status: 'saved'; at: Date | null }
  | { status: 'waiting' }
  | { status: 'saving' }
  | { status: 'failed'; error: unknown }

export type DraftKeeper = {
  draft: ExamDraft
  change: (part: Partial<ExamDraft>) => void
  state: SaveState
  /** Saves what is waiting; true when the server has everything. */
  flush: () => Promise<boolean>
  /** The revision the server knows. */
  revision: () => number
  /** Another action of this page changed the exam: go on from there. */
  adopt: (exam: ExamView) => void
}

const pauseMs = 700

/** The draft as it is typed, saved when the typing pauses. One save at a time: each carries the revision of the one before. */
export function useDraft(courseId: string, exam: ExamView): DraftKeeper {
  const client = useQueryClient()
  const [draft, setDraft] = useState(() => draftOf(exam))
  const [state, setState] = useState<SaveState>({ status: 'saved', at: null })
  const kept = useRef({ draft, saved: draft, revision: exam.revision, running: null as Promise<boolean> | null })
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined)
  const examId = exam.id

  const adopt = useCallback(
    (next: ExamView) => {
      kept.current.revision = next.revision
      client.setQueryData(keyOf(getExam, { params: { courseId, examId } }), next)
      for (const { path } of [getDraw, listExams, previewExam]) void client.invalidateQueries({ queryKey: [path] })
    },
    [client, courseId, examId],
  )

  const save = useCallback(async (): Promise<boolean> => {
    if (kept.current.draft === kept.current.saved) return true
    setState({ status: 'saving' })
    // What was typed during a save is saved by the next round.
    while (kept.current.draft !== kept.current.saved) {
      const sent = kept.current.draft
      try {
        const body = { ...sent, revision: kept.current.revision }
        adopt(await call(updateExam, { params: { courseId, examId }, body }))
      } catch (error) {
        setState({ status: 'failed', error })
        return false
      }
      kept.current.saved = sent
    }
    setState({ status: 'saved', at: new Date() })
    return true
  }, [adopt, courseId, examId])

  const flush = useCallback(async (): Promise<boolean> => {
    clearTimeout(timer.current)
    if (kept.current.running) await kept.current.running
    kept.current.running = save()
    const done = await kept.current.running
    kept.current.running = null
    return done
  }, [save])

  const change = useCallback(
    (part: Partial<ExamDraft>) => {
      kept.current.draft = { ...kept.current.draft, ...part }
      setDraft(kept.current.draft)
      setState({ status: 'waiting' })
      clearTimeout(timer.current)
      timer.current = setTimeout(() => void flush(), pauseMs)
    },
    [flush],
  )

  // Leaving the page saves; leaving the site asks first.
  useEffect(() => {
    const isDirty = () => kept.current.draft !== kept.current.saved
    const warn = (event: BeforeUnloadEvent) => {
      if (isDirty()) event.preventDefault()
    }
    window.addEventListener('beforeunload', warn)
    return () => {
      window.removeEventListener('beforeunload', warn)
      if (isDirty()) void flush()
    }
  }, [flush])

  return { draft, change, state, flush, adopt, revision: () => kept.current.revision }
}

function draftOf(exam: ExamView): ExamDraft {
  const { title, instructions, blueprint, questionPoints, limitMinutes, opensAt, closesAt, timeZone } = exam
  const { graceSeconds, shuffleQuestions, shuffleChoices, scale, exceptions, markRule, release } = exam
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
    scale,
    exceptions,
    markRule,
    release,
  }
}

import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useEffect, useEffectEvent, useRef, useState } from 'react'
import { previewQuestion, type QuestionDraft } from '#contract/questions/question-writing.ts'
import { call } from '#web/api.ts'
import { keepsItself } from '#web/ui/unsaved.ts'
import { discardDraft, keep, readKept } from './kept-draft.ts'

type DraftOptions = { courseId: string; questionId: string | null; first: QuestionDraft; place: string }

const pauseMs = 350

/**
 * Holds a question while it is edited: stored on this computer, previewed and checked by the server when typing pauses.
 */
export function useQuestionDraft({ courseId, questionId, first, place }: DraftOptions) {
  const [found, setFound] = useState(() => {
    const kept = readKept(place)
    return kept && JSON.stringify(kept.draft) !== JSON.stringify(first) ? kept : null
  })
  const [draft, setDraft] = useState(first)
  const [settled, setSettled] = useState(first)
  /** Changes when the whole draft is replaced: fields that hold what is typed begin again. */
  const [epoch, setEpoch] = useState(0)
  const isDone = useRef(false)
  const isDirty = draft !== first
  useEffect(() => {
    if (!isDirty) return
    const timer = setTimeout(() => {
      setSettled(draft)
      keep(place, draft)
    }, pauseMs)
    return () => clearTimeout(timer)
  }, [draft, isDirty, place])
  // Whoever leaves before typing pauses loses nothing either.
  const keepNow = useEffectEvent(() => {
    if (isDirty && !isDone.current) keep(place, draft)
  })
  useEffect(() => () => keepNow(), [])
  useEffect(() => {
    if (!isDirty) return
    const warn = (event: BeforeUnloadEvent) => event.preventDefault()
    window.addEventListener('beforeunload', warn)
    return () => window.removeEventListener('beforeunload', warn)
  }, [isDirty])
  const body = { ...settled, ...(questionId ? { questionId } : {}) }
  const preview = useQuery({
    queryKey: [previewQuestion.path, courseId, body],
    queryFn: ({ signal }) => call(previewQuestion, { params: { courseId }, body }, { signal }),
    placeholderData: keepPreviousData,
    staleTime: Number.POSITIVE_INFINITY,
  })
  return {
    draft,
    epoch,
    preview,
    change: (part: Partial<QuestionDraft>) => {
      keepsItself()
      setDraft((now) => ({ ...now, ...part }))
    },
    /** The draft an earlier visit left unsaved. */
    found,
    takeFound: () => {
      // A draft kept by an older page lacks the fields that came since.
      if (found) setDraft({ ...first, ...found.draft })
      setEpoch(epoch + 1)
      setFound(null)
    },
    dropFound: () => {
      discardDraft(place)
      setFound(null)
    },
    done: () => {
      isDone.current = true
      discardDraft(place)
    },
  }
}

import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useRef, useState } from 'react'
import { handInPaperCopy, listPaperCopies, typePaperCopy } from '#contract/paper.ts'
import type { PaperLetters } from '#core/paper.ts'
import { call } from '#web/api.ts'
import type { PaperCopy } from './paper-typing.ts'

type Place = { courseId: string; examId: string; attemptId: string }
export type PaperSave = { status: 'saved' } | { status: 'saving' } | { status: 'failed'; error: unknown }

const pauseMs = 300

/** Keeps what is typed, one save at a time; the last one is awaited before the copy is handed in. */
export function usePaper(place: Place, copy: PaperCopy) {
  const client = useQueryClient()
  const [state, setState] = useState<PaperSave>({ status: 'saved' })
  const kept = useRef({ letters: copy.letters as PaperLetters, saved: copy.letters as PaperLetters })
  const revision = useRef(copy.revision)
  const running = useRef<Promise<boolean>>(Promise.resolve(true))
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined)
  const { courseId, examId, attemptId } = place

  const save = useCallback(async (): Promise<boolean> => {
    const params = { courseId, examId, attemptId }
    while (kept.current.letters !== kept.current.saved) {
      const { letters } = kept.current
      setState({ status: 'saving' })
      try {
        const body = { revision: revision.current, letters: { ...letters } }
        revision.current = (await call(typePaperCopy, { params, body })).revision
      } catch (error) {
        setState({ status: 'failed', error })
        return false
      }
      kept.current.saved = letters
    }
    setState({ status: 'saved' })
    return true
  }, [courseId, examId, attemptId])

  const flush = useCallback((): Promise<boolean> => {
    clearTimeout(timer.current)
    running.current = running.current.then(save, save)
    return running.current
  }, [save])

  const keep = useCallback(
    (letters: PaperLetters) => {
      if (letters === kept.current.letters) return
      kept.current.letters = letters
      clearTimeout(timer.current)
      timer.current = setTimeout(() => void flush(), pauseMs)
    },
    [flush],
  )

  /** Null when something was not saved: the line above the grid says what. */
  const handIn = async (reason: string) => {
    if (!(await flush())) return null
    const params = { courseId, examId, attemptId }
    const done = await call(handInPaperCopy, { params, body: { revision: revision.current, reason } })
    await client.invalidateQueries({ queryKey: [listPaperCopies.path] })
    return done
  }

  // Leaving for another copy saves; leaving the site asks first.
  useEffect(() => {
    const isDirty = () => kept.current.letters !== kept.current.saved
    const warn = (event: BeforeUnloadEvent) => {
      if (isDirty()) event.preventDefault()
    }
    window.addEventListener('beforeunload', warn)
    return () => {
      window.removeEventListener('beforeunload', warn)
      if (isDirty()) void flush()
    }
  }, [flush])

  return { state, keep, flush, handIn }
}

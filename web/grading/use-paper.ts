import { useQueryClient } from '@tanstack/react-query'
import { useRef } from 'react'
import { getOverview } from '#contract/exports/overview.ts'
import { getHeatMap, getResults } from '#contract/grading/grading.ts'
import { handInPaperCopy, listPaperCopies, typePaperCopy } from '#contract/grading/paper.ts'
import type { PaperLetters } from '#core/exams/paper.ts'
import { call } from '#web/api.ts'
import { useAutosave } from '#web/ui/use-autosave.ts'
import type { PaperCopy } from './paper-typing.ts'

type Place = { courseId: string; examId: string; attemptId: string }

const pauseMs = 300

/** Saves the letters while they are typed; submission waits for the last save. */
export function usePaper(params: Place, copy: PaperCopy) {
  const client = useQueryClient()
  const revision = useRef(copy.revision)
  const { change, state, flush } = useAutosave({
    first: (): PaperLetters => copy.letters,
    pauseMs,
    send: async (letters: PaperLetters) => {
      const body = { revision: revision.current, letters: { ...letters } }
      revision.current = (await call(typePaperCopy, { params, body })).revision
    },
  })

  /** Null when the last save failed: the line above the grid then says why. */
  const handIn = async (reason: string) => {
    if (!(await flush())) return null
    const done = await call(handInPaperCopy, { params, body: { revision: revision.current, reason } })
    for (const { path } of [getResults, getHeatMap, getOverview]) void client.invalidateQueries({ queryKey: [path] })
    await client.invalidateQueries({ queryKey: [listPaperCopies.path] })
    return done
  }

  return { state, keep: change, flush, handIn }
}

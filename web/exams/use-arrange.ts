import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { arrangeDraw, getDraw } from '#contract/exams/composition.ts'
import { call } from '#web/api.ts'
import { useText } from '#web/text/text.tsx'
import { sentenceOf } from '#web/ui/refusal-sentence.ts'
import { useToast } from '#web/ui/use-toast.ts'
import type { ExamDraw } from './exam-draw.ts'
import type { DraftKeeper } from './use-draft.ts'

export type Arrangement = { order: readonly string[]; locked: readonly string[]; refused: readonly string[] }

export const arrangementOf = ({ questions, locked, refused }: ExamDraw): Arrangement => ({
  ...{ order: questions.map(({ key }) => key), locked, refused },
})

type Place = { courseId: string; examId: string }

/**
 * Locks, replaces and moves the questions of a draft, one request after the other because each carries the revision of
 * the one before. `shown` is what the reader asked for, before the server has it.
 */
export function useArrange(place: Place, { draw, keeper }: { draw: ExamDraw; keeper: DraftKeeper }) {
  const text = useText()
  const say = useToast()
  const client = useQueryClient()
  const [asked, setAsked] = useState<Arrangement | null>(null)
  const line = useRef<Promise<unknown>>(Promise.resolve())
  const sending = useMutation({
    mutationFn: async ({ order, locked, refused }: Arrangement) => {
      if (!(await keeper.flush())) throw new Error('unreachable')
      const body = { order: [...order], locked: [...locked], refused: [...refused], revision: keeper.revision() }
      keeper.adopt(await call(arrangeDraw, { params: place, body }))
      await client.invalidateQueries({ queryKey: [getDraw.path] })
    },
    // What the draw says counts again, unless something else was asked meanwhile.
    onSuccess: (_done, sent) => setAsked((latest) => (latest === sent ? null : latest)),
    onError: (refused) => {
      setAsked(null)
      say({ text: sentenceOf(refused, text), tone: 'warn' })
    },
  })
  const sendAfter = async (former: Promise<unknown>, whole: Arrangement, done?: () => void) => {
    await former
    try {
      await sending.mutateAsync(whole)
      done?.()
    } catch {
      // Said by `onError`.
    }
  }
  const shown = asked ?? arrangementOf(draw)
  const arrange = (next: Partial<Arrangement>, done?: () => void) => {
    const whole = { ...shown, ...next }
    setAsked(whole)
    line.current = sendAfter(line.current, whole, done)
  }
  return { shown, arrange }
}

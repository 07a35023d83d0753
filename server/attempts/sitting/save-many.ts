import { Refusal } from '#core/refusal.ts'
import type { Deps } from '#server/platform/deps.ts'
import { type SentAnswer, saveOrTell } from './save.ts'

type SaveAnswersInput = { attemptId: string; studentId: string; ticks: Omit<SentAnswer, 'attemptId' | 'studentId'>[] }
type RefusedAnswer = { questionId: string; sequence: number; code: string }

/** Saves answers that waited offline. Each tick has its own result: a refused one does not block the others. */
export async function saveAnswers(deps: Deps, { attemptId, studentId, ticks }: SaveAnswersInput) {
  const acknowledgements: { questionId: string; sequence: number; savedAt: string }[] = []
  const refusals: RefusedAnswer[] = []
  await Promise.all(
    ticks.map(async ({ questionId, sequence, ...tick }) => {
      try {
        const saved = await saveOrTell(deps, { attemptId, studentId, questionId, sequence, ...tick })
        if (saved.verdict === 'not_found') throw new Refusal('not_found')
        if (saved.verdict !== 'ok') refusals.push({ questionId, sequence, code: saved.verdict })
        else acknowledgements.push({ questionId, sequence, savedAt: saved.savedAt.toISOString() })
      } catch (error) {
        if (!(error instanceof Refusal) || error.code === 'not_found') throw error
        refusals.push({ questionId, sequence, code: error.code })
      }
    }),
  )
  return { acknowledgements, refusals }
}

import { renderOrNull } from '../render.ts'
import type { ImportResult } from './imported.ts'

/** A question nobody could be shown is told now, to who brings it, and not on the day of the exam. */
export function withoutTooComplex<R extends ImportResult>(result: R): R {
  const isShown = ({ stem, choices, explanation = '' }: R['usable'][number]) =>
    renderOrNull({
      ...{ stem, explanation },
      choices: choices.map((choice, index) => ({ ...choice, id: String(index), keepLast: false })),
    }) !== null
  const shown = new Set(result.usable.filter(isShown))
  const complex = result.usable.filter((question) => !shown.has(question))
  return {
    ...result,
    usable: [...shown],
    unusable: [
      ...result.unusable,
      ...complex.map(({ line, column, title }) => ({ line, column, title, reason: 'too_complex' as const })),
    ],
  }
}

import type { ResponseTable, TableItem } from '#core/grading/response-table.ts'
import { toNumber } from '#core/rational.ts'
import { expectedOfRandomPlayer } from '#core/scoring/robots.ts'
import { scoreQuestion } from '#core/scoring/scoring.ts'
import type { ExamData } from './exam-data.ts'

/** Each item is worth 1, all or nothing; a blank scores 0. */
export function tableData({ items, students }: ResponseTable): ExamData {
  const scale = { kind: 'all_or_nothing' } as const
  return {
    items: items.map(({ name, type, choices }) => {
      const guess = choices.length > 0 && expectedOfRandomPlayer({ type, choices, points: 100, scale })
      return {
        id: name,
        maximum: 1,
        choices,
        isSingle: type !== 'multiple',
        ...(guess ? { guess: toNumber(guess) / 100 } : {}),
      }
    }),
    responses: students.map(({ answers }) =>
      answers.map((answer, index) => {
        if (answer === null) return { mark: 0, isBlank: true }
        if (typeof answer === 'number') return { mark: answer, isBlank: false }
        const { type, choices } = items[index] as TableItem
        const { earned } = scoreQuestion({ type, choices, ticked: answer, points: 1, scale })
        return { mark: toNumber(earned), isBlank: false, ticked: answer }
      }),
    ),
  }
}

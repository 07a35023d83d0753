import { isParted } from '#core/questions/parts.ts'
import type { QuestionType } from '#core/questions/question.ts'
import type { Scale } from './scale.ts'

/**
 * Whether a scale means something for a type. Discordances, coherences and the parameters of AMC count boxes, ticked or
 * left: a question in parts has none.
 */
export function scaleFitsType({ kind }: Pick<Scale, 'kind'>, type: QuestionType): boolean {
  return !(isParted(type) && (kind === 'discordance' || kind === 'coherences' || kind === 'amc'))
}

import { answerKey, type TypedRule } from '#core/questions/typed-answer.ts'
import { parseRational } from '#core/rational.ts'
import { plainDecimal } from './exact-decimal.ts'

/** What an answer of the author is compared by: it needs no unit, even where a student’s does. */
export const authorKey = (text: string, rule: TypedRule): string =>
  answerKey(text, rule.kind === 'number' ? { ...rule, unitRequired: false } : rule)

/** `1 024,5 Mio` → `1024.5`, as other tools write numbers; null when its decimals have no end. */
export function typedNumber(text: string, rule: TypedRule): string | null {
  const value = parseRational(authorKey(text, rule))
  return value && plainDecimal(value)
}

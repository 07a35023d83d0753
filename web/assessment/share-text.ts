import type { AssessmentRules } from '#core/assessment/rules.ts'
import type { Language } from '#core/language.ts'
import { add, divide, multiply, rational, toRational, zero } from '#core/rational.ts'

type Input = { rules: AssessmentRules; coefficient: string; language: Language }

/** What a coefficient weighs in the mean, as people say it: `50 %`, `12,5 %`, `1/3`. */
export function shareText({ rules, coefficient, language }: Input): string {
  const weights = rules.parts.filter(({ role }) => role === 'weighted').map((part) => toRational(part.coefficient))
  const total = weights.reduce(add, zero)
  if (total.num === 0n) return '–'
  const share = divide(toRational(coefficient), total)
  const percent = multiply(share, rational(1000n))
  if (percent.den !== 1n) return `${share.num}/${share.den}`
  const format = new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 1 })
  return format.format(Number(percent.num) / 1000)
}

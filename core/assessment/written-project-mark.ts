/** The working of a project mark as text, one line per step: « Retard : 2 jours entamés × 1 point, 15 − 2 = 13 ». */

import { exactText } from '#core/exact-text.ts'
import type { Language } from '#core/language.ts'
import type { ProjectStep } from '#core/projects/project-mark.ts'
import { type RationalText, rational, rationalText, toRational } from '#core/rational.ts'

export function writeProjectMark(steps: readonly ProjectStep[], language: Language): string {
  return steps.map((step) => writeStep(step, language)).join('\n')
}

function writeStep(step: ProjectStep, language: Language): string {
  const words = wordsIn[language]
  const figure = (value: RationalText) => exactText(toRational(value), 0, language)
  switch (step.kind) {
    case 'rubric':
      return `${words.rubric}${figure(step.value)}`
    case 'mean':
      return `${words.mean}(${figure(step.first)} + ${figure(step.second)}) ÷ 2 = ${figure(step.value)}`
    case 'late': {
      const { rule } = step
      const amount = figure(rule.amount)
      const daily = rule.unit === 'points' ? words.points(amount) : words.percent(amount, figure(step.before))
      const limit = step.limit === null ? '' : words.limit[step.limit.kind](figure(step.limit.at))
      const sum = `${figure(step.before)} − ${figure(step.taken)} = ${figure(step.value)}`
      return `${words.late}${words.days(step.days)} × ${daily}${limit}${words.after}${sum}`
    }
    case 'waived':
      return `${words.late}${words.days(step.days)}, ${words.waived} (${step.reason})`
    case 'factor':
      return `${words.factor}${figure(step.before)} × ${figure(step.factor)} = ${figure(step.value)}`
    case 'adjustment': {
      const points = figure(rationalText(rational(Math.abs(step.points), 100n)))
      return `${words.adjustment}${figure(step.before)} ${step.points < 0 ? '−' : '+'} ${points} = ${figure(step.value)}`
    }
    case 'reason':
      return `${words.reason}${step.reason}`
    case 'bounded':
      return `${words.bounded} ${figure(step.value)}`
  }
}

type Words = Readonly<
  Record<'rubric' | 'mean' | 'late' | 'after' | 'waived' | 'factor' | 'adjustment' | 'reason' | 'bounded', string>
> & {
  readonly days: (count: number) => string
  readonly points: (amount: string) => string
  readonly percent: (amount: string, mark: string) => string
  readonly limit: Readonly<Record<'most' | 'floor', (value: string) => string>>
}

const wordsIn: Readonly<Record<Language, Words>> = {
  fr: {
    rubric: 'Grille\u202f: ',
    mean: 'Deux correcteurs\u202f: ',
    late: 'Retard\u202f: ',
    after: '\u202f; ',
    waived: 'sans pénalité',
    factor: 'Facteur individuel\u202f: ',
    adjustment: 'Ajustement\u202f: ',
    reason: 'Motif\u202f: ',
    bounded: 'Ramenée à',
    days: (count) => (count === 1 ? '1 jour entamé' : `${count} jours entamés`),
    points: (amount) => `${amount} point${/^[01](,|$)/.test(amount) ? '' : 's'}`,
    percent: (amount, mark) => `${amount}\u202f% de ${mark}`,
    limit: { most: (value) => `, plafonné à ${value}`, floor: (value) => `, note plancher ${value}` },
  },
  en: {
    rubric: 'Rubric: ',
    mean: 'Two graders: ',
    late: 'Late: ',
    after: '; ',
    waived: 'no penalty',
    factor: 'Individual factor: ',
    adjustment: 'Adjustment: ',
    reason: 'Reason: ',
    bounded: 'Kept within the scale:',
    days: (count) => (count === 1 ? '1 day begun' : `${count} days begun`),
    points: (amount) => `${amount} ${amount === '1' ? 'point' : 'points'}`,
    percent: (amount, mark) => `${amount}% of ${mark}`,
    limit: { most: (value) => `, at most ${value}`, floor: (value) => `, never below ${value}` },
  },
}

/** The working of a final grade as text, one line per step: « 0,5 × 13,25 + 0,5 × 15,50 = 14,375 → 14,5 ». */

import { exactText } from '#core/exact-text.ts'
import type { Language } from '#core/language.ts'
import { type RationalText, rational, toRational } from '#core/rational.ts'
import type { AbsenceStatus, Effect } from './rules.ts'
import type { WorkingStep, WorkingTerm } from './working.ts'

/** Parts first, then the whole with its rounding and the jury points on one line, then what prevents validation. */
export function writeWorking(working: readonly WorkingStep[], language: Language): string {
  const lines = working.map((step) => ({ step, text: writeStep(step, language) }))
  const isWhole = ({ step }: (typeof lines)[number]) =>
    (step.kind === 'mean' && step.name === '') || step.kind === 'rounding' || step.kind === 'jury'
  const before = lines.filter((line) => !isWhole(line) && !isFailure(line.step))
  const after = lines.filter(({ step }) => isFailure(step))
  const whole = lines
    .filter(isWhole)
    .map(({ text }) => text)
    .join('')
  return [...before.map(({ text }) => text), whole, ...after.map(({ text }) => text)]
    .filter((text) => text !== '')
    .join('\n')
}

const isFailure = (step: WorkingStep) => step.kind === 'below_minimum' || step.kind === 'not_compensated'

function writeStep(step: WorkingStep, language: Language): string {
  const words = wordsIn[language]
  const mark = (value: RationalText) => exactText(toRational(value), 2, language)
  switch (step.kind) {
    case 'status':
      return `${step.name}${words.colon}${words.status[step.status]}, ${words.effect[step.effect]}`
    case 'retake': {
      const first = step.first === null ? '' : `${mark(step.first)}, `
      const cap = step.cap === null ? '' : `, ${words.cappedAt} ${mark(step.cap)}`
      return `${step.name}${words.colon}${first}${words.retake} ${mark(step.retake)}${cap} → ${mark(step.kept)}`
    }
    case 'dropped':
      return `${step.name}${words.colon}${mark(step.mark)} ${words.dropped}`
    case 'mean':
      return `${step.name === '' ? '' : step.name + words.colon}${writeMean(step, language)}`
    case 'rounding':
      return ` → ${exactText(rational(step.grade, 100n), decimalsOf(step.grain), language)}`
    case 'jury': {
      const sign = step.points < 0 ? '-' : '+'
      const [points, grade] = [Math.abs(step.points), step.grade].map((hundredths) => mark(`${hundredths}/100`))
      return ` ${sign} ${points} (${words.jury}${words.colon}${step.reason}) = ${grade}`
    }
    case 'below_minimum':
      return `${step.name}${words.colon}${mark(step.mark)} < ${mark(step.least)}, ${words.belowMinimum}`
    case 'not_compensated':
      return `${step.name}${words.colon}${mark(step.mark)} < ${mark(step.least)}, ${words.notCompensated}`
  }
}

/** The division is left out when the coefficients sum to one. */
function writeMean(step: Extract<WorkingStep, { kind: 'mean' }>, language: Language): string {
  const term = ({ coefficient, mark }: WorkingTerm) => {
    const value = exactText(toRational(mark), 2, language)
    return `${exactText(toRational(coefficient), 0, language)} × ${value.startsWith('-') ? `(${value})` : value}`
  }
  const terms = step.terms.map(term).join(' + ')
  const divisor = exactText(toRational(step.coefficients), 0, language)
  const divided = divisor === '1' ? terms : `${step.terms.length > 1 ? `(${terms})` : terms} ÷ ${divisor}`
  const added = step.added.map((bonus) => ` + ${term(bonus)} (${bonus.name})`).join('')
  return `${divided}${added} = ${exactText(toRational(step.value), 0, language)}`
}

/** As many decimals as the grain has: 14,5 to the half, 14 to the unit. */
function decimalsOf(grain: number): number {
  if (grain % 100 === 0) return 0
  return grain % 10 === 0 ? 1 : 2
}

type Words = {
  readonly colon: string
  readonly status: Readonly<Record<AbsenceStatus, string>>
  readonly effect: Readonly<Record<Effect, string>>
  readonly retake: string
  readonly cappedAt: string
  readonly dropped: string
  readonly jury: string
  readonly belowMinimum: string
  readonly notCompensated: string
}

const wordsIn: Readonly<Record<Language, Words>> = {
  fr: {
    colon: ' : ',
    status: { abi: 'ABI', abj: 'ABJ', exempt: 'dispensé', fraud: 'fraude', not_submitted: 'non rendu' },
    effect: { zero: 'compte 0', neutralise: 'neutralisé', block: 'bloque le résultat' },
    retake: 'rattrapage',
    cappedAt: 'plafonné à',
    dropped: 'non retenu',
    jury: 'points de jury',
    belowMinimum: 'note éliminatoire',
    notCompensated: 'sans compensation',
  },
  en: {
    colon: ': ',
    status: {
      abi: 'unjustified absence',
      abj: 'justified absence',
      exempt: 'exempt',
      fraud: 'fraud',
      not_submitted: 'not submitted',
    },
    effect: { zero: 'counts as 0', neutralise: 'left out', block: 'blocks the result' },
    retake: 'retake',
    cappedAt: 'capped at',
    dropped: 'dropped',
    jury: 'jury points',
    belowMinimum: 'below the minimum',
    notCompensated: 'no compensation',
  },
}

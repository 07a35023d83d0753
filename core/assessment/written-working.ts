/** The working of a final grade as text, one line per step: « 0,5 × 13,25 + 0,5 × 15,50 = 14,375 → 14,5 ». */

import { exactText, typedText } from '#core/exact-text.ts'
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
    case 'exam': {
      const others = step.others.map(({ title, mark: other }) => `${title} ${mark(other)}`).join(', ')
      const compared = others === '' ? '' : `, ${words.why[step.why]}${words.besides(others)}`
      return `${step.name}${words.colon}${step.title}, ${mark(step.mark)}${compared}`
    }
    case 'undecided': {
      const exams = step.exams.map(({ title, mark: one }) => `${title} ${mark(one)}`).join(', ')
      return `${step.name}${words.colon}${exams}${words.undecided}`
    }
    case 'retake':
      return `${step.name}${words.colon}${writeRetake(step, language)}`
    case 'bounded':
      return `${step.name}${words.colon}${mark(step.mark)}, ${words[step.bound]} ${mark(step.at)}`
    case 'individual_required':
      return words.individualRequired
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

/** « 3,75 puis 14,00 au rattrapage, la meilleure, le rattrapage plafonné à 10,00 → 10,00 ». */
function writeRetake(step: Extract<WorkingStep, { kind: 'retake' }>, language: Language): string {
  const words = wordsIn[language]
  const mark = (value: RationalText) => exactText(toRational(value), 2, language)
  const before = step.first === null ? step.absence && words.status[step.absence] : mark(step.first)
  const marks = before === null ? `${words.retake} ${mark(step.retake)}` : words.both(before, mark(step.retake))
  const chosen = step.first === null ? '' : `, ${step.policy === 'last' ? words.last : words.best}`
  const cap =
    step.cap === null ? '' : `, ${step.first === null ? '' : words.theRetake}${words.cappedAt} ${mark(step.cap)}`
  const excused = step.excused ? `, ${words.excused}` : ''
  return `${marks}${chosen}${cap}${excused} → ${mark(step.kept)}`
}

/** The division is left out when the coefficients sum to one. */
function writeMean(step: Extract<WorkingStep, { kind: 'mean' }>, language: Language): string {
  const term = ({ coefficient, mark }: WorkingTerm) => {
    const value = exactText(toRational(mark), 2, language)
    return `${typedText(coefficient, language)} × ${value.startsWith('-') ? `(${value})` : value}`
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
  readonly theRetake: string
  readonly both: (first: string, retake: string) => string
  readonly best: string
  readonly last: string
  readonly excused: string
  readonly why: Readonly<Record<'only' | 'chosen' | 'best' | 'last', string>>
  readonly besides: (others: string) => string
  readonly undecided: string
  readonly floor: string
  readonly ceiling: string
  readonly individualRequired: string
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
    theRetake: 'le rattrapage ',
    both: (first, retake) => `${first} puis ${retake} au rattrapage`,
    best: 'la meilleure',
    last: 'la dernière',
    excused: 'comptée comme une première note',
    why: { only: 'la seule', chosen: 'choisie', best: 'la meilleure', last: 'la dernière' },
    besides: (others) => ` (non retenu\u202f: ${others})`,
    undecided: ', à choisir',
    floor: 'relevée au plancher',
    ceiling: 'ramenée au plafond',
    individualRequired: 'Il ne reste que des notes d’équipe\u202f: pas de résultat sans épreuve individuelle',
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
    theRetake: 'the retake ',
    both: (first, retake) => `${first}, then ${retake} at the retake`,
    best: 'the best',
    last: 'the last',
    excused: 'counted as a first mark',
    why: { only: 'the only one', chosen: 'chosen', best: 'the best', last: 'the last' },
    besides: (others) => ` (not counted: ${others})`,
    undecided: ', to be chosen',
    floor: 'raised to the floor',
    ceiling: 'lowered to the ceiling',
    individualRequired: 'Only marks of a team are left: no result without an individual assessment',
    cappedAt: 'capped at',
    dropped: 'dropped',
    jury: 'jury points',
    belowMinimum: 'below the minimum',
    notCompensated: 'no compensation',
  },
}

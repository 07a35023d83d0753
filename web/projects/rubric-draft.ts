import type { RubricView } from '#contract/projects/project-parts.ts'
import { rubricWorth } from '#core/projects/rubric.ts'
import { compare, parseRational, type Rational, sum, toNumber, toRational, zero } from '#core/rational.ts'

export type CriterionDraft = RubricView['criteria'][number]
export type LevelDraft = CriterionDraft['levels'][number]

/** Levels a new criterion starts with, worth 0, 1, 2… points; a bonus is given or not. */
export const levelPresets = [
  { id: 'four', levels: ['absent', 'weak', 'solid', 'exemplary'] },
  { id: 'five', levels: ['absent', 'weak', 'fair', 'solid', 'exemplary'] },
  { id: 'three', levels: ['absent', 'weak', 'solid'] },
  { id: 'two', levels: ['notDone', 'done'] },
  { id: 'bonus', levels: ['notDone', 'done'] },
] as const
type Preset = (typeof levelPresets)[number]

export function newCriterion(
  criteria: readonly CriterionDraft[],
  preset: Preset['id'],
  labelOf: (id: Preset['levels'][number]) => string,
): CriterionDraft {
  const levels: readonly Preset['levels'][number][] = levelPresets.find(({ id }) => id === preset)?.levels ?? []
  return {
    id: freeId(
      'critere',
      criteria.map(({ id }) => id),
    ),
    title: '',
    description: '',
    weight: preset === 'bonus' ? null : '1',
    levels: levels.map((level, points) => ({
      id: `niveau-${points + 1}`,
      label: labelOf(level),
      description: '',
      points: `${points}`,
    })),
  }
}

/** The same criterion under another id, to write a close one from it. */
export function copyOf(criterion: CriterionDraft, criteria: readonly CriterionDraft[]): CriterionDraft {
  const id = freeId(
    'critere',
    criteria.map((one) => one.id),
  )
  return { ...criterion, id, levels: criterion.levels.map((level) => ({ ...level })) }
}

/** The criteria with one moved up or down; unchanged at either end. */
export function reordered(criteria: readonly CriterionDraft[], index: number, step: 1 | -1): CriterionDraft[] {
  const to = index + step
  const one = criteria[index]
  if (!one || to < 0 || to >= criteria.length) return [...criteria]
  return criteria.toSpliced(index, 1).toSpliced(to, 0, one)
}

/** In hundredths: the sum of the weights, of what bonuses may add, and what each line is worth on 20. */
export function worthOfDraft(criteria: readonly CriterionDraft[]) {
  const isReadable = criteria.every(
    ({ weight, levels }) =>
      (weight === null || isNumber(weight, 'positive')) && levels.every(({ points }) => isNumber(points, 'any')),
  )
  if (!isReadable) return null
  const hundredths = (value: Rational) => Math.round(toNumber(value) * 100)
  const worth = rubricWorth({ criteria })
  return {
    weights: hundredths(sum(criteria.flatMap(({ weight }) => (weight === null ? [] : [toRational(weight)])))),
    bonus: hundredths(sum(worth.flatMap(({ isBonus, most }) => (isBonus ? [most] : [])))),
    criteria: worth.map(({ most, levels }) => ({ most: hundredths(most), levels: levels.map(hundredths) })),
  }
}

export function newLevel({ levels }: CriterionDraft): LevelDraft {
  return {
    id: freeId(
      'niveau',
      levels.map(({ id }) => id),
    ),
    label: '',
    description: '',
    points: `${levels.length}`,
  }
}

/** Whether the server would accept the rubric; checked before it is sent, because it is refused as a whole. */
export function isComplete(criteria: readonly CriterionDraft[]): boolean {
  return criteria.every(
    ({ title, weight, levels }) =>
      title.trim() !== '' &&
      (weight === null || isNumber(weight, 'positive')) &&
      levels.length >= 2 &&
      levels.every(
        ({ label, description, points }) =>
          label.trim() !== '' &&
          description.trim() !== '' &&
          isNumber(points, weight === null ? 'any' : 'not_negative'),
      ),
  )
}

function isNumber(text: string, sign: 'positive' | 'not_negative' | 'any'): boolean {
  const value = parseRational(text)
  if (value === null) return false
  const side = compare(value, zero)
  return sign === 'any' || (sign === 'positive' ? side > 0 : side >= 0)
}

/** An id not used yet. That of a removed criterion is not reused while the page is open. */
function freeId(word: string, taken: readonly string[]): string {
  let number = taken.length + 1
  while (taken.includes(`${word}-${number}`)) number += 1
  return `${word}-${number}`
}

import type { RubricView } from '#contract/projects/project-parts.ts'
import { compare, parseRational, zero } from '#core/rational.ts'

export type CriterionDraft = RubricView['criteria'][number]
export type LevelDraft = CriterionDraft['levels'][number]

/** A criterion with four levels, worth 0 to 3 points. */
export function newCriterion(ids: readonly string[], labels: readonly string[]): CriterionDraft {
  return {
    id: freeId('critere', ids),
    title: '',
    description: '',
    weight: '1',
    levels: labels.map((label, points) => ({
      id: `niveau-${points + 1}`,
      label,
      description: '',
      points: `${points}`,
    })),
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

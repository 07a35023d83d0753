import { describe, expect, it } from 'vitest'
import { compareGradings, isTooWide } from '#core/projects/double-grading.ts'
import { pseudonymOf } from '#core/projects/pseudonym.ts'
import type { Criterion } from '#core/projects/rubric.ts'

const criterion = (id: string, weight: string | null, ...points: string[]): Criterion => ({
  ...{ id, title: id, description: '', weight },
  levels: points.map((each, index) => ({ id: `${index}`, label: each, description: '', points: each })),
})
const rubric = {
  criteria: [
    criterion('dépôt', '12', '0', '6', '12'),
    criterion('chart', '8', '0', '8'),
    criterion('démo', null, '0', '1'),
  ],
}

describe('two gradings of one team', () => {
  it('are compared criterion by criterion and in total, on 20', () => {
    expect(compareGradings(rubric, { dépôt: '2', chart: '0' }, { dépôt: '1', chart: '1', démo: '1' })).toEqual({
      criteria: [
        { criterion: 'dépôt', first: '2', second: '1', gap: '6' },
        { criterion: 'chart', first: '0', second: '1', gap: '8' },
        { criterion: 'démo', first: null, second: '1', gap: '1' },
      ],
      first: '12',
      second: '15',
      gap: '3',
    })
  })

  it('are not compared before both are complete', () => {
    expect(compareGradings(rubric, { dépôt: '2' }, { dépôt: '1', chart: '1' })).toBeNull()
    expect(compareGradings(rubric, { dépôt: '1', chart: '1' }, {})).toBeNull()
  })

  it('are too far apart above the threshold, not at it', () => {
    expect(isTooWide({ gap: '3' }, 300)).toBe(false)
    expect(isTooWide({ gap: '301/100' }, 300)).toBe(true)
  })
})

describe('a name that is withheld', () => {
  it('is the same code for the same id, short, of letters that read one way', () => {
    const id = 'f47ac10b-58cc-4372-a567-0e02b2c3d479'
    expect(pseudonymOf(id)).toBe(pseudonymOf(id))
    expect(pseudonymOf(id)).toMatch(/^[2-9A-HJKMNP-TV-Z]{3}-[2-9A-HJKMNP-TV-Z]{3}$/)
    expect(pseudonymOf('00000000-0000-4000-8000-000000000000')).toBe('222-222')
    expect(pseudonymOf('00000001-0000-4000-8000-000000000000')).not.toBe(pseudonymOf(id))
  })
})

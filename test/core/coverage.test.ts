import { expect, it } from 'vitest'
import { type Covered, coverageOf, emptySections } from '#core/exams/coverage.ts'
import type { BlueprintLine } from '#core/exams/draw.ts'

const asked = (id: string, section: string, given: Partial<Covered> = {}): Covered => ({
  id,
  section,
  difficulty: 'easy',
  level: 'remember',
  type: 'single',
  ...given,
})
const questions = [
  asked('a1', 'a'),
  asked('a2', 'a', { difficulty: 'hard', level: 'apply' }),
  asked('a3', 'a', { difficulty: 'hard', level: 'apply' }),
  asked('b1', 'b', { difficulty: 'medium', level: 'analyse' }),
]
const covered = (lines: readonly BlueprintLine[] = [], questionIds: readonly string[] = []) =>
  coverageOf({ sections: ['a', 'b', 'c'], questions, plan: { lines, questionIds } })

it('counts every section of the course by difficulty, by level and by both', () => {
  const [a] = covered()
  expect(a).toMatchObject({
    section: 'a',
    total: 3,
    byDifficulty: { easy: 1, medium: 0, hard: 2 },
    byLevel: { remember: 1, understand: 0, apply: 2, analyse: 0 },
    planned: 0,
    missing: 0,
    needed: [],
  })
  expect(a?.cells).toHaveLength(12)
  expect(a?.cells.filter(({ count }) => count > 0)).toEqual([
    { difficulty: 'easy', level: 'remember', count: 1 },
    { difficulty: 'hard', level: 'apply', count: 2 },
  ])
})

it('names the sections without a question', () => {
  expect(emptySections(covered())).toEqual(['c'])
})

it('counts what a plan asks of a section, fixed questions included', () => {
  const planned = covered(
    [{ section: 'a', count: 1 }, { section: 'a', count: 1, difficulty: 'hard' }, { count: 1 }],
    ['b1'],
  )
  expect(planned.map((section) => [section.planned, section.missing])).toEqual([
    [2, 0],
    [1, 0],
    [0, 0],
  ])
})

it('tells what the plan would not get, and the empty cells it asks for', () => {
  const planned = covered([
    { section: 'a', count: 2, difficulty: 'medium' },
    { section: 'a', count: 3, difficulty: 'hard' },
    { section: 'b', count: 1, level: 'apply' },
    { section: 'c', count: 1 },
  ])
  expect(planned.map(({ missing }) => missing)).toEqual([3, 1, 1])
  expect(planned.map(({ needed }) => needed)).toEqual([['medium'], ['apply'], []])
})

it('leaves a fixed question that is gone out of every section', () => {
  expect(covered([], ['gone']).map(({ planned }) => planned)).toEqual([0, 0, 0])
})

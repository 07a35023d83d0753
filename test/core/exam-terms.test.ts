import { expect, it } from 'vitest'
import { type Exception, termsOf } from '#core/exams/exam-terms.ts'

const section: Exception = { of: { kind: 'section', section: 'helm' }, scale: { kind: 'coverage' }, points: 200 }
const question: Exception = { of: { kind: 'question', question: 'helm-1' }, scale: null, points: 50 }
const exam = { questionPoints: 100, exceptions: [section, question] }

it('a question follows the exam, unless its section or itself says otherwise', () => {
  expect(termsOf({ id: 'k8s-1', section: 'k8s' }, exam)).toEqual({ scale: null, points: 100 })
  expect(termsOf({ id: 'helm-2', section: 'helm' }, exam)).toEqual({ scale: { kind: 'coverage' }, points: 200 })
})

it('what is said of a question is stronger than what is said of its section, part by part', () => {
  expect(termsOf({ id: 'helm-1', section: 'helm' }, exam)).toEqual({ scale: { kind: 'coverage' }, points: 50 })
  const own: Exception = { ...question, scale: { kind: 'coherences' }, points: null }
  expect(termsOf({ id: 'helm-1', section: 'helm' }, { ...exam, exceptions: [own, section] })).toEqual({
    scale: { kind: 'coherences' },
    points: 200,
  })
})

it('a question may be worth nothing', () => {
  const nothing: Exception = { ...question, points: 0 }
  expect(termsOf({ id: 'helm-1', section: 'helm' }, { ...exam, exceptions: [nothing] }).points).toBe(0)
})

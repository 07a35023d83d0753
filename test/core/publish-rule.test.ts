import { expect, it } from 'vitest'
import { holdsBack, publishRules } from '#core/exams/publish-rule.ts'

it.each([
  ['error', null, [false, true, true]],
  ['warning', null, [false, false, true]],
  ['warning', 'Le mot « jamais » est dans la norme.', [false, false, false]],
  ['note', null, [false, false, false]],
] as const)('%s, explained by %s, holds an exam back: %s', (severity, allowed, expected) => {
  expect(publishRules.map((rule) => holdsBack(rule, { severity, allowed }))).toEqual(expected)
})

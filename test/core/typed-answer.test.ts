import { expect, it } from 'vitest'
import {
  answerKey,
  cleanTyped,
  isReadable,
  isSameAnswer,
  isTyped,
  type TypedRule,
  typedMark,
  typedOf,
} from '#core/questions/typed-answer.ts'

const words: TypedRule = { kind: 'text', case: false }
const command: TypedRule = { kind: 'text', case: true }
const size: TypedRule = { kind: 'number', tolerance: '0.5', unit: 'Gio' }

it.each([
  ['Kubectl   get pods ', 'kubectl get pods', words, true],
  ['Kubectl get pods', 'kubectl get pods', command, false],
  ['kubectl\u00a0get pods', 'kubectl get pods', command, true],
  ['kubectl get pods —all-namespaces', 'kubectl get pods --all-namespaces', command, true],
  ['echo “a” ‘b’…', 'echo "a" \'b\'...', command, true],
  ['helm rollback web −1', 'helm rollback web -1', command, true],
  ['e\u0301tat', 'état', words, true],
  ['getpods', 'get pods', words, false],
  ['12', '12', size, true],
  ['12,5 Gio', '12', size, true],
  ['12.51Gio', '12', size, false],
  ['11,5 gio', '12 Gio', size, true],
  ['12 Go', '12', size, false],
  ['1 024', '1024', size, true],
  ['1\u202f024,2 Gio', '1024', size, true],
  ['1/2', '0.5', { kind: 'number', tolerance: '0' }, true],
  ['-3', '−3', { kind: 'number', tolerance: '0' }, true],
  ['1 2', '12', size, false],
  ['beaucoup', '12', size, false],
  ['', '12', size, false],
  ['12', '12', { ...size, unitRequired: true }, false],
  ['12 Gio', '12', { ...size, unitRequired: true }, true],
  ['12', '12', { kind: 'number', tolerance: '0', unitRequired: true }, true],
] satisfies [string, string, TypedRule, boolean][])('« %s » for « %s »', (typed, answer, rule, isSame) => {
  expect(isSameAnswer(typed, answer, rule)).toBe(isSame)
})

it('gives one key to answers that are the same, and the words of what is no number', () => {
  expect(answerKey('1,50', size)).toBe(answerKey('3/2 Gio', size))
  expect(answerKey('Beaucoup', size)).toBe('beaucoup')
  expect(answerKey('A  b', command)).toBe('A b')
})

it('says which answers of an author can be compared', () => {
  expect([isReadable(' ', words), isReadable('x', words)]).toEqual([false, true])
  expect([isReadable('12', { ...size, unitRequired: true }), isReadable('douze', size)]).toEqual([true, false])
  expect(isReadable('12', { ...size, tolerance: '-1' })).toBe(false)
  expect(isReadable('12', { ...size, tolerance: 'peu' })).toBe(false)
})

it('keeps what was typed under a sign that no choice begins with', () => {
  expect([isTyped('=ls'), isTyped('a'), isTyped('~2')]).toEqual([true, false, false])
  expect([typedOf(['=ls', '~2']), typedOf(['=']), typedOf(['~2']), typedOf([])]).toEqual(['ls', '', null, null])
  expect(typedMark('ls')).toBe('=ls')
})

it('keeps no control character, and no more than two hundred', () => {
  expect([cleanTyped('  ls  -l '), cleanTyped('e\u0301')]).toEqual(['ls  -l', 'é'])
  expect([cleanTyped('a\nb'), cleanTyped('a\u0000'), cleanTyped('\ud800'), cleanTyped('a'.repeat(201))]).toEqual(
    Array(4).fill(null),
  )
  expect(cleanTyped(` ${'a'.repeat(200)} `)).toHaveLength(200)
})

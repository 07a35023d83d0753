import { describe, expect, it } from 'vitest'
import { differenceOf } from '#core/questions/text-difference.ts'

const marks = { same: ' ', removed: '-', added: '+' }
const shown = (before: string, after: string) =>
  differenceOf(before, after).map(({ kind, text }) => `${marks[kind]}${text}`)

describe('the difference of two texts', () => {
  it.each([
    ['nothing changed', 'un\ndeux', 'un\ndeux', [' un', ' deux']],
    ['a line changed', 'un\ndeux\ntrois', 'un\n2\ntrois', [' un', '-deux', '+2', ' trois']],
    ['a line came in', 'un\ntrois', 'un\ndeux\ntrois', [' un', '+deux', ' trois']],
    ['a line went away', 'un\ndeux\ntrois', 'un\ntrois', [' un', '-deux', ' trois']],
    ['the end went away', 'un\ndeux', 'un', [' un', '-deux']],
    ['the end came in', 'un', 'un\ndeux', [' un', '+deux']],
    ['a line moved', 'un\ndeux\ntrois', 'deux\ntrois\nun', ['-un', ' deux', ' trois', '+un']],
  ])('when %s', (_, before, after, expected) => {
    expect(shown(before, after)).toEqual(expected)
  })

  it('gives both texts back', () => {
    const [before, after] = ['a\nb\nc\nd\nb', 'b\na\nd\nc\nb\ne']
    const lines = differenceOf(before, after)
    const without = (kind: 'added' | 'removed') => lines.filter((line) => line.kind !== kind).map(({ text }) => text)
    expect(without('added').join('\n')).toBe(before)
    expect(without('removed').join('\n')).toBe(after)
  })
})

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type ArchivedPerson, matchPeople } from '#core/exports/archive-people.ts'

const person = (id: string, familyName: string, number: string | null = null, email: string | null = null) => ({
  ...{ id, familyName, number, email },
})
const said = (archived: ArchivedPerson[], existing: ArchivedPerson[]) =>
  Object.fromEntries([...matchPeople(archived, existing)].map(([id, match]) => [id, `${match.by}:${match.id}`]))

describe('who a student of an archive is in the class', () => {
  it.each([
    ['the same id', person('a', 'Gautier', '1'), person('a', 'Martin', '2'), { a: 'id:a' }],
    ['the same number and name', person('a', 'Gautier', '00a1'), person('b', 'GAUTIER', '00A1'), { a: 'number:b' }],
    ['the same number, another name', person('a', 'Gautier', '1'), person('b', 'Martin', '1'), {}],
    ['leading zeros count', person('a', 'Gautier', '01'), person('b', 'Gautier', '1'), {}],
    [
      'the same e-mail, without case',
      person('a', 'G', null, 'É@x.fr'),
      person('b', 'M', null, 'é@X.fr'),
      { a: 'email:b' },
    ],
    [
      'the same e-mail, another number and another name',
      person('a', 'Gautier', '1', 'a@x.fr'),
      person('b', 'Martin', '2', 'a@x.fr'),
      {},
    ],
    ['the same name alone', person('a', 'Gautier'), person('b', 'Gautier'), {}],
  ])('%s', (_what, archived, existing, expected) => {
    expect(said([archived], [existing])).toEqual(expected)
  })

  it('the id comes before the number, the number before the e-mail', () => {
    const class_ = [person('x', 'A', '1', 'a@x.fr'), person('y', 'A', '2', 'b@x.fr')]
    expect(said([person('p', 'A', '2', 'a@x.fr')], class_)).toEqual({ p: 'number:y' })
    expect(said([person('x', 'A', '2', 'b@x.fr')], class_)).toEqual({ x: 'id:x' })
  })

  it('what two people share points to neither', () => {
    const twins = [person('x', 'A', null, 'a@x.fr'), person('y', 'B', null, 'A@x.fr')]
    expect(said([person('p', 'C', null, 'a@x.fr')], twins)).toEqual({})
    expect(said(twins, [person('p', 'C', null, 'a@x.fr')])).toEqual({})
  })

  it('never gives one student two copies', () => {
    const some = fc.constantFrom(null, '1', '2', '3')
    const people = fc.uniqueArray(
      fc.record({
        id: fc.constantFrom('a', 'b', 'c', 'd', 'e'),
        familyName: fc.constantFrom('A', 'B'),
        number: some,
        email: some,
      }),
      { selector: ({ id }) => id },
    )
    fc.assert(
      fc.property(people, people, (archived, existing) => {
        const ids = [...matchPeople(archived, existing).values()].map(({ id }) => id)
        expect(new Set(ids).size).toBe(ids.length)
      }),
    )
  })
})

import { describe, expect, it } from 'vitest'
import { homonymsOf } from '#core/students/homonyms.ts'

const person = (id: string, familyName: string, givenName: string, rest = {}) => ({
  ...{ id, familyName, givenName, number: null, email: null, group: '' },
  ...rest,
})

describe('people of the same name', () => {
  it('are told apart by their number, else their e-mail, else their group, and nobody else is named', () => {
    const people = [
      person('1', 'Lefèvre', 'Hélène', { number: '12' }),
      person('2', 'LEFEVRE', 'Helene', { email: 'h.lefevre@exemple.fr' }),
      person('3', 'lefevre', 'Hélène', { group: 'B' }),
      person('4', 'Lefèvre', 'Henri', { number: '13' }),
    ]
    expect([...homonymsOf(people)]).toEqual([
      ['1', '12'],
      ['2', 'h.lefevre@exemple.fr'],
      ['3', 'B'],
    ])
  })

  it('are not those whose name was erased', () => {
    expect(homonymsOf([person('1', '', ''), person('2', '', '')]).size).toBe(0)
  })
})

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { byName, byText, groupsOf } from '#core/students/name-order.ts'
import { sortRows } from '#web/ui/table-order.ts'

const named = (text: string) => {
  const [familyName = '', givenName = '', number = null] = text.split('/')
  return { familyName, givenName, number }
}
/** As a French list is read. */
const list = [
  'Béranger/Zoé',
  'Bouvier/Ana',
  'D’Almeida/Ana',
  'de La Fontaine/Jean',
  'Dupont-Roy/Ana',
  'DUPONTEL/Ana',
  'Emery/Ana',
  'Émond/Ana',
  'Le/Zoé',
  'Le Gall/Ana',
  'Lefèvre/Ana',
  'LEFEVRE/Bob',
  'Lefèvre/Zoé',
  'Martin/Léa',
  'Martin/Léa/00120',
  'Martin/Léa/00121',
  'Œstrich/Ana',
  'Zimmermann/Ana',
]

describe('the order of a class', () => {
  it('is that of a French list: accents, capitals, particles, hyphens, homonyms by number', () => {
    const shuffled = list.toReversed().toSorted((a, b) => (a.length % 5) - (b.length % 5))
    expect(shuffled.map(named).toSorted(byName).map(show)).toEqual(list.map(named).map(show))
  })

  it('is the one of a sorted table, forwards and backwards', () => {
    const columns = [{ id: 'who', header: '', cell: () => '', sortValue: named }]
    const sorted = (direction: 'ascending' | 'descending') =>
      sortRows(list.toReversed(), columns, { by: 'who', direction })
    expect(sorted('ascending')).toEqual(list)
    expect(sorted('descending')).toEqual(list.toReversed())
  })

  it('depends on nothing but the people: any order in gives one order out', () => {
    const text = fc.string({ unit: 'grapheme', maxLength: 8 })
    const person = fc.record({ familyName: text, givenName: text, number: fc.option(text) })
    fc.assert(
      fc.property(fc.array(person, { maxLength: 12 }), (people) => {
        expect(people.toReversed().toSorted(byName).map(show)).toEqual(people.toSorted(byName).map(show))
      }),
    )
  })

  it('puts « Équipe 2 » before « Équipe 10 », and names each group once', () => {
    expect(['TD 10', 'Équipe 10', 'equipe 1', 'Équipe 2'].toSorted(byText)).toEqual([
      ...['equipe 1', 'Équipe 2', 'Équipe 10'],
      'TD 10',
    ])
    expect(groupsOf(['B', '', 'a', 'B'].map((group) => ({ group })))).toEqual(['a', 'B'])
  })
})

const show = ({ familyName, givenName, number }: ReturnType<typeof named>) =>
  `${familyName}/${givenName}/${number ?? ''}`

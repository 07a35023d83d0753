import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anonymousName, anonymousNumber, Eraser } from '#core/privacy/erasure.ts'

const label = 'Étudiant anonymisé 3'
const elise = {
  id: 'e1',
  familyName: 'Le Goff-Petit',
  givenName: 'Élise',
  email: 'elise.legoff@exemple.fr',
  number: '20260417',
  label,
  former: [{ familyName: 'Martin', givenName: 'Élise', email: null, number: '0042' }],
}
const eraser = new Eraser([elise], ['Louis', 'Petit'])

describe('a text', () => {
  it.each([
    ['Élise Le Goff-Petit est sortie.', `${label} est sortie.`],
    ['LE GOFF-PETIT Élise est sortie.', `${label} est sortie.`],
    ['le goff-petit,  élise', label],
    ['Elise Le  Goff-Petit', label],
    ['Mme Le Goff-Petit a rendu.', `Mme ${label} a rendu.`],
    ['Mme LE GOFF-PETIT a rendu.', `Mme ${label} a rendu.`],
    ['Écrire à elise.legoff@exemple.fr, merci.', `Écrire à ${label}, merci.`],
    ['n° 20260417', `n° ${label}`],
    ['Élise et Louis', `${label} et Louis`],
    ['ÉLISE', label],
    ['Elise', label],
    ['Élise Martin, alors', `${label}, alors`],
    ['Un petit incident', 'Un petit incident'],
    ['M. Petit est sorti.', 'M. Petit est sorti.'],
    ['élise', 'élise'],
    ['Élisette', 'Élisette'],
    ['Élise-Anne et Marie-Élise', 'Élise-Anne et Marie-Élise'],
    ['2026041700', '2026041700'],
    ['salle 0042', 'salle 0042'],
    ['', ''],
  ])('« %s » reads « %s »', (text, expected) => {
    expect(eraser.text(text)).toBe(expected)
  })

  it('about them, says nothing of a short number nor of a name others have', () => {
    const named = new Eraser([elise], ['Élise', 'Martin'])
    expect(named.text('Élise, 0042, Martin')).toBe('Élise, 0042, Martin')
    expect(named.text('Élise, 0042, Martin', 'e1')).toBe(`${label}, ${label}, ${label}`)
    expect(named.text('Élise', 'somebody else')).toBe('Élise')
  })

  it('is that of who has one name, and neither address nor number', () => {
    const bare = { ...elise, familyName: 'Madonna', givenName: '', email: null, number: null, former: [] }
    expect(new Eraser([bare], []).text('Madonna, M. Goff', 'e1')).toBe(`${label}, M. Goff`)
  })

  it('of nobody is left alone', () => {
    expect(new Eraser([], []).text('Élise Martin')).toBe('Élise Martin')
  })

  it('with what a regular expression would take for its own', () => {
    const odd = { ...elise, familyName: 'O’N(ei)l [x]* + $', givenName: 'Z.', email: 'a+b@c.fr' }
    expect(new Eraser([odd], []).text('vu Z. O’N(ei)l [x]* + $ et a+b@c.fr, axb@c.fr')).toBe(
      `vu ${label} et ${label}, axb@c.fr`,
    )
  })

  it('never keeps a full name, whoever they are, and is the same read twice', () => {
    const word = fc.stringMatching(/^[A-ZÉÀ][a-zéà’-]{2,8}$/)
    fc.assert(
      fc.property(word, word, fc.lorem(), fc.lorem(), (familyName, givenName, before, after) => {
        const one = new Eraser([{ ...elise, familyName, givenName, former: [] }], [])
        const said = one.text(`${before} ${givenName} ${familyName} ${after}`)
        expect(said.toLowerCase()).not.toContain(`${givenName} ${familyName}`.toLowerCase())
        expect(said).toContain(label)
      }),
    )
  })
})

describe('a record', () => {
  it('about them is blank where they were, and whole elsewhere', () => {
    const third = { kind: 'ratio', numerator: 4, denominator: 3 }
    const fields = { familyName: 'Martin', givenName: 'E', email: 'x@y.fr', number: '12', group: 'A', extraTime: third }
    const blank = {
      familyName: label,
      givenName: '',
      email: null,
      number: null,
      group: 'A',
      extraTime: { kind: 'none' },
    }
    expect(eraser.json(fields, 'e1')).toEqual(blank)
    expect(eraser.json({ id: 'e1', ...fields })).toEqual({ id: 'e1', ...blank })
    expect(eraser.json([{ studentId: 'e1', number: null, mark: 12 }])).toEqual([
      { studentId: 'e1', number: null, mark: 12 },
    ])
    expect(eraser.json({ e1: { number: 12, deep: { familyName: 'Martin' } } })).toEqual({
      e1: { number: 12, deep: { familyName: label } },
    })
  })

  it('about somebody else keeps their fields, and only loses the words that name the one who goes', () => {
    const louis = { id: 'l1', familyName: 'Roux', number: '0042', note: 'voir Élise Martin', at: null, ok: true }
    expect(eraser.json(louis)).toEqual({ ...louis, note: `voir ${label}` })
  })

  it('of a change of who they are says neither before nor after', () => {
    const changes = [
      { field: 'familyName', before: 'Martin', after: 'Le Goff-Petit' },
      { field: 'group', before: 'A', after: 'B' },
    ]
    expect(eraser.json({ id: 'e1', changes })).toEqual({
      id: 'e1',
      changes: [{ field: 'familyName', before: null, after: null }, changes[1]],
    })
    expect(eraser.json({ id: 'l1', changes: [{ field: 'number', before: '1', after: '2' }] })).toEqual({
      id: 'l1',
      changes: [{ field: 'number', before: '1', after: '2' }],
    })
  })
})

describe('the number instead of a name', () => {
  it('is written in the language of the course, and read back', () => {
    expect(anonymousName(3, 'fr')).toBe(label)
    expect(anonymousName(3, 'en')).toBe('Anonymised student 3')
    expect(['fr', 'en'].map((language) => anonymousNumber(anonymousName(12, language)))).toEqual([12, 12])
    expect(anonymousNumber('Étudiant anonymisé x')).toBeNull()
  })
})

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isFoundBy, nameKey, tidyName } from '#core/students/person-name.ts'
import { type KnownStudent, planRoster, type RosterLine } from '#core/students/roster.ts'
import { mendRows, type RosterRow, recogniseColumns, rosterRow } from '#core/students/roster-columns.ts'

/** Any sequence of UTF-16 code units, lone surrogates included. */
const anyText = fc.array(fc.nat({ max: 0xffff }), { maxLength: 12 }).map((units) => String.fromCharCode(...units))

describe('the columns of a class list', () => {
  it.each([
    ['familyName', ['Nom', 'NOM DE FAMILLE', 'nom_usuel', 'Family name', 'lastname', 'Surname']],
    ['givenName', ['Prénom', 'PRENOM', 'Given name', 'First name', 'firstname']],
    ['email', ['e-mail', 'E-Mail', 'Courriel', 'Adresse électronique', 'Email address', 'Mél.']],
    ['number', ['Numéro', 'N° étudiant', 'n°', 'No étudiant', 'Code_NIP', 'ID number', 'Numéro d’étudiant']],
    ['group', ['Groupe', 'group1', 'Groupe TD', 'Cohort']],
    ['extraTime', ['Temps majoré', 'tiers-temps', 'Tiers temps ', 'Extra time', 'Aménagement']],
  ] as const)('%s is recognised by its names', (field, headers) => {
    for (const header of headers) expect(recogniseColumns(['autre', header])).toEqual({ [field]: 1 })
  })
  it('are found in a Moodle list', () => {
    const headers = ['username', 'password', 'firstname', 'lastname', 'email', 'course1', 'group1']
    expect(recogniseColumns(headers)).toEqual({ givenName: 2, familyName: 3, email: 4, group: 6 })
  })
  it('are the main ones where ScoDoc has two', () => {
    const headers = ['Code_NIP', 'Code_INE', 'nom_usuel', 'nom', 'prenom', 'civilite', 'groupes']
    expect(recogniseColumns(headers)).toEqual({ number: 0, familyName: 3, givenName: 4, group: 6 })
  })
  it('give a line its cells, empty where the line is short, absent where there is no column', () => {
    expect(rosterRow(['Ndiaye'], { familyName: 0, givenName: 1 }, { line: 2 })).toEqual({
      line: 2,
      familyName: 'Ndiaye',
      givenName: '',
    })
  })
})

describe('a name', () => {
  it.each([
    ['de la Fontaine', '  de  la\u00a0Fontaine '],
    ["D'Alembert-Ménard", "D'Alembert-Me\u0301nard"],
    ['van den Berg', '\uFEFFvan\tden\u200b Berg'],
    ['Nguyễn', 'Nguyễn'.normalize('NFD')],
  ])('« %s » is kept as its owner writes it', (tidy, written) => {
    expect(tidyName(written)).toBe(tidy)
  })
  it('is tidy once and for all', () => {
    fc.assert(
      fc.property(anyText, (name) => {
        expect(tidyName(tidyName(name))).toBe(tidyName(name))
      }),
    )
  })
  it.each([
    ['LEFEVRE Helene', { familyName: 'LEFEVRE', givenName: 'Helene' }, { familyName: 'Lefèvre', givenName: 'Hélène' }],
    ['apostrophes', { familyName: 'D’Alembert', givenName: 'Léo' }, { familyName: "d'alembert", givenName: 'LEO' }],
    ['hyphens', { familyName: 'Roy', givenName: 'Jean Noël' }, { familyName: 'Roy', givenName: 'Jean-Noël' }],
    ['ligatures', { familyName: 'Lecœur', givenName: 'Lætitia' }, { familyName: 'LECOEUR', givenName: 'LAETITIA' }],
  ])('is matched whatever the %s', (_, one, other) => {
    expect(nameKey(one)).toBe(nameKey(other))
  })
  it.each([
    ['', true],
    ['elise', true],
    ['GAUTIER élise', true],
    ['00412 gaut', true],
    ['elise roy', false],
  ])('is found by « %s »: %s', (search, found) => {
    expect(isFoundBy(search, ['Élise', 'Gautier', '00412'])).toBe(found)
  })
  it('is not confused by where the family name ends', () => {
    expect(nameKey({ familyName: 'Jean', givenName: 'Paul Roy' })).not.toBe(
      nameKey({ familyName: 'Jean Paul', givenName: 'Roy' }),
    )
  })
})

const ana: KnownStudent = {
  id: 'ana',
  familyName: 'Lefèvre',
  givenName: 'Ana',
  email: 'ana.lefevre@exemple.fr',
  number: '00123',
  group: 'A',
  extraTime: { kind: 'ratio', numerator: 4, denominator: 3 },
}
const bob: KnownStudent = {
  ...ana,
  id: 'bob',
  familyName: 'Diallo',
  givenName: 'Bob',
  email: null,
  number: null,
  extraTime: { kind: 'none' },
}
const plan = (...rows: Omit<RosterRow, 'line'>[]) =>
  planRoster({ rows: rows.map((row, index) => ({ line: index + 2, ...row })), existing: [ana, bob] })
const [names, diallo] = [
  { familyName: 'Lefèvre', givenName: 'Ana' },
  { familyName: 'Diallo', givenName: 'Bob' },
]

describe('a line about a student of the course', () => {
  it.each([
    ['the same number', { number: '00123' }],
    ['the same e-mail in capitals', { email: 'ANA.LEFEVRE@EXEMPLE.FR' }],
    ['the same names', names],
  ])('is recognised by %s', (_, row) => {
    expect(plan(row)).toMatchObject([{ id: 'ana' }])
  })
  it('that says nothing else changes nothing, and an empty cell erases nothing', () => {
    const row = { ...names, number: ' 00123 ', email: 'ana.lefevre@exemple.fr', group: '', extraTime: '1,33' }
    expect(plan(row)).toEqual([{ line: 2, outcome: 'unchanged', id: 'ana' }])
  })
  it('says what would change', () => {
    const [line] = plan({ number: '00123', familyName: 'Lefèvre-Roy', group: 'B', extraTime: '+20 min' })
    expect(line).toMatchObject({
      outcome: 'changed',
      id: 'ana',
      student: { givenName: 'Ana', familyName: 'Lefèvre-Roy' },
    })
    expect(line).toHaveProperty('changes', [
      { field: 'familyName', before: 'Lefèvre', after: 'Lefèvre-Roy' },
      { field: 'group', before: 'A', after: 'B' },
      { field: 'extraTime', before: ana.extraTime, after: { kind: 'minutes', minutes: 20 } },
    ])
  })
  it('takes extra time away only when it says so', () => {
    expect(plan({ number: '00123', extraTime: '' })).toMatchObject([{ outcome: 'unchanged' }])
    expect(plan({ number: '00123', extraTime: 'non' })).toMatchObject([
      { outcome: 'changed', student: { extraTime: { kind: 'none' } } },
    ])
  })
  it('corrects the number of who has this e-mail and these names', () => {
    expect(plan({ ...names, email: 'ana.lefevre@exemple.fr', number: '00124' })).toMatchObject([
      { outcome: 'changed', id: 'ana', changes: [{ field: 'number', before: '00123', after: '00124' }] },
    ])
  })
  it('completes who had neither number nor e-mail', () => {
    expect(plan({ ...diallo, number: '77', email: 'bob@exemple.fr' })).toMatchObject([
      { outcome: 'changed', id: 'bob' },
    ])
  })
})

describe('a line about an entry merged into another', () => {
  const kept = { ...ana, id: 'kept', extraTime: { kind: 'none' } as const, group: 'B' }
  const former = {
    ...kept,
    id: 'other',
    mergedIntoId: 'kept',
    givenName: 'Anna',
    number: '77',
    email: null,
    group: 'A',
  }
  const read = (...rows: Record<string, string>[]) =>
    planRoster({ rows: rows.map((row, index) => ({ line: index + 2, ...row })), existing: [kept, former] })
  const formerLine = { familyName: ana.familyName, givenName: 'Anna', number: '77', group: 'A' }

  it('changes nothing: the list that has both is imported again as it is', () => {
    expect(read(formerLine)).toMatchObject([{ outcome: 'unchanged', id: 'kept' }])
    expect(
      read({ familyName: ana.familyName, givenName: ana.givenName, number: ana.number ?? '' }, formerLine),
    ).toMatchObject([
      { outcome: 'unchanged', id: 'kept' },
      { outcome: 'duplicated', of: 2, changes: [] },
    ])
  })

  it('still says what is new, and who it is about', () => {
    expect(read({ ...formerLine, group: 'C' })).toMatchObject([
      { outcome: 'changed', id: 'kept', changes: [{ field: 'group', before: 'B', after: 'C' }] },
    ])
  })

  it('of an entry nobody knows any more is left out', () => {
    const lost = { ...former, mergedIntoId: 'nobody' }
    expect(planRoster({ rows: [{ line: 2, ...formerLine }], existing: [lost] })).toMatchObject([{ outcome: 'new' }])
  })
})

describe('extra time with dates', () => {
  const dates = { from: '2026-09-01T00:00:00Z', until: '2027-09-01T00:00:00Z' }
  const dated = (more: object) => ({
    ...ana,
    id: 'a',
    extraTime: { kind: 'ratio' as const, numerator: 4, denominator: 3, ...more },
  })
  const read = (more: object, row: Record<string, string>) =>
    planRoster({ rows: [{ line: 2, number: ana.number ?? '', ...row }], existing: [dated(more)] })

  it('keeps its dates when a list says it again, or says another', () => {
    expect(read(dates, { extraTime: 'oui' })).toMatchObject([{ outcome: 'unchanged' }])
    expect(read(dates, { extraTime: '+20 min' })).toMatchObject([
      { outcome: 'changed', student: { extraTime: { kind: 'minutes', minutes: 20, ...dates } } },
    ])
    expect(read({ from: dates.from }, { extraTime: '+20 min' })).toMatchObject([
      { student: { extraTime: { kind: 'minutes', minutes: 20, from: dates.from } } },
    ])
    expect(read(dates, { extraTime: 'non' })).toMatchObject([{ student: { extraTime: { kind: 'none' } } }])
  })
})

describe('a line about nobody known', () => {
  it('is a new student, with what it says', () => {
    const row = {
      familyName: 'Ndiaye',
      givenName: 'Awa',
      email: 'Awa@exemple.fr',
      number: '007',
      group: 'B',
      extraTime: 'tiers temps',
    }
    expect(plan(row)).toEqual([
      { line: 2, outcome: 'new', student: { ...row, extraTime: { kind: 'ratio', numerator: 4, denominator: 3 } } },
    ])
  })
  it('may have a family name only', () => {
    expect(plan({ familyName: 'Sukarno' })).toMatchObject([
      {
        outcome: 'new',
        student: {
          familyName: 'Sukarno',
          givenName: '',
          email: null,
          number: null,
          group: '',
          extraTime: { kind: 'none' },
        },
      },
    ])
  })
  it('is a homonym when both have a number', () => {
    expect(plan({ ...names, number: '99', email: 'other@exemple.fr' })).toMatchObject([{ outcome: 'new' }])
  })
})

describe('a line that repeats another', () => {
  it('is duplicated, and says where the two disagree', () => {
    const row = { familyName: 'Ndiaye', givenName: 'Awa', number: '007' }
    expect(plan(row, row, { ...row, group: 'C' })).toMatchObject([
      { outcome: 'new' },
      { outcome: 'duplicated', of: 2, changes: [] },
      { outcome: 'duplicated', of: 2, changes: [{ field: 'group', before: '', after: 'C' }] },
    ])
  })
  it('is duplicated of a line that changed a student too, found by the old number or the new one', () => {
    const corrected = { ...names, email: 'ana.lefevre@exemple.fr', number: '00124' }
    expect(
      plan(corrected, { number: '00124' }, { email: 'Ana.Lefevre@exemple.fr' }, { number: '00123' }),
    ).toMatchObject([
      { outcome: 'changed' },
      { outcome: 'duplicated', of: 2 },
      { outcome: 'duplicated', of: 2 },
      { outcome: 'duplicated', of: 2 },
    ])
  })
})

const bobNames = { familyName: bob.familyName, givenName: bob.givenName }

describe('a line to check', () => {
  it('whose extra time is not understood imports its student without it, flagged', () => {
    expect(planRoster({ rows: [{ line: 2, ...bobNames, extraTime: 'un peu' }], existing: [] })).toMatchObject([
      { outcome: 'new', student: { extraTime: { kind: 'none' } }, doubts: ['extra_time_unread'] },
    ])
    const known = { ...bob, extraTime: { kind: 'minutes', minutes: 20 } } as const
    expect(
      planRoster({ rows: [{ line: 2, ...bobNames, group: 'B', extraTime: '20' }], existing: [known] }),
    ).toMatchObject([{ outcome: 'changed', student: { extraTime: { minutes: 20 } }, doubts: ['extra_time_unread'] }])
  })

  it('has a homonym, in the list or in the class', () => {
    const rows = ['1', '2', '3'].map((number, index) => ({ line: index + 2, ...bobNames, number }))
    const known = { ...bob, number: '1' }
    expect(planRoster({ rows: rows.slice(1), existing: [] }).map(({ doubts }) => doubts)).toEqual([
      ['homonym'],
      ['homonym'],
    ])
    expect(planRoster({ rows: rows.slice(0, 2), existing: [known] })).toMatchObject([
      { outcome: 'unchanged' },
      { outcome: 'new', doubts: ['homonym'] },
    ])
  })

  it('is read as it was mended, and a mended name is not whole any more', () => {
    const read = [rosterRow(['Ana Maria Roy', 'un peu'], { fullName: 0, extraTime: 1 }, { line: 2 })]
    expect(mendRows(read, [{ line: 9, field: 'group', text: 'B' }])).toEqual(read)
    const mended = mendRows(read, [
      { line: 2, field: 'familyName', text: 'Roy' },
      { line: 2, field: 'givenName', text: 'Ana Maria' },
      { line: 2, field: 'extraTime', text: '1/3 temps' },
    ])
    const [line] = planRoster({ rows: mended, existing: [] })
    expect(line).toMatchObject({ student: { familyName: 'Roy', givenName: 'Ana Maria', extraTime: { numerator: 4 } } })
    expect(line).not.toHaveProperty('doubts')
  })
})

describe('a line nobody can use', () => {
  it.each([
    ['has no name', {}, 'no_name', 'familyName'],
    ['has nothing that says who', { group: 'B' }, 'no_name', 'familyName'],
    ['has only a number nobody has', { number: '42' }, 'no_name', 'familyName'],
    ['has an e-mail that is none', { ...names, email: 'ana at exemple' }, 'invalid_email', 'email'],
    ['has a number a spreadsheet mangled', { ...names, number: '2,20E+07' }, 'mangled_number', 'number'],
    ['has a cell too long', { familyName: 'a'.repeat(201) }, 'too_long', 'familyName'],
    ['has the same names, another e-mail and no number', { ...names, email: 'other@exemple.fr' }, 'ambiguous', null],
    ['has the number of one and the names of another', { ...diallo, number: '00123' }, 'contradiction', null],
    [
      'has the e-mail of one, other names and another number',
      { familyName: 'Lefèvre', givenName: 'Zoé', email: 'ana.lefevre@exemple.fr', number: '9' },
      'contradiction',
      null,
    ],
  ] as const)('%s', (_, row, reason, field) => {
    expect(plan(row)).toMatchObject([{ line: 2, outcome: 'unusable', reason, field }])
  })
  it('has the number of one line and the e-mail of another', () => {
    const awa = { familyName: 'Ndiaye', givenName: 'Awa', number: '007' }
    expect(
      plan(
        awa,
        { number: '00123', familyName: 'Lefèvre-Roy' },
        { ...names, number: '007', email: 'ana.lefevre@exemple.fr' },
      ),
    ).toMatchObject([
      { outcome: 'new' },
      { outcome: 'changed' },
      {
        outcome: 'unusable',
        reason: 'contradiction',
        people: [{ familyName: 'Ndiaye' }, { familyName: 'Lefèvre-Roy' }],
      },
    ])
  })
  it('gives the number of one to somebody of other names: their marks would change hands', () => {
    const zoe = { familyName: 'Martin', givenName: 'Zoé', number: '00123' }
    const refused = {
      outcome: 'unusable',
      reason: 'contradiction',
      people: [{ number: '00123', familyName: 'Lefèvre' }],
    }
    expect(plan(zoe, { ...zoe, email: 'zoe@exemple.fr' })).toMatchObject([refused, refused])
    // A married name, with the e-mail or a given name that says who it is.
    expect(plan({ ...zoe, givenName: 'Ana' })).toMatchObject([{ outcome: 'changed', id: 'ana' }])
    expect(plan({ ...zoe, email: ana.email ?? '' })).toMatchObject([{ outcome: 'changed', id: 'ana' }])
  })
  it('has the names of two students', () => {
    const twins = [
      { ...bob, id: 'b1', number: '1' },
      { ...bob, id: 'b2', number: '2' },
    ]
    expect(planRoster({ rows: [{ line: 2, ...diallo }], existing: twins })).toMatchObject([{ reason: 'ambiguous' }])
  })
})

describe('whatever the list', () => {
  const cell = (...values: string[]) => fc.constantFrom('', ...values)
  const rows = fc.array(
    fc.record({
      familyName: cell('Roy', 'ROY', 'Kaya'),
      givenName: cell('Ana', 'Léo'),
      number: cell('1', '2', '3'),
      email: cell('a@x.fr', 'A@x.fr', 'b@x.fr'),
    }),
    { maxLength: 8 },
  )
  const applied = (lines: readonly RosterLine[], existing: readonly KnownStudent[]): KnownStudent[] => {
    const changed = new Map(
      lines.flatMap((line) => (line.outcome === 'changed' ? [[line.id, line.student] as const] : [])),
    )
    const fresh = lines.flatMap((line) =>
      line.outcome === 'new' ? [{ ...line.student, id: `line ${line.line}` }] : [],
    )
    return [...existing.map((student) => ({ ...student, ...changed.get(student.id) })), ...fresh]
  }
  const numbered = (some: readonly Omit<RosterRow, 'line'>[]) => some.map((row, index) => ({ line: index + 2, ...row }))

  it('no number and no e-mail ever belongs to two students', () => {
    fc.assert(
      fc.property(rows, rows, (first, second) => {
        const before = applied(planRoster({ rows: numbered(first), existing: [] }), [])
        const students = applied(planRoster({ rows: numbered(second), existing: before }), before)
        for (const field of ['number', 'email'] as const) {
          const values = students.flatMap((student) => student[field]?.toLowerCase() ?? [])
          expect(new Set(values).size).toBe(values.length)
        }
      }),
    )
  })
  it('importing the same students again changes nothing', () => {
    fc.assert(
      fc.property(rows, (some) => {
        const students = applied(planRoster({ rows: numbered(some), existing: [] }), [])
        const exported = students.map(({ familyName, givenName, number, email }, index) => ({
          line: index + 2,
          familyName,
          givenName,
          number: number ?? '',
          email: email ?? '',
        }))
        for (const line of planRoster({ rows: exported, existing: students }))
          expect(['unchanged', 'unusable']).toContain(line.outcome)
      }),
    )
  })
})

import { describe, expect, it } from 'vitest'
import { type MarkedPerson, planFill, type Written } from '#core/exports/fill-file.ts'

const person = (familyName: string, givenName: string, number: string, written: Written): MarkedPerson => ({
  ...{ studentId: number, familyName, givenName, number, email: `${number}@exemple.fr`, written },
})
const elise = person('Gautier', 'Élise', '00121', { mark: 1250 })
const fatou = person('N’Diaye', 'Fatou', '00122', { code: 'blocked' })
const kevin = person('Roy', 'Kévin', '00123', null)
const people = [elise, fatou, kevin]
const plan = (text: string, more: { formulas?: string[]; column?: number } = {}) =>
  planFill({
    rows: text.split('\n').map((line) => line.split(';')),
    formulas: new Set(more.formulas),
    people,
    column: more.column,
  })
const outcomes = (text: string) => plan(text)?.lines.map(({ line, outcome, after }) => [line, outcome, after])

describe('the file of the school', () => {
  it('is filled by number, in the column of its marks; absences have their code, what is not known is left', () => {
    const text = 'COD_ETU;NOM;PRENOM;NOTE;BAREME\n00121;GAUTIER;ELISE;;20\n00122;N DIAYE;FATOU;;20\n00123;ROY;KEVIN;;20'
    expect(outcomes(text)).toEqual([
      [2, 'filled', '12.5'],
      [3, 'filled', 'ABI'],
      [4, 'waiting', null],
    ])
    expect(plan(text)).toMatchObject({ titleLine: 1, column: 3, isSure: true, words: 'apogee', missing: [] })
  })

  it('of ScoDoc is found under its instructions, by names, with the codes of ScoDoc', () => {
    const text = [
      'Feuille saisie note (à enregistrer au format xlsx)',
      '!1234;Ne pas modifier cette ligne',
      ';;',
      'etudid;nom;prenom;groupe;note sur 20;remarque',
      '!881;GAUTIER;Élise;A;;',
      '!882;N’DIAYE;Fatou;A;;',
    ].join('\n')
    expect(plan(text)).toMatchObject({ titleLine: 4, column: 4, words: 'scodoc', outOf: 20 })
    expect(outcomes(text)).toEqual([
      [5, 'filled', '12.5'],
      [6, 'filled', 'ABS'],
    ])
  })

  it('keeps what is already so, tells what differs, and who is not in it', () => {
    const text = 'N°;Note\n00121;12,50\n'
    expect(outcomes(text)).toEqual([[2, 'unchanged', '12.5']])
    expect(plan(text)?.missing.map(({ familyName }) => familyName)).toEqual(['N’Diaye'])
    expect(outcomes('N°;Note\n00121;9\n')).toEqual([[2, 'filled', '12.5']])
  })

  it('leaves a line alone that matches nobody, two people, or contradicts itself, and the second of one person', () => {
    const text = 'N°;Nom;Prénom;Note\n999;Petit;Léo;\n00121;ROY;Kévin;\n00121;GAUTIER;Élise;\n00121;GAUTIER;Élise;'
    expect(outcomes(text)).toEqual([
      [2, 'unknown', null],
      [3, 'contradiction', null],
      [4, 'filled', '12.5'],
      [5, 'duplicate', null],
    ])
    const twins = [elise, { ...elise, studentId: 'x', number: '5', email: null }]
    const rows = [
      ['Nom', 'Prénom', 'Note'],
      ['Gautier', 'Élise', ''],
    ]
    expect(planFill({ rows, formulas: new Set(), people: twins })?.lines).toMatchObject([{ outcome: 'ambiguous' }])
  })

  it('never writes over a formula', () => {
    const formulas = ['1,1']
    expect(plan('N°;Note\n00121;=A2', { formulas })?.lines).toMatchObject([{ outcome: 'formula', after: null }])
  })

  it('asks for the column when none is of marks, and is not sure when several are', () => {
    expect(plan('N°;Nom;Prénom;Contrôle 1\n00121;Gautier;Élise;')).toMatchObject({ column: null, isSure: false })
    const several = 'N°;Note session 1;Note\n00121;;'
    expect(plan(several)).toMatchObject({ column: 2, isSure: false })
    expect(plan('N°;Note bis;Note sur 20\n00121;;')).toMatchObject({ column: 2 })
    expect(plan(several, { column: 1 })).toMatchObject({ column: 1, isSure: true })
  })

  it('never writes over who a line is about, nor far from the table', () => {
    const text = 'N°;Nom;Note\n00121;Gautier;'
    for (const column of [0, 1, 4, 299]) expect(plan(text, { column })).toMatchObject({ column: 2 })
    expect(plan(text, { column: 3 })).toMatchObject({ column: 3, isSure: true })
  })

  it('without titles is read by its content, and is nothing where nobody is named', () => {
    expect(plan('00121;GAUTIER;Élise\n00122;N’DIAYE;Fatou', { column: 3 })).toMatchObject({
      titleLine: null,
      lines: [{ after: '12.5' }, { after: 'ABI' }],
    })
    expect(plan('12;13\n14;15')).toBeNull()
  })

  it.each([
    ['Note /10', 10],
    ['Note (sur 20)', 20],
    ['Note', null],
  ])('reads what « %s » is out of', (title, outOf) => {
    expect(plan(`N°;${title}\n00121;`)).toMatchObject({ column: 1, outOf })
  })
})

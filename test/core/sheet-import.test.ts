import { describe, expect, it } from 'vitest'
import type { EntryStatus } from '#core/assessment/rules.ts'
import { planSheet, type SheetNow } from '#core/exports/sheet-import.ts'

const words: Record<string, EntryStatus> = { présent: 'present', ABI: 'abi', ABJ: 'abj' }
const statusOf = (word: string) => words[word] ?? null
const parts = [
  { id: 'qcm', isByHand: false, hasRetakeExam: false, role: 'weighted' },
  { id: 'tp', isByHand: true, hasRetakeExam: false, role: 'weighted' },
  { id: 'bonus', isByHand: true, hasRetakeExam: false, role: 'added' },
] as const
const student = (studentId: string, more: Partial<SheetNow> = {}): SheetNow => ({
  ...{ studentId, number: `00${studentId}`, email: `${studentId}@exemple.fr`, jury: null },
  ...{ familyName: studentId === 'ana' ? 'Lefèvre' : 'Diallo', givenName: studentId },
  entries: [
    { component: 'qcm', status: 'present', mark: '13.333333', retake: null },
    { component: 'tp', status: 'present', mark: '12', retake: null },
    { component: 'bonus', status: 'present', mark: null, retake: null },
  ],
  ...more,
})
const lines = [student('ana'), student('bob', { jury: { points: 50, reason: 'Assiduité' } })]
const plan = (fields: (string | null)[], ...records: string[][]) => planWith({}, fields, ...records)
const planWith = (how: { empty?: 'keep' | 'clear' }, fields: (string | null)[], ...records: string[][]) =>
  planSheet({
    ...how,
    file: { fields, records: records.map((cells, at) => ({ line: at + 2, cells })) },
    sheet: { lines, parts },
    statusOf,
  })
const change = (field: string, said: string) => plan(['student_id', field], ['ana', said])[0]

describe('a retake', () => {
  it('that an exam gives is not typed, but comes back as it left', () => {
    const said = (cell: string) =>
      planSheet({
        file: { fields: ['student_id', 'retake:qcm'], records: [{ line: 2, cells: ['ana', cell] }] },
        sheet: {
          lines: [student('ana', { entries: [{ component: 'qcm', status: 'present', mark: '3.75', retake: '14' }] })],
          parts: [{ ...parts[0], hasRetakeExam: true }],
        },
        statusOf,
      })[0]
    expect(said('14,00')).toMatchObject({ outcome: 'unchanged' })
    expect(said('15')).toMatchObject({ outcome: 'refused', reason: 'not_by_hand', field: 'retake:qcm' })
  })
})

describe('a line that comes back', () => {
  it('as it left changes nothing, whatever the separator and the zeros', () => {
    for (const mark of ['12', '12,00', '12.0', ' 12 '])
      expect(change('mark:tp', mark)).toEqual({ line: 2, studentId: 'ana', outcome: 'unchanged' })
    expect(change('mark:qcm', '13,333333')?.outcome).toBe('unchanged')
    expect(change('status:tp', 'présent')?.outcome).toBe('unchanged')
    expect(change('status:tp', '')?.outcome).toBe('unchanged')
    expect(change('retake:tp', '')?.outcome).toBe('unchanged')
  })

  it('says what each cell changes, and only that', () => {
    expect(plan(['student_id', 'mark:tp', 'status:qcm', 'retake:qcm'], ['ana', '14,5', 'ABJ', '11'])[0]).toEqual({
      ...{ line: 2, studentId: 'ana', outcome: 'changed' },
      changes: [
        { kind: 'status', component: 'qcm', before: 'present', after: 'abj' },
        { kind: 'retake', component: 'qcm', before: null, after: 1100 },
        { kind: 'mark', component: 'tp', before: '12', after: 1450 },
      ],
    })
    expect(change('mark:bonus', '-0,5')).toMatchObject({ changes: [{ after: -50 }] })
  })

  it('takes the guard off before it compares', () => {
    expect(plan(['student_id', 'jury_points', 'jury_reason'], ['ana', '0,5', "'=Retard"])[0]).toMatchObject({
      changes: [{ kind: 'jury', before: null, after: { points: 50, reason: '=Retard' } }],
    })
  })

  it('gives and takes back points of the jury', () => {
    const jury = (points: string, reason: string, empty: 'keep' | 'clear' = 'clear') =>
      planWith({ empty }, ['student_id', 'jury_points', 'jury_reason'], ['bob', points, reason])[0]
    expect(jury('0,5', 'Assiduité')?.outcome).toBe('unchanged')
    expect(jury('', 'Assiduité')).toMatchObject({ changes: [{ kind: 'jury', after: null }] })
    expect(jury('1', 'Assiduité')).toMatchObject({ changes: [{ after: { points: 100, reason: 'Assiduité' } }] })
    expect(jury('1', '')).toMatchObject({ outcome: 'refused', reason: 'reason_missing' })
    expect(jury('1', '', 'keep')).toMatchObject({ changes: [{ after: { points: 100, reason: 'Assiduité' } }] })
    expect(jury('', 'Retard', 'keep')).toMatchObject({ changes: [{ after: { points: 50, reason: 'Retard' } }] })
    expect(jury('', '', 'keep')?.outcome).toBe('unchanged')
    expect(plan(['student_id', 'jury_reason'], ['ana', 'Retard'])[0]?.outcome).toBe('unchanged')
    // Without the column of reasons, the one it had is kept.
    expect(plan(['student_id', 'jury_points'], ['bob', '1'])[0]).toMatchObject({
      changes: [{ after: { points: 100, reason: 'Assiduité' } }],
    })
  })
})

describe('a line that cannot be understood is refused whole', () => {
  it.each([
    ['mark:tp', '20,5', 'out_of_range'],
    ['mark:tp', '-1', 'out_of_range'],
    ['mark:tp', '12,345', 'out_of_range'],
    ['mark:bonus', '-21', 'out_of_range'],
    ['mark:tp', 'douze', 'not_a_number'],
    ['retake:tp', 'x', 'not_a_number'],
    ['mark:qcm', '14', 'not_by_hand'],
    ['status:tp', 'malade', 'unknown_status'],
    ['jury_points', '21', 'out_of_range'],
    ['jury_points', '1', 'reason_missing'],
  ])('%s %s: %s', (field, said, reason) => {
    expect(change(field, said)).toMatchObject({ outcome: 'refused', reason, said })
  })

  it('with the cell that is wrong, even when another is right', () => {
    expect(plan(['student_id', 'status:qcm', 'mark:tp'], ['ana', 'ABJ', 'douze'])[0]).toEqual({
      ...{ line: 2, studentId: 'ana', outcome: 'refused' },
      ...{ reason: 'not_a_number', field: 'mark:tp', said: 'douze' },
    })
  })

  it('when nobody has its identifier, or it comes twice', () => {
    expect(plan(['student_id', 'family_name'], ['zoe', 'Inconnue'], ['ana', 'x'], ['ana', 'x'])).toMatchObject([
      { outcome: 'refused', reason: 'unknown_student', said: 'Inconnue' },
      { outcome: 'unchanged', studentId: 'ana' },
      { outcome: 'refused', reason: 'duplicate', studentId: 'ana' },
    ])
  })
})

describe('an empty cell', () => {
  const away = student('eve', {
    entries: [{ component: 'tp', status: 'abi', mark: '8', retake: '9' }],
    jury: { points: 50, reason: 'Assiduité' },
  })
  const fields = ['student_id', 'mark:tp', 'status:tp', 'retake:tp', 'jury_points', 'jury_reason']
  const read = (empty: 'keep' | 'clear') =>
    planSheet({
      file: { fields, records: [{ line: 2, cells: ['eve', '', '', '', '', ''] }] },
      sheet: { lines: [away], parts },
      ...{ statusOf, empty },
    })[0]

  it('changes nothing: no mark erased, nobody absent made present', () => {
    expect(read('keep')).toEqual({ line: 2, studentId: 'eve', outcome: 'unchanged' })
  })

  it('empties when the trainer says so', () => {
    expect(read('clear')).toMatchObject({
      changes: [
        { kind: 'mark', before: '8', after: null },
        { kind: 'status', before: 'abi', after: 'present' },
        { kind: 'retake', before: '9', after: null },
        { kind: 'jury', after: null },
      ],
    })
  })
})

describe('identifiers that contradict each other', () => {
  const fields = ['student_id', 'number', 'email', 'family_name', 'given_name', 'mark:tp']
  const said = (...cells: string[]) => {
    const [line] = plan(fields, [...cells, '3'])
    return line?.outcome === 'refused' ? [line.reason, ...(line.people ?? [])] : line?.studentId
  }

  it.each([
    ['the identifier of one, the number of the other', ['ana', '00bob', '', '', ''], ['ana', 'bob']],
    ['the identifier of one, the e-mail of the other', ['ana', '', 'Bob@exemple.fr', '', ''], ['ana', 'bob']],
    ['the identifier of one, the names of the other', ['ana', '', '', 'DIALLO', 'Bob'], ['ana', 'bob']],
    ['the identifier of one, the family name of the other', ['ana', '', '', 'Diallo', ''], ['ana', 'bob']],
    ['the number of one, the e-mail of the other', ['', '00ana', 'bob@exemple.fr', '', ''], ['ana', 'bob']],
    ['the number of one, the names of the other', ['', '00bob', '', 'Lefevre', 'Ana'], ['bob', 'ana']],
    ['the e-mail of one, the names of the other', ['', '', 'ana@exemple.fr', 'Diallo', 'Bob'], ['ana', 'bob']],
    ['the number of one, the names of nobody', ['', '00ana', '', 'Martin', 'Zoé'], ['ana']],
  ])('%s: refused', (_, cells, people) => {
    expect(said(...cells)).toEqual(['contradiction', ...people])
  })

  it.each([
    ['a number that a spreadsheet changed, beside the identifier', ['ana', '12', '', '', ''], 'ana'],
    ['a corrected spelling, beside the identifier', ['ana', '', '', 'Lefevre-Martin', 'Anna'], 'ana'],
    ['a married name, beside the number', ['', '00ana', '', 'Martin', 'Ana'], 'ana'],
    ['names alone, of one person', ['', '', '', 'lefevre', 'ANA'], 'ana'],
  ])('%s: accepted', (_, cells, who) => {
    expect(said(...cells)).toBe(who)
  })
})

describe('without the identifier', () => {
  it('a number, then an address without case, name a student; two students never', () => {
    const who = (field: string, said: string) => plan([field, 'mark:tp'], [said, '12'])[0]?.studentId
    expect(who('number', '00ana')).toBe('ana')
    expect(who('email', 'BOB@Exemple.fr')).toBe('bob')
    expect(who('email', 'personne@exemple.fr')).toBeNull()
    const twins = [student('ana'), student('eve', { number: '00ana' })]
    const [line] = planSheet({
      file: { fields: ['number'], records: [{ line: 2, cells: ['00ana'] }] },
      sheet: { lines: twins, parts },
      statusOf,
    })
    expect(line).toMatchObject({ outcome: 'refused', reason: 'ambiguous', people: ['ana', 'eve'] })
  })

  it('a component the student has no line for is left alone', () => {
    const [line] = planSheet({
      file: {
        fields: ['student_id', 'mark:tp'],
        records: [
          { line: 2, cells: ['ana', '3'] },
          { line: 3, cells: [] },
        ],
      },
      sheet: { lines: [student('ana', { entries: [] })], parts },
      statusOf,
    })
    expect(line?.outcome).toBe('unchanged')
  })
})

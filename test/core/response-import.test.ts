import { describe, expect, it } from 'vitest'
import { readImportedExam } from '#core/grading/response-import.ts'

const records = (text: string) => text.split('\n').map((line, index) => ({ line: index + 1, cells: line.split(';') }))
const key = (text: string) => records(text).map(({ cells }) => cells)
const read = (text: string, answers: string | null = null) =>
  readImportedExam(records(text), answers === null ? null : key(answers))

it('tells who answered from what they answered', () => {
  const exam = read('numéro;Nom;Prénom;Q1;Q2\n0012;Martin;Zoé;A;BC\n0013;Petit;Noé;b;', 'Q1;Q2\nA;BC')
  expect(exam).toMatchObject({
    rows: [
      { line: 2, number: '0012', familyName: 'Martin', givenName: 'Zoé' },
      { line: 3, number: '0013', familyName: 'Petit', givenName: 'Noé' },
    ],
    table: {
      items: [
        { name: 'Q1', type: 'single' },
        { name: 'Q2', type: 'multiple' },
      ],
      students: [{ answers: [['A'], ['B', 'C']] }, { answers: [['B'], null] }],
    },
  })
})

it('takes a first column of any title for an identifier, number or e-mail, that also stands for the name', () => {
  expect(read('copie;Q1\n17;A\nzoe@exemple.fr;B', 'A')).toMatchObject({
    rows: [
      { number: '17', familyName: '17' },
      { email: 'zoe@exemple.fr', familyName: 'zoe@exemple.fr' },
    ],
  })
})

it('reads 0 and 1 without a key', () => {
  const exam = read('id;Q1\n1;1\n2;0\n3;')
  expect(exam).toMatchObject({
    table: {
      items: [
        {
          choices: [
            { id: '0', correct: false },
            { id: '1', correct: true },
          ],
        },
      ],
      students: [{ answers: [['1']] }, { answers: [['0']] }, { answers: [null] }],
    },
  })
})

it('does not mind homonyms: the class list tells them apart', () => {
  expect(read('numéro;nom;Q1\n1;Martin;A\n2;Martin;A', 'A')).toMatchObject({ warnings: [] })
})

describe('says what must be mended, all of it, at the lines of the file', () => {
  const faultsOf = (text: string, answers: string | null = null) => {
    const exam = read(text, answers)
    return 'faults' in exam ? exam.faults : null
  }

  it.each<[string, string, string | null, object[]]>([
    ['no student', 'id;Q1', 'A', [{ code: 'no_student' }]],
    ['no question', 'numéro;nom\n1;Martin', null, [{ code: 'no_item' }]],
    ['nothing at all', '', null, [{ code: 'no_item' }]],
    ['a question twice', 'id;Q1;Q1\n1;A;B', 'A;B', [{ code: 'item_twice', item: 'Q1' }]],
    [
      'rows of another length',
      'numéro;nom;Q1;Q2\n1;Martin;A\n2;Petit;A;B\n3;Noir;A;B;C',
      'A;B',
      [
        { code: 'ragged_row', line: 2, cells: 3, expected: 4 },
        { code: 'ragged_row', line: 4, cells: 5, expected: 4 },
      ],
    ],
    [
      'cells that are not answers, each with its column',
      'id;Q1;Q2\n1;A;?\n2;é;B',
      'A;B',
      [
        { code: 'cell_unreadable', line: 3, item: 'Q1', cell: 'é' },
        { code: 'cell_unreadable', line: 2, item: 'Q2', cell: '?' },
      ],
    ],
    ['letters without a key', 'id;Q1\n1;A', null, [{ code: 'key_missing', item: 'Q1' }]],
    ['a key for another exam', 'id;Q1;Q2\n1;A;B', 'X1;X2;X3;X4\nA;B;C;D', [{ code: 'key_unreadable' }]],
    ['a key that is not a letter', 'id;Q1\n1;A', 'Q1\n?', [{ code: 'key_cell_unreadable', item: 'Q1', cell: '?' }]],
    ['marks instead of answers', 'id;Q1\n1;0,5', null, [{ code: 'marks_not_answers', item: 'Q1' }]],
  ])('%s', (_, text, answers, faults) => {
    expect(faultsOf(text, answers)).toEqual(faults)
  })

  it('at the line a person counts, empty lines included', () => {
    const spaced = [
      { line: 1, cells: ['id', 'Q1'] },
      { line: 4, cells: ['1', 'A'] },
      { line: 7, cells: ['2', '?'] },
    ]
    expect(readImportedExam(spaced, [['A']])).toEqual({
      faults: [{ code: 'cell_unreadable', line: 7, item: 'Q1', cell: '?' }],
    })
  })
})

it('warns of a key that nobody chose: does the choice exist?', () => {
  expect(read('id;Q1\n1;A\n2;B', 'E')).toMatchObject({
    warnings: [{ code: 'key_chosen_by_nobody', item: 'Q1', choice: 'E' }],
  })
})

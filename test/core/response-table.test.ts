import { describe, expect, it } from 'vitest'
import { readResponseTable, UnreadableTable } from '#core/grading/response-table.ts'
import { examStatistics } from '#core/statistics/statistics.ts'
import { tableData } from '#core/statistics/table-data.ts'

const cells = (text: string) => text.split('\n').map((line) => line.split(','))
const responses = cells('id,q1,q2,q3\nana,B,AC,1\nbob,C,A,0\ncleo,b,,1\ndan,,c|a,0.5')
const marksOf = (key: string) =>
  tableData(readResponseTable(responses, cells(key)).table).responses.map((row) => row.map((one) => one?.mark))
const fault = (of: string, key: string | null) => {
  try {
    readResponseTable(cells(of), key === null ? null : cells(key))
  } catch (error) {
    return error instanceof UnreadableTable ? error.fault : error
  }
  return null
}

describe('reads a key however it is written', () => {
  it.each([
    ['one line per item, with titles', 'item,key\nq1,B\nq2,AC\nq3,'],
    ['one line per item, in another order', 'q3,\nq2,A|C\nq1,b'],
    ['the same titles', 'id,q1,q2,q3\nkey,B,AC,'],
    ['one row in the order of the items', 'B,A+C,'],
    ['one answer per line', 'B\nAC\n1'],
  ])('%s', (_, key) => {
    expect(marksOf(key)).toEqual([
      [1, 1, 1],
      [0, 0, 0],
      [1, 0, 1],
      [0, 1, 0.5],
    ])
  })
})

it('says what cannot be read, and where', () => {
  expect(fault('id,q1', null)).toEqual({ code: 'no_student' })
  expect(fault('id\nana', null)).toEqual({ code: 'no_item' })
  expect(fault('id,q1,q1\nana,A,B', null)).toEqual({ code: 'item_twice', item: 'q1' })
  expect(fault('id,q1\nana,A\nbob', 'A')).toEqual({ code: 'ragged_row', line: 3, cells: 1, expected: 2 })
  expect(fault('id,q1\nana,A', null)).toEqual({ code: 'key_missing', item: 'q1' })
  expect(fault('id,q1,q2\nana,A,B', 'q1,A')).toEqual({ code: 'key_missing', item: 'q2' })
  expect(fault('id,q1\nana,A\nbob,?!', 'A')).toEqual({ code: 'cell_unreadable', line: 3, item: 'q1', cell: '?!' })
  expect(fault('id,q1\nana,A', '##')).toEqual({ code: 'key_cell_unreadable', item: 'q1', cell: '##' })
  expect(fault('id,q1,q2\nana,A,B', 'A\nB\nC\nD')).toEqual({ code: 'key_unreadable' })
})

it('warns of a key nobody chose, which may not exist, and of a student who is there twice', () => {
  const { warnings } = readResponseTable(cells('id,q1\nana,A\nana,B'), cells('q1,Z'))
  expect(warnings).toEqual([
    { code: 'student_twice', student: 'ana' },
    { code: 'key_chosen_by_nobody', item: 'q1', choice: 'Z' },
  ])
})

it('knows a choice between two that were chosen', () => {
  const { table } = readResponseTable(cells('id,q1\nana,A\nbob,D'), cells('q1,A'))
  expect(table.items[0]?.choices.map(({ id }) => id)).toEqual(['A', 'B', 'C', 'D'])
})

it('gives no figure and no fault for one student, for all blanks, for an item without variance', () => {
  const one = examStatistics(tableData(readResponseTable(cells('id,q1,q2\nana,A,B'), cells('A,B')).table))
  expect(one.alpha).toEqual({ value: null, reason: 'one_student' })
  const blanks = examStatistics(tableData(readResponseTable(cells('id,q1,q2\nana,,\nbob,,'), cells('A,B')).table))
  expect(blanks.mean.value).toBe(0)
  expect(blanks.items[0]).toMatchObject({ blanks: 2, facility: { value: 0 }, itemRest: { reason: 'no_variance' } })
})

import { describe, expect, it } from 'vitest'
import { sheetDifferences } from '#core/assessment/sheet-difference.ts'

const entry = (component: string, mark: string | null, status: 'present' | 'abi' = 'present') => ({
  ...{ component, status, mark },
  retake: null,
})
const line = (studentId: string, grade: number, entries = [entry('qcm', '12')]) => ({
  ...{ studentId, entries },
  result: { status: 'graded' as const, grade, decision: grade >= 1000 ? ('validated' as const) : ('resit' as const) },
})

describe('what changed since a sheet was finalised', () => {
  it('is nothing when nothing did, in whatever order', () => {
    expect(sheetDifferences([line('a', 1200), line('b', 900)], [line('b', 900), line('a', 1200)])).toEqual([])
  })

  it('names the components that moved, and only those', () => {
    const was = line('a', 1200, [entry('qcm', '12'), entry('tp', '8')])
    const is = line('a', 1300, [entry('qcm', '14'), entry('tp', '8')])
    expect(sheetDifferences([was], [is])).toEqual([
      {
        studentId: 'a',
        sealed: { status: 'graded', grade: 1200, decision: 'validated', entries: [entry('qcm', '12')] },
        now: { status: 'graded', grade: 1300, decision: 'validated', entries: [entry('qcm', '14')] },
      },
    ])
  })

  it('counts a mark that moved under the same rounded grade', () => {
    const found = sheetDifferences([line('a', 1200)], [line('a', 1200, [entry('qcm', '12.01')])])
    expect(found).toHaveLength(1)
  })

  it('counts a status, a result that is blocked, a grade that moved alone', () => {
    const blocked = { ...line('a', 0, [entry('qcm', '12', 'abi')]), result: { status: 'blocked' as const } }
    expect(sheetDifferences([line('a', 1200)], [blocked])[0]?.now).toEqual({
      status: 'blocked',
      grade: null,
      decision: 'defaulted',
      entries: [entry('qcm', '12', 'abi')],
    })
    expect(sheetDifferences([line('a', 1200)], [line('a', 1250)])[0]?.now?.entries).toEqual([])
    const missing = { ...line('a', 0), result: { status: 'missing' as const } }
    expect(sheetDifferences([line('a', 800)], [missing])[0]).toMatchObject({
      sealed: { decision: 'resit' },
      now: { decision: null },
    })
    expect(sheetDifferences([{ ...missing, result: { status: 'blocked' as const } }], [missing])).toHaveLength(1)
  })

  it('says who came and who left, and a component that is only on one side', () => {
    expect(sheetDifferences([line('a', 1200)], [line('b', 900)])).toMatchObject([
      { studentId: 'a', now: null, sealed: { entries: [{ component: 'qcm' }] } },
      { studentId: 'b', sealed: null, now: { entries: [{ component: 'qcm' }] } },
    ])
    const more = line('a', 1200, [entry('qcm', '12'), entry('tp', null)])
    expect(sheetDifferences([line('a', 1200)], [more])[0]?.now?.entries).toEqual([entry('tp', null)])
  })
})

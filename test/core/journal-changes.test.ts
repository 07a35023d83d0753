import { describe, expect, it } from 'vitest'
import { journalChanges } from '#core/exports/journal-changes.ts'

describe('what changed, of a line of the journal', () => {
  it('is each field that differs, by its own name', () => {
    const before = { title: 'Partiel', limits: { minutes: 40, grace: 5 }, extraTime: { kind: 'none' } }
    const after = {
      title: 'Examen final',
      limits: { minutes: 40, grace: 10 },
      extraTime: { kind: 'ratio', numerator: 4, denominator: 3 },
    }
    expect(journalChanges(before, after)).toEqual([
      { field: 'title', before: 'Partiel', after: 'Examen final' },
      { field: 'grace', before: 5, after: 10 },
      { field: 'extraTime', before: '–', after: '4/3' },
    ])
  })
  it('is everything said when there is one side only', () => {
    expect(journalChanges(undefined, { added: 2, released: true, note: '' })).toEqual([
      { field: 'added', before: null, after: 2 },
      { field: 'released', before: null, after: true },
    ])
    expect(journalChanges('open', null)).toEqual([{ field: 'value', before: 'open', after: null }])
  })
  it('counts what is long, cuts what is long to read, and is itself bounded', () => {
    const [names, rows] = journalChanges(null, { names: ['Ana', 'Zoé'], rows: [{ a: 1 }, { a: 2 }] })
    expect([names?.after, rows?.after]).toEqual(['Ana, Zoé', 2])
    expect(journalChanges(null, { text: 'x'.repeat(300) })[0]?.after).toHaveLength(201)
    const many = Object.fromEntries(Array.from({ length: 60 }, (_, index) => [`f${index}`, index]))
    expect(journalChanges(null, many)).toHaveLength(24)
  })
})

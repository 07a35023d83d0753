import { describe, expect, it } from 'vitest'
import { type CourseSaid, compareWithFile, settledFile } from '#core/courses/course-file.ts'

const base: CourseSaid = { title: 'Réseaux', summary: '', language: 'fr', sessions: [{ id: 'un', title: 'Un' }] }
const stored: CourseSaid = { ...base, timeZone: 'Europe/Paris', year: '2026' }
const outcome = (file: Partial<CourseSaid>, site: Partial<CourseSaid> = {}, read: CourseSaid | null = base) =>
  compareWithFile({ file: { ...base, ...file }, base: read, stored: { ...stored, ...site } })

describe('a course and its file', () => {
  it('agree, whatever empty lists are written out', () => {
    expect(outcome({ sessions: [{ id: 'un', title: 'Un', labs: [], sections: [] }] })).toEqual({ take: [], decide: [] })
  })

  it('the file is followed where it alone changed, the course kept where it alone did', () => {
    expect(outcome({ title: 'Systèmes', language: 'en' }, { summary: 'À moi' })).toEqual({
      take: ['title', 'language'],
      decide: [],
    })
  })

  it('wait for a decision where both changed, unless they came to the same', () => {
    const sessions = [{ id: 'deux', title: 'Deux' }]
    const mine = { title: 'Le mien', sessions: [{ id: 'trois', title: 'Trois' }] }
    expect(outcome({ title: 'Le sien', sessions }, mine)).toEqual({ take: [], decide: ['title', 'sessions'] })
    expect(outcome({ title: 'Le même' }, { title: 'Le même' })).toEqual({ take: [], decide: [] })
  })

  it('a zone or a year the file leaves out is not its to decide', () => {
    expect(outcome({}, { timeZone: 'America/Martinique', year: '2027' })).toEqual({ take: [], decide: [] })
    expect(outcome({ year: '2028' })).toEqual({ take: [], decide: ['year'] })
  })

  it('an outline emptied in the file is never followed without being asked', () => {
    expect(outcome({ sessions: [] })).toEqual({ take: [], decide: ['sessions'] })
    expect(outcome({ sessions: [] }, {}, { ...base, sessions: [] })).toEqual({ take: [], decide: [] })
  })

  it('read for the first time, only the outline and the language follow it', () => {
    expect(outcome({ title: 'Autre', language: 'en', sessions: [{ id: 'x', title: 'X' }] }, {}, null)).toEqual({
      take: ['language', 'sessions'],
      decide: [],
    })
  })

  it('what waits is remembered as it was, so that the next reading finds it again', () => {
    const file = { ...base, title: 'Le sien', summary: 'Nouveau' }
    const settled = settledFile({ file, base }, ['title'])
    expect(settled).toEqual({ ...base, summary: 'Nouveau' })
    expect(
      compareWithFile({ file, base: settled, stored: { ...stored, title: 'Le mien', summary: 'Nouveau' } }),
    ).toEqual({
      take: [],
      decide: ['title'],
    })
  })
})

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { noSection, type Outline, outlineLines, sectionsOf, soundOutline, wholeOutline } from '#core/courses/outline.ts'
import {
  decideOutlineChange,
  decideOutlineUndo,
  followed,
  type OutlineChange,
  type OutlineCommand,
  sectionAfter,
} from '#core/courses/outline-change.ts'

const section = (id: string, title = id, headings: string[] = [], objectives: string[] = []) => ({
  id,
  title,
  headings,
  objectives,
})
const session = (id: string, ...sections: ReturnType<typeof section>[]) => ({ id, title: id, labs: [], sections })
const plan: Outline = {
  sessions: [
    session(
      'un',
      section('images', 'Images', ['Les images', 'Les couches'], ['Décrire une image']),
      section('reseaux', 'Réseaux'),
    ),
    session('deux', section('helm', 'Helm', ['Helm'])),
  ],
}
const done = (outline: Outline, command: OutlineCommand): OutlineChange => {
  const change = decideOutlineChange(outline, command)
  if ('fault' in change) throw new Error(JSON.stringify(change.fault))
  return change
}
const fault = (outline: Outline, command: OutlineCommand) => {
  const change = decideOutlineChange(outline, command)
  return 'fault' in change ? change.fault : null
}
const ids = ({ outline }: Pick<OutlineChange, 'outline'>) =>
  outline.sessions.map((one) => [one.id, ...one.sections.map(({ id }) => id)])

describe('a session', () => {
  it('is added where asked, with an id of its own; never under a title that reads the same', () => {
    expect(ids(done(plan, { kind: 'add_session', title: 'Trois !', date: '2026-09-14', at: 1 }))).toEqual([
      ['un', 'images', 'reseaux'],
      ['trois'],
      ['deux', 'helm'],
    ])
    expect(fault(plan, { kind: 'add_session', title: ' UN ' })).toEqual({ code: 'same_title', title: ' UN ' })
    expect(ids(done(plan, { kind: 'add_session', title: '日本' }))[2]).toEqual(['seance'])
  })

  it('is changed and moved, and keeps its sections', () => {
    const edited = done(plan, {
      kind: 'edit_session',
      session: 'un',
      title: 'Docker',
      labs: ['TP'],
      date: '2026-10-01',
    })
    expect(edited.outline.sessions[0]).toMatchObject({ id: 'un', title: 'Docker', labs: ['TP'], date: '2026-10-01' })
    expect(ids(done(plan, { kind: 'move_session', session: 'un', to: 9 }))).toEqual([
      ['deux', 'helm'],
      ['un', 'images', 'reseaux'],
    ])
  })

  it('is deleted: its sections go elsewhere, or their questions do', () => {
    const moved = done(plan, { kind: 'delete_session', session: 'un', sectionsTo: 'deux' })
    expect([ids(moved), moved.moves]).toEqual([[['deux', 'helm', 'images', 'reseaux']], []])
    const gone = done(plan, { kind: 'delete_session', session: 'un', questionsTo: 'helm' })
    expect(gone.moves).toEqual([
      { from: 'images', to: 'helm' },
      { from: 'reseaux', to: 'helm' },
    ])
    expect(gone.replaced).toEqual({ images: 'helm', reseaux: 'helm' })
    // Not to a section that goes with it.
    expect(fault(plan, { kind: 'delete_session', session: 'un', questionsTo: 'images' })).toEqual({
      code: 'unknown',
      id: 'images',
    })
  })
})

describe('a section', () => {
  it('has an id that no other has, not even the reserved one', () => {
    const twice = done(plan, { kind: 'add_section', session: 'deux', title: 'Images' })
    expect(ids(twice)[1]).toEqual(['deux', 'helm', 'images-2'])
    expect(fault(plan, { kind: 'add_section', session: 'un', title: 'IMAGES' })).toMatchObject({ code: 'same_title' })
    expect(ids(done(plan, { kind: 'add_section', session: 'un', title: 'Sans section', at: 0 }))[0]).toEqual([
      'un',
      'sans-section-2',
      'images',
      'reseaux',
    ])
  })

  it('is renamed under the same id, and moved to another session unless its title is taken there', () => {
    const renamed = { kind: 'edit_section', section: 'images', title: 'Helm', headings: [], objectives: [] } as const
    const change = done(plan, renamed)
    expect(sectionsOf(change.outline)[0]).toEqual(section('images', 'Helm'))
    const move = { kind: 'move_section', section: 'images', session: 'deux', to: 0 } as const
    expect(ids(done(plan, move))).toEqual([
      ['un', 'reseaux'],
      ['deux', 'images', 'helm'],
    ])
    expect(fault(change.outline, move)).toEqual({ code: 'same_title', title: 'Helm' })
    expect(ids(done(plan, { kind: 'move_section', section: 'images', session: 'un', to: 1 }))[0]).toEqual([
      'un',
      'reseaux',
      'images',
    ])
  })

  it('is merged with what it covers, its questions and the plans that name it', () => {
    const { outline, moves, replaced } = done(plan, { kind: 'merge_sections', section: 'images', into: 'helm' })
    expect(outline.sessions[1]?.sections[0]).toEqual(
      section('helm', 'Helm', ['Helm', 'Les images', 'Les couches'], ['Décrire une image']),
    )
    expect(moves).toEqual([{ from: 'images', to: 'helm' }])
    expect(followed([{ section: 'images', count: 2 }, { count: 1 }], replaced)).toEqual([
      { section: 'helm', count: 2 },
      { count: 1 },
    ])
    expect(fault(plan, { kind: 'merge_sections', section: 'images', into: 'images' })).toMatchObject({
      code: 'unknown',
    })
  })

  it('is split: the headings and the questions chosen go to the new one, which follows it', () => {
    const { outline, moves } = done(plan, {
      kind: 'split_section',
      section: 'images',
      title: 'Couches',
      headings: ['Les couches', 'Pas les siens'],
      objectives: [],
      questions: ['q1'],
    })
    expect(outline.sessions[0]?.sections.slice(0, 2)).toEqual([
      section('images', 'Images', ['Les images'], ['Décrire une image']),
      section('couches', 'Couches', ['Les couches']),
    ])
    expect(sectionAfter({ outline, moves }, { key: 'q1', section: 'images' })).toBe('couches')
    expect(sectionAfter({ outline, moves }, { key: 'q2', section: 'images' })).toBe('images')
  })

  it('is deleted: its questions go where said, or wait, and then no plan follows them', () => {
    const waiting = done(plan, { kind: 'delete_section', section: 'helm', questionsTo: noSection })
    expect([waiting.moves, waiting.replaced]).toEqual([[{ from: 'helm', to: noSection }], {}])
    expect(fault(plan, { kind: 'delete_section', section: 'helm', questionsTo: 'nulle-part' })).toMatchObject({
      code: 'unknown',
    })
  })
})

describe('a proposed outline', () => {
  const proposed = {
    kind: 'add_outline',
    sessions: [
      { title: 'UN', labs: ['TP 1'], sections: [{ title: 'images', headings: ['Dockerfile'] }, { title: 'Volumes' }] },
      { title: 'Trois', date: '2026-11-02', sections: [{ id: 'helm', title: 'Helm 3', objectives: ['Installer'] }] },
    ],
  } as const

  it('completes what is there, and adds the rest', () => {
    const { outline, moves } = done(plan, proposed)
    expect(ids({ outline })).toEqual([['un', 'images', 'reseaux', 'volumes'], ['deux', 'helm'], ['trois']])
    expect(outline.sessions[0]?.labs).toEqual(['TP 1'])
    expect(sectionsOf(outline)[0]?.headings).toEqual(['Les images', 'Les couches', 'Dockerfile'])
    // Known by its id, wherever it is.
    expect(outline.sessions[1]?.sections[0]).toEqual(section('helm', 'Helm', ['Helm'], ['Installer']))
    expect(moves).toEqual([])
  })

  it('changes nothing the second time', () => {
    const { outline } = done(plan, proposed)
    expect(done(outline, proposed).outline).toEqual(outline)
  })

  it('is refused when the outline would be too large', () => {
    const sections = Array.from({ length: 61 }, (_, index) => ({ title: `Partie ${index}` }))
    expect(fault(plan, { kind: 'add_outline', sessions: [{ title: 'Un', sections }] })).toEqual({
      code: 'too_many',
      what: 'sections',
    })
  })
})

it('another outline in its place: the questions of sections it lacks wait', () => {
  const { moves } = done(plan, { kind: 'replace', sessions: [session('deux', section('images'))] })
  expect(moves).toEqual([
    { from: 'reseaux', to: noSection },
    { from: 'helm', to: noSection },
  ])
})

describe('the outline of a file', () => {
  it('has each id once: the first is kept, the other reported with its place', () => {
    const twice = {
      sessions: [
        session('un', section('a'), section('a', 'Autre'), section(noSection), section('b', 'A')),
        session('un', section('c')),
        session('trois', section('b', 'B')),
      ],
    }
    const { outline, faults } = soundOutline(twice)
    expect(ids({ outline })).toEqual([['un', 'a', 'b'], ['trois']])
    expect(faults).toEqual([
      { code: 'duplicate_section', session: 0, section: 1, key: 'a' },
      { code: 'reserved_section', session: 0, section: 2, key: noSection },
      { code: 'same_title', session: 0, section: 3, key: 'A' },
      { code: 'duplicate_session', session: 1, section: null, key: 'un' },
      { code: 'duplicate_section', session: 2, section: 0, key: 'b' },
    ])
    expect(soundOutline(outline)).toMatchObject({ outline, faults: [{ code: 'same_title' }] })
  })

  it('is the same with its empty lists written out, and reads line by line', () => {
    const stored = { sessions: [{ id: 'un', title: 'Un', date: '2026-09-14', sections: [{ id: 'a', title: 'A' }] }] }
    expect(wholeOutline(stored).sessions[0]).toEqual({
      ...session('un', section('a', 'A')),
      title: 'Un',
      date: '2026-09-14',
    })
    expect(outlineLines(wholeOutline(stored))).toEqual(['Un (2026-09-14)', '    A'])
  })
})

describe('any sequence of commands', () => {
  const titles = fc.constantFrom('Images', 'Réseaux', 'Sans section', 'Volumes', '日本', 'Un')
  const at = fc.nat({ max: 4 })
  const words = fc.uniqueArray(fc.constantFrom('Les images', 'Les couches', 'Helm'), { maxLength: 3 })
  const keys = fc.uniqueArray(
    fc.nat({ max: 29 }).map((rank) => `q${rank}`),
    { maxLength: 10 },
  )
  /** Names a session or a section by its rank, because which exist depends on the commands before. */
  const commandFor =
    (draw: {
      session: number
      section: number
      other: number
      title: string
      at: number
      words: string[]
      keys: string[]
      kind: number
      isWaiting: boolean
    }) =>
    (outline: Outline): OutlineCommand => {
      const sections = sectionsOf(outline)
      const nth = <T>(list: readonly T[], rank: number) => list[rank % Math.max(1, list.length)]
      const one = nth(outline.sessions, draw.session)?.id ?? 'aucune'
      const another = nth(outline.sessions, draw.other)?.id ?? 'aucune'
      const part = nth(sections, draw.section)?.id ?? 'aucune'
      const target = draw.isWaiting ? noSection : (nth(sections, draw.other)?.id ?? 'aucune')
      const { title, at: to, words: headings } = draw
      const commands: OutlineCommand[] = [
        { kind: 'add_session', title, at: to },
        { kind: 'edit_session', session: one, title, labs: headings },
        { kind: 'move_session', session: one, to },
        { kind: 'delete_session', session: one, questionsTo: target },
        { kind: 'delete_session', session: one, sectionsTo: another },
        { kind: 'add_section', session: one, title, headings, at: to },
        { kind: 'edit_section', section: part, title, headings, objectives: [] },
        { kind: 'move_section', section: part, session: one, to },
        { kind: 'merge_sections', section: part, into: target },
        { kind: 'split_section', section: part, title, headings, objectives: [], questions: draw.keys },
        { kind: 'delete_section', section: part, questionsTo: target },
        { kind: 'add_outline', sessions: [{ title, sections: [{ id: part, title, headings }, { title }] }] },
        { kind: 'replace', sessions: outline.sessions.slice(1) },
      ]
      return nth(commands, draw.kind) as OutlineCommand
    }
  const draws = fc.array(
    fc.record({
      session: at,
      section: at,
      other: at,
      title: titles,
      at,
      words,
      keys,
      kind: fc.nat({ max: 12 }),
      isWaiting: fc.boolean(),
    }),
    { maxLength: 12 },
  )
  const questions = Array.from({ length: 30 }, (_, rank) => ({
    id: `id${rank}`,
    key: `q${rank}`,
    section: ['images', 'reseaux', 'helm', noSection][rank % 4] as string,
  }))

  it('loses no question, keeps every id unique, and is taken back exactly', () => {
    fc.assert(
      fc.property(draws, (all) => {
        let outline = plan
        let bank = questions
        for (const draw of all) {
          const change = decideOutlineChange(outline, commandFor(draw)(outline))
          if ('fault' in change) continue
          const placed = bank.map((one) => ({ ...one, section: sectionAfter(change, one) }))
          const known = [noSection, ...sectionsOf(change.outline).map(({ id }) => id)]
          expect(new Set(known).size).toBe(known.length)
          expect(new Set(change.outline.sessions.map(({ id }) => id)).size).toBe(change.outline.sessions.length)
          expect(placed.filter((one) => !known.includes(one.section))).toEqual([])
          expect(placed).toHaveLength(questions.length)

          const moved = placed.flatMap(({ id, section: to }, rank) => {
            const from = bank[rank]?.section ?? ''
            return from === to ? [] : [{ id, from, to }]
          })
          const undone = decideOutlineUndo({
            change: { before: outline, after: change.outline, moved },
            current: change.outline,
            questions: placed,
          })
          if ('fault' in undone) throw new Error(undone.fault.code)
          const back = new Map(undone.back.map((one) => [one.id, one.section]))
          expect(undone.outline).toEqual(outline)
          expect(placed.map((one) => ({ ...one, section: back.get(one.id) ?? one.section }))).toEqual(bank)
          outline = change.outline
          bank = placed
        }
      }),
      { numRuns: 300 },
    )
  })
})

describe('a change is not taken back', () => {
  const change = done(plan, { kind: 'merge_sections', section: 'images', into: 'helm' })
  const asked = { before: plan, after: change.outline, moved: [{ id: 'q1', from: 'images', to: 'helm' }] }

  it('when the outline changed since', () => {
    expect(decideOutlineUndo({ change: asked, current: plan, questions: [] })).toEqual({
      fault: { code: 'changed_since' },
    })
  })

  it('when a section that would go holds questions that came after', () => {
    const added = done(plan, { kind: 'add_section', session: 'un', title: 'Volumes' }).outline
    const questions = [{ id: 'q9', section: 'volumes' }]
    expect(decideOutlineUndo({ change: { before: plan, after: added, moved: [] }, current: added, questions })).toEqual(
      {
        fault: { code: 'questions_since', questions: 1 },
      },
    )
  })

  it('for a question somebody moved elsewhere since: it stays there', () => {
    const questions = [{ id: 'q1', section: 'reseaux' }]
    expect(decideOutlineUndo({ change: asked, current: change.outline, questions })).toEqual({
      outline: plan,
      back: [],
    })
  })
})

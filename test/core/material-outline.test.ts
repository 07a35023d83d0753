import { describe, expect, it } from 'vitest'
import { compareVersions } from '#core/courses/compare-versions.ts'
import { keptRoles } from '#core/courses/kept-roles.ts'
import { type OutlinedSession, outlineWith, outlineWithout, type RoledPart } from '#core/courses/material-outline.ts'
import { partsOfMarkdown, passageTexts } from '#core/questions/course-text.ts'

const part = (role: RoledPart['role'], heading: string, text = 'Du texte.'): RoledPart => ({ role, heading, text })
const outline: OutlinedSession[] = [
  {
    id: 'un',
    title: 'Première séance',
    sections: [{ id: 'images', title: 'Images', headings: ['Les images'], objectives: ['Lire une image'] }],
  },
]
const first = { kind: 'new', title: 'Mon support' } as const
const seen = (sessions: readonly OutlinedSession[]) =>
  sessions.map(({ id, sections }) => [id, sections.map((one) => [one.id, one.headings])])

describe('the outline a material makes', () => {
  it('has its sessions, its sections and the headings under them', () => {
    const parts = [
      part('section', 'Réseaux'),
      part('within', 'Ports'),
      part('session', 'Été', ''),
      part('section', 'Volumes'),
    ]
    const { sessions, added, sectionOf } = outlineWith({ sessions: [], parts, first })
    expect(seen(sessions)).toEqual([
      ['mon-support', [['reseaux', ['Réseaux', 'Ports']]]],
      ['ete', [['volumes', ['Volumes']]]],
    ])
    expect(added).toEqual({ sessions: ['mon-support', 'ete'], sections: ['reseaux', 'volumes'], headings: [] })
    expect(sectionOf).toEqual(['reseaux', 'reseaux', null, 'volumes'])
  })

  it('attaches what it knows by its heading or its title, and changes nothing of what was there', () => {
    const parts = [
      part('section', 'les  images'),
      part('within', 'Couches'),
      part('section', 'Images'),
      part('section', 'Ports'),
    ]
    const { sessions, added } = outlineWith({ sessions: outline, parts, first: { kind: 'existing', id: 'un' } })
    expect(seen(sessions)).toEqual([
      [
        'un',
        [
          ['images', ['Les images', 'Couches', 'Images']],
          ['ports', ['Ports']],
        ],
      ],
    ])
    expect(added.headings).toEqual([
      { section: 'images', heading: 'Couches' },
      { section: 'images', heading: 'Images' },
    ])
    expect(outline[0]?.sections[0]?.headings).toEqual(['Les images'])
  })

  it('leaves out what is ignored, and a session without a section', () => {
    const parts = [
      part('ignored', 'Merci'),
      part('session', 'Vide', ''),
      part('session', 'Pleine', ''),
      part('within', 'Un'),
    ]
    const { sessions, sectionOf } = outlineWith({ sessions: [], parts, first })
    expect(seen(sessions)).toEqual([['pleine', [['un', ['Un']]]]])
    expect(sectionOf).toEqual([null, null, null, 'un'])
  })

  it('gives the long text of a title slide to the first section of its session', () => {
    const long = 'mot '.repeat(30)
    const { sessions, sectionOf } = outlineWith({
      sessions: [],
      parts: [part('session', 'Deux', long), part('section', 'A')],
      first,
    })
    expect(seen(sessions)).toEqual([['deux', [['a', ['Deux', 'A']]]]])
    expect(sectionOf).toEqual(['a', 'a'])
  })

  it('never gives one id to two sections', () => {
    const { sessions } = outlineWith({ sessions: outline, parts: [part('section', 'Images !')], first })
    expect(seen(sessions)[1]).toEqual(['mon-support', [['images-2', ['Images !']]]])
  })

  it('is undone, but for the sections that are used since', () => {
    const parts = [part('section', 'Les images'), part('within', 'Couches'), part('section', 'A'), part('section', 'B')]
    const { sessions, added } = outlineWith({ sessions: outline, parts, first: { kind: 'existing', id: 'un' } })
    expect(outlineWithout(sessions, { added, used: new Set() })).toEqual(outline)
    expect(seen(outlineWithout(sessions, { added, used: new Set(['a']) }))).toEqual([
      [
        'un',
        [
          ['images', ['Les images']],
          ['a', ['A']],
        ],
      ],
    ])
  })
})

describe('a new version of a material', () => {
  const before = [
    part('session', 'Titre', ''),
    part('section', 'A', 'un'),
    part('within', 'B', 'deux'),
    part('ignored', 'Merci', 'x'),
  ]

  it('keeps the roles its headings had', () => {
    const parts = [part('session', 'A'), part('section', 'A'), part('section', 'Merci'), part('section', 'C')]
    expect(keptRoles({ parts, before })).toEqual(['section', 'section', 'ignored', 'section'])
  })

  it('says of each passage whether it changed, is new or is gone', () => {
    const after = [
      part('session', 'Autre titre', ''),
      part('section', 'a', 'un'),
      part('section', 'C', 'trois'),
      part('ignored', 'Merci', 'y'),
    ]
    expect(compareVersions(before, after)).toEqual({
      unchanged: 1,
      changes: [
        { heading: 'C', kind: 'added', difference: [{ kind: 'added', text: 'trois' }] },
        { heading: 'B', kind: 'gone', difference: [{ kind: 'removed', text: 'deux' }] },
      ],
    })
    const changed = compareVersions(before, [part('section', 'A', 'un\nplus'), part('within', 'B', 'deux')])
    expect(changed.changes).toEqual([
      {
        heading: 'A',
        kind: 'changed',
        difference: [
          { kind: 'same', text: 'un' },
          { kind: 'added', text: 'plus' },
        ],
      },
    ])
  })
})

describe('the text of a course', () => {
  it('is cut at its headings, not at the comments of its code', () => {
    const parts = partsOfMarkdown('avant\n\n# Un #\n\na\n\n```sh\n# non\n```\n## Deux\nb\n')
    expect(parts).toEqual([
      { level: 0, heading: '', text: 'avant' },
      { level: 1, heading: 'Un', text: 'a\n\n```sh\n# non\n```' },
      { level: 2, heading: 'Deux', text: 'b' },
    ])
  })

  it('has both passages of a heading used twice, and goes on under the heading above', () => {
    const texts = passageTexts([
      part('within', 'A', 'un'),
      part('within', '', 'deux'),
      part('within', 'B', 'b'),
      part('within', 'a', 'trois'),
    ])
    expect([...texts]).toEqual([
      ['a', 'un\ndeux\ntrois'],
      ['b', 'b'],
    ])
  })
})

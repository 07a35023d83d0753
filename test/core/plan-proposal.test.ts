import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { MaterialPart } from '#core/courses/material.ts'
import { isSameHeading, planOf, proposePlan, proposeRoles, sectionHeading } from '#core/courses/plan-proposal.ts'

type Written = [level: MaterialPart['level'], heading: string, text?: string]
const partsOf = (written: readonly Written[]) =>
  written.map(([level, heading, text = 'Un texte.']) => ({ level, heading, text }))
const planned = (...written: Written[]) =>
  proposePlan({ title: 'Le cours', parts: partsOf(written) }).map(({ title, sections }) => [
    title,
    ...sections.map((section) => `${section.title} (${section.parts.join()})`),
  ])

describe('a heading that goes on', () => {
  it.each([
    'Les volumes (suite)',
    'Les volumes (suite et fin)',
    'Les volumes (Suite)',
    'Les volumes – suite',
    'Les volumes, suite',
    'Les volumes : suite',
    'Les volumes… suite',
    'Les volumes (2/3)',
    'Les volumes [2/3]',
    'Les volumes – 2/3',
    'Les volumes (2 sur 3)',
    'Les volumes (2)',
    'Les volumes (cont.)',
    'Les volumes (cont’d)',
    "Les volumes (cont'd)",
    'Les volumes (continued)',
    'Les volumes (partie 2)',
    'Les volumes (part 2 of 3)',
    'Les volumes (deuxième partie)',
    'Les volumes (…)',
    '  Les   volumes (2/3) (suite) ',
  ])('« %s » is « Les volumes »', (heading) => {
    expect(sectionHeading(heading)).toBe('Les volumes')
    expect(isSameHeading(heading, 'LES VOLUMES')).toBe(true)
  })

  it.each([
    'Cours 5/6',
    'HTTP/2',
    'IPv4 et IPv6',
    'La suite',
    'Test suite',
    '(suite)',
    '(2/3)',
    'Kubernetes (2024)',
    'f(x)',
    'Fin',
    'Docker : la suite logique',
    'Le rapport 1/2',
    'Suite de Fibonacci',
    'TCP (partie serveur)',
  ])('« %s » stays as it is', (heading) => {
    expect(sectionHeading(heading)).toBe(heading)
  })

  it('is found in a time that grows with its length alone', () => {
    for (const heading of ['('.repeat(5_000), ' (2'.repeat(5_000), ' -'.repeat(5_000), '(suite)'.repeat(3_000)])
      expect(sectionHeading(heading).length).toBeLessThanOrEqual(300)
  })

  it('is stable: what was shortened is not shortened again', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('Volumes', ' ', '(suite)', '(2/3)', ' – ', 'suite', ',', 'cont.')),
        (words) => {
          const once = sectionHeading(words.join(''))
          expect(sectionHeading(once)).toBe(once)
        },
      ),
    )
  })
})

describe('a plan from the headings of a deck', () => {
  it('makes one section of several slides with one title', () => {
    expect(planned([1, 'Docker'], [2, 'Images'], [2, 'Images (suite)'], [2, 'Images (3/3)'], [2, 'Volumes'])).toEqual([
      ['Docker', 'Images (1,2,3)', 'Volumes (4)'],
    ])
  })

  it('makes one section of a title met again later in its session, and another in the next session', () => {
    expect(
      planned([1, 'Un'], [2, 'Objectifs'], [2, 'Images'], [2, 'objectifs'], [1, 'Deux'], [2, 'Objectifs']),
    ).toEqual([
      ['Un', 'Objectifs (1,3)', 'Images (2)'],
      ['Deux', 'Objectifs (5)'],
    ])
  })

  it('puts a slide without title with the one above, its own section when there is none', () => {
    expect(planned([2, 'Images'], [2, ''], [2, 'Volumes'], [2, ''])).toEqual([
      ['Le cours', 'Images (0,1)', 'Volumes (2,3)'],
    ])
    expect(planned([2, ''], [2, ''], [2, 'Volumes'])).toEqual([['Le cours', 'Le cours (0,1)', 'Volumes (2)']])
    expect(planned([2, ''], [2, ''])).toEqual([['Le cours', 'Le cours (0,1)']])
  })

  it('makes sessions of title slides that have slides below', () => {
    expect(
      planned(
        [1, 'Conteneurs', 'M2, 2026'],
        [1, 'Docker', ''],
        [2, 'Images'],
        [1, 'Kubernetes', ''],
        [2, 'Pods'],
        [2, 'Services'],
      ),
    ).toEqual([
      ['Docker', 'Images (2)'],
      ['Kubernetes', 'Pods (4)', 'Services (5)'],
    ])
  })

  it('leaves out the title slide of a deck of several sessions, and what only shows the way', () => {
    const parts = partsOf([
      [1, 'Conteneurs', 'M2'],
      [2, 'Sommaire'],
      [1, 'Docker', ''],
      [2, 'Images'],
      [2, 'Des questions ?'],
      [1, 'Kubernetes', ''],
      [2, 'Pods'],
      [2, 'Merci !'],
    ])
    expect(proposeRoles(parts)).toEqual([
      ...['ignored', 'ignored', 'session', 'section', 'ignored', 'session', 'section', 'ignored'],
    ])
  })

  it('keeps the title slide as the session when it is the only one', () => {
    expect(planned([1, 'Docker', 'M2'], [2, 'Plan'], [2, 'Images'])).toEqual([['Docker', 'Images (2)']])
  })

  it('makes sections of title slides that have nothing below', () => {
    expect(planned([1, 'Un'], [1, 'Deux'], [1, 'Trois'], [2, 'Détail'])).toEqual([
      ['Le cours', 'Un (0)', 'Deux (1)', 'Trois (2,3)'],
    ])
  })

  it('asks about the text of a title slide when it is more than a subtitle', () => {
    const long = 'Un paragraphe qui explique quelque chose '.repeat(6)
    expect(planned([1, 'Un', long], [2, 'a'], [1, 'Deux'], [2, 'b'])).toEqual([
      ['Un', 'Un (0)', 'a (1)'],
      ['Deux', 'b (3)'],
    ])
  })

  it('leaves out a heading with nothing below, and what is below a table of contents', () => {
    expect(
      planned(
        [1, 'Images'],
        [1, 'Démonstration', ''],
        [1, 'Planning', ''],
        [2, 'Semaine 1'],
        [1, 'Volumes', ''],
        [2, 'Pourquoi'],
      ),
    ).toEqual([['Le cours', 'Images (0)', 'Volumes (4,5)']])
  })

  it('makes a plan of names alone when the material has no text', () => {
    expect(planned([1, 'Un', ''], [2, 'a', ''], [2, 'b', ''], [1, 'Deux', ''], [2, 'c', ''])).toEqual([
      ['Un', 'a (1)', 'b (2)'],
      ['Deux', 'c (4)'],
    ])
  })
})

describe('a plan from the headings of a document', () => {
  it('takes the one heading above all others for the session, whatever its level', () => {
    expect(planned([1, 'Docker'], [2, 'Images'], [3, 'Couches'], [2, 'Volumes'])).toEqual([
      ['Docker', 'Images (1,2)', 'Volumes (3)'],
    ])
    expect(planned([2, 'Docker'], [4, 'Images'], [6, 'Couches'])).toEqual([['Docker', 'Images (1,2)']])
  })

  it('keeps what comes before the first heading', () => {
    expect(planned([1, '', 'Une introduction.'], [1, 'Docker'], [2, 'Images'])).toEqual([
      ['Le cours', 'Le cours (0)'],
      ['Docker', 'Images (2)'],
    ])
  })

  it('makes nothing of nothing, and one section of a text without headings', () => {
    expect(planned()).toEqual([])
    expect(planned([1, '', 'Un texte.'])).toEqual([['Le cours', 'Le cours (0)']])
  })

  it('names the headings of a section, each once', () => {
    const parts = partsOf([
      [1, 'Docker'],
      [2, 'Images'],
      [3, 'Couches'],
      [2, 'Images (suite)'],
      [3, 'couches'],
    ])
    expect(proposePlan({ title: '', parts })[0]?.sections).toEqual([
      { title: 'Images', headings: ['Images', 'Couches'], parts: [1, 2, 3, 4] },
    ])
  })
})

describe('roles that a trainer chose', () => {
  const parts = partsOf([
    [2, 'a'],
    [2, 'b'],
    [2, 'c'],
    [2, 'd'],
  ])
  it('are followed whatever the levels', () => {
    expect(planOf({ title: 'Cours', parts, roles: ['ignored', 'within', 'session', 'section'] })).toEqual([
      { title: 'Cours', sections: [{ title: 'b', headings: ['b'], parts: [1] }] },
      { title: 'c', sections: [{ title: 'd', headings: ['d'], parts: [3] }] },
    ])
  })

  it('may leave a session without a section, and parts without a role', () => {
    expect(planOf({ title: 'Cours', parts, roles: ['session', 'session'] })).toEqual([
      { title: 'a', sections: [] },
      { title: 'b', sections: [] },
    ])
  })
})

it('every part goes to one section at most, in the order of the material', () => {
  const part = fc.record({
    level: fc.constantFrom(1 as const, 2 as const, 3 as const),
    heading: fc.constantFrom('', 'Images', 'Images (suite)', 'Volumes', 'Sommaire', 'Réseaux'),
    text: fc.constantFrom('', 'Un texte.', 'mot '.repeat(40)),
  })
  fc.assert(
    fc.property(fc.array(part, { maxLength: 30 }), (parts) => {
      const roles = proposeRoles(parts)
      const plan = planOf({ title: 'Cours', parts, roles })
      const placed = plan.flatMap(({ sections }) => sections.flatMap((section) => section.parts))
      expect(new Set(placed).size).toBe(placed.length)
      for (const [rank, role] of roles.entries())
        if (role === 'section' || role === 'within') expect(placed).toContain(rank)
      for (const { sections } of plan) {
        expect(new Set(sections.map(({ title }) => title.toLowerCase())).size).toBe(sections.length)
        for (const section of sections) expect(section.parts.length).toBeGreaterThan(0)
      }
      // Whatever is asked about somewhere is not left out: only asides and title slides are.
      for (const [rank, { heading, text }] of parts.entries())
        if (roles[rank] === 'ignored' && text !== '' && heading !== 'Sommaire')
          expect(text.length < 40 || parts.slice(0, rank).some((one) => one.heading === 'Sommaire')).toBe(true)
    }),
  )
})

import { expect, it } from 'vitest'
import { draftingPrompt, draftShares, draftsOn } from '#core/courses/drafting-prompt.ts'
import { quotableSentences, quoteFinder } from '#core/questions/course-text.ts'
import { bareQuote, courseWords, noCourse, unknownQuote } from '#core/questions/lint/quote.ts'

const bare = (quote: string, heading = 'Les volumes', course = noCourse) =>
  bareQuote({ source: { heading, quote } }, course) !== null

it.each(['Les volumes', 'les  volumes !', 'TP : Docker en pratique', 'Cours 5/6', '❖ Cours 2', 'Objectifs', ''])(
  'a quote that is only « %s » proves nothing',
  (quote) => expect(bare(quote)).toBe(true),
)

it.each(['Un volume survit au conteneur', 'Partie prenante du réseau', 'Cours de lecture des journaux'])(
  '« %s » is a quote',
  (quote) => expect(bare(quote)).toBe(false),
)

it('knows the titles and the plan of the course when it has its text', () => {
  const course = courseWords([
    { heading: 'Planning', text: '- Orchestration des conteneurs\n- TP : Helm sur EKS' },
    { heading: 'Réseaux', text: 'Deux conteneurs se joignent par leur nom.' },
  ])
  expect(bare('Orchestration des conteneurs', 'Volumes', course)).toBe(true)
  expect(bare('Helm sur EKS', 'Volumes', course)).toBe(true)
  expect(bare('Réseaux', 'Volumes', course)).toBe(true)
  expect(bare('se joignent par leur nom', 'Réseaux', course)).toBe(false)
  const unknown = (quote: string) => unknownQuote({ source: { heading: 'Réseaux', quote } }, course) !== null
  expect(['deux conteneurs se  joignent', 'par leur adresse', 'Réseaux'].map(unknown)).toEqual([false, true, false])
})

it('offers the sentences of a passage, which are found in it again', () => {
  const text =
    '- Un **volume** survit. Il se sauvegarde.\n1. Voir [la doc](https://exemple.fr)\n\n```sh\ndocker ps\n```\n![x](images/y)\n| a | b |'
  expect(quotableSentences(text)).toEqual(['Un volume survit.', 'Il se sauvegarde.', 'Voir la doc'])
  const isQuoted = quoteFinder(text)
  expect([...quotableSentences(text), 'docker ps', 'un volume  SURVIT'].filter((quote) => !isQuoted(quote))).toEqual([])
  expect(isQuoted('Un volume disparaît')).toBe(false)
})

const volumes = {
  ...{ id: 'volumes', title: 'Volumes', objectives: ['Choisir un volume'] },
  passages: [{ heading: 'Les volumes', text: 'Un volume survit.' }],
}

it('gives an assistant the passages, the format, the rules, the models, and nothing else', () => {
  const prompt = draftingPrompt({
    language: 'fr',
    course: 'Conteneurs',
    sections: [volumes],
    models: ['  - id: modele\n    stem: |\n      ```sh\n      ls\n      ```\n'],
    taken: ['volumes-a'],
    count: 10,
  })
  for (const words of ['Choisir un volume', '### Les volumes', 'section: volumes', '  - id: modele', 'volumes-a.'])
    expect(prompt).toContain(words)
  // A block of code inside a model does not end the block of the models.
  expect(prompt).toContain('````yaml\n  - id: modele')
  expect(
    draftingPrompt({
      language: 'en',
      course: 'C',
      sections: [{ id: 's', title: 'S', objectives: [], passages: [] }],
      models: [],
      taken: [],
      count: 1,
    }),
  ).toContain('Answer with the YAML block alone')
})

it('asks for the questions of several sections in one answer, a document each', () => {
  const networks = {
    ...{ id: 'reseaux', title: 'Réseaux', objectives: [] },
    passages: [{ heading: 'Les réseaux', text: 'Un réseau relie.' }],
  }
  for (const language of ['fr', 'en'] as const) {
    const prompt = draftingPrompt({
      ...{ language, course: 'Conteneurs', sections: [volumes, networks], models: [], taken: [], count: 3 },
    })
    for (const words of ['Volumes', 'Choisir un volume', '#### Les volumes', 'Réseaux', '#### Les réseaux', '`---`'])
      expect(prompt).toContain(words)
    expect(prompt.indexOf('Les volumes')).toBeLessThan(prompt.indexOf('Réseaux'))
    // The example it gives is one we read.
    const example = prompt.slice(prompt.indexOf('```yaml'))
    expect(example).toContain('section: volumes')
    expect(example).toContain('---\nsection: reseaux')
  }
})

it('spreads the questions of one answer over sections, more on those that say more, one on each at least', () => {
  const saying = (...lengths: number[]) =>
    lengths.map((length) => ({ passages: [{ heading: 'a', text: 'x'.repeat(length) }] }))
  expect(draftShares(saying(10, 300, 20), 8)).toEqual([2, 3, 3])
  expect(draftShares(saying(1, 2), 1)).toEqual([1, 1])
  expect([1, 14, 45].map(draftsOn)).toEqual([20, 20, 45])
  const sections = [volumes, { ...volumes, id: 'reseaux', title: 'Réseaux' }]
  const prompt = draftingPrompt({ language: 'fr', course: 'C', sections, models: [], taken: [], count: 3 })
  expect(prompt).toContain('Rédigez 3 questions')
  expect(prompt).toContain('(`section: volumes`) : 2 questions')
  expect(prompt).toContain('(`section: reseaux`) : 1 question\n')
})

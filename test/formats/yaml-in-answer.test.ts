import { expect, it } from 'vitest'
import { importFile } from '#server/questions/formats/import-file.ts'
import { yamlInAnswer } from '#server/questions/formats/yaml-in-answer.ts'
import { smallQuestion } from '#test/setup/small-bank.ts'

const read = async (text: string) => {
  const result = await importFile({ bytes: Buffer.from(text), name: 'texte', section: 'images' })
  return {
    format: result.format,
    ids: result.usable.map(({ idnumber, category }) => [idnumber, ...category]),
    unusable: result.unusable.map(({ line, reason, kind }) => ({ line, reason, kind })),
  }
}
const [one, two] = [smallQuestion('img-a'), smallQuestion('img-b')]
const both = [
  ['img-a', 'images'],
  ['img-b', 'images'],
]

it.each([
  ['alone', `section: images\nquestions:\n${one}${two}`],
  ['in a block of code', `\`\`\`yaml\nsection: images\nquestions:\n${one}${two}\`\`\`\n`],
  [
    'in a block with words around',
    `Voici deux questions.\n\n\`\`\`yml\nsection: images\nquestions:\n${one}${two}\`\`\`\n\nBonne journée !\n`,
  ],
  [
    'with words around and no block',
    `Voici : deux questions.\n\nsection: images\nquestions:\n${one}${two}\nBonne journée !\n`,
  ],
  [
    'in two blocks',
    `Une :\n\`\`\`yaml\nsection: images\nquestions:\n${one}\`\`\`\nDeux :\n\`\`\`yaml\nsection: images\nquestions:\n${two}\`\`\`\n`,
  ],
  ['in a block that never ends', `\`\`\`yaml\nsection: images\nquestions:\n${one}${two}`],
  [
    'with a shared document',
    `Voici :\n\`\`\`yaml\nsection: images\ncontexts:\n  - id: journal\n    title: Un journal\n    text: Une ligne.\nquestions:\n${one}${two}\`\`\`\n`,
  ],
  ['without a header', `\`\`\`yaml\n${one}${two}\`\`\`\n`],
])('questions of an assistant are read %s', async (_how, text) => {
  expect(await read(text)).toEqual({ format: 'yaml', ids: both, unusable: [] })
})

it('says the line of the answer where a question is wrong', async () => {
  const wrong = two.replace('easy', 'facile')
  const text = `Voici deux questions.\n\n\`\`\`yaml\nsection: images\nquestions:\n${one}${wrong}\`\`\`\n`
  const line = text.split('\n').findIndex((said) => said.includes('facile')) + 1
  expect(await read(text)).toMatchObject({ ids: [both[0]], unusable: [{ line, kind: 'not_one_of' }] })
})

const [vol, net] = [smallQuestion('vol-a'), smallQuestion('net-a')]
const ofSections = [
  ['vol-a', 'volumes'],
  ['net-a', 'reseaux'],
]

it.each([
  ['as a file', `section: volumes\nquestions:\n${vol}---\nsection: reseaux\nquestions:\n${net}`],
  ['without a line between', `section: volumes\nquestions:\n${vol}section: reseaux\nquestions:\n${net}`],
  [
    'in one block with words around',
    `Voici.\n\n\`\`\`yaml\n---\nsection: volumes\nquestions:\n${vol}---\nsection: reseaux\nquestions:\n${net}...\n\`\`\`\nBon courage !\n`,
  ],
  [
    'in a block each',
    `## Volumes\n\`\`\`yaml\nsection: volumes\nquestions:\n${vol}\`\`\`\n## Réseaux\n\`\`\`yaml\nsection: reseaux\nquestions:\n${net}\`\`\`\n`,
  ],
  ['of which one has no list', `\`\`\`yaml\nsection: volumes\n${vol}---\nsection: reseaux\nquestions:\n${net}\`\`\`\n`],
])('questions of several sections are read %s', async (_how, text) => {
  expect(await read(text)).toEqual({ format: 'yaml', ids: ofSections, unusable: [] })
})

it('a fault in one section is told at its line, and leaves the others', async () => {
  const text = `Voici.\n\n\`\`\`yaml\nsection: volumes\nquestions:\n${vol}---\nsection: reseaux\nquestions:\n${net.replace('easy', 'facile')}---\nsection: images\nquestions: {\n\`\`\`\n`
  const lineOf = (words: string) => text.split('\n').findIndex((said) => said.includes(words)) + 1
  expect(await read(text)).toEqual({
    ...{ format: 'yaml', ids: [ofSections[0]] },
    unusable: [
      { line: lineOf('facile'), reason: 'bank_problem', kind: 'not_one_of' },
      { line: expect.any(Number), reason: 'bank_problem', kind: 'yaml' },
    ],
  })
})

it('a section may come back in the same answer', async () => {
  const { ids } = await read(`section: volumes\nquestions:\n${vol}---\nsection: volumes\nquestions:\n${net}`)
  expect(ids).toEqual([
    ['vol-a', 'volumes'],
    ['net-a', 'volumes'],
  ])
})

it('says that an answer holds no question', async () => {
  expect(await read('Désolé, je ne peux pas écrire de questions.')).toMatchObject({
    ids: [],
    unusable: [{ reason: 'unknown_format' }],
  })
})

const empty = '\n'.repeat(300_000)
it.each([
  ['300 000 empty lines', `${one}${empty}`],
  ['a document in every second line', `${'---\n- id: a\n'.repeat(60_000)}${one}`],
])('an answer of %s is read in a time that grows with its lines', (_how, text) => {
  const before = performance.now()
  expect(yamlInAnswer(text, 'images')).toContain('section: images')
  expect(performance.now() - before).toBeLessThan(5_000)
})

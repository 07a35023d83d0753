import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { plainText } from '#contract/questions/plain-text.ts'
import type { QuestionDraft } from '#contract/questions/question-writing.ts'
import * as writing from '#contract/questions/question-writing.ts'
import * as questions from '#contract/questions/questions.ts'
import { smallCourse, smallOutline, smallQuestion, smallSection } from '#test/setup/small-bank.ts'
import { createSmallWorld, type SmallWorld } from '#test/setup/small-world.ts'
import type { Someone } from '#test/setup/world.ts'

let world: SmallWorld
let nadia: Someone
let courseId: string
let params: { courseId: string }

const images = (...all: string[]) => world.bank.write('un/images.yaml', smallSection('images', ...all))

beforeAll(async () => {
  world = await createSmallWorld()
}, 90_000)
afterAll(() => world.close())

beforeEach(async () => {
  const bank = smallSection('images', smallQuestion('img-a'), smallQuestion('img-b'))
  const course = await world.startOver({ 'un/images.yaml': bank })
  courseId = course.id
  params = { courseId }
  nadia = await world.staff('Nadia', { course, role: 'trainer' })
}, 60_000)

const idOf = async (key: string) => (await world.db.question.findFirstOrThrow({ where: { courseId, key } })).id
const read = async (key: string) => {
  const { body } = await world.ask(nadia, writing.getQuestionText, {
    params: { ...params, questionId: await idOf(key) },
  })
  const { key: _, version, headings, nextId, ...draft } = body
  return { draft, version, headings, nextId }
}
const save = async (key: string, change: Partial<QuestionDraft>) => {
  const { draft, version } = await read(key)
  const body = { ...draft, ...change, version }
  return world.ask(nadia, writing.saveQuestion, { params: { ...params, questionId: await idOf(key) }, body })
}
const shown = async (key: string) =>
  (await world.ask(nadia, questions.getQuestion, { params: { ...params, questionId: await idOf(key) } })).body
const stale = async () => (await world.ask(nadia, writing.listStale, { params })).body

const plain = { weight: null, indispensable: false, inacceptable: false }
const draft: QuestionDraft = {
  section: 'reseaux',
  type: 'single',
  objective: '',
  stem: 'Quelle option publie un port ?',
  choices: [
    { text: '`-p 80:80`', correct: true, feedback: 'Hôte puis conteneur.', keepLast: false, ...plain },
    { text: '`-v 80:80`', correct: false, feedback: '', keepLast: false, ...plain },
  ],
  answers: null,
  explanation: 'L’option -p publie un port ; -v monte un volume.',
  difficulty: 'easy',
  level: 'remember',
  purpose: 'exam',
  seconds: 40,
  tags: ['Réseau'],
  source: { heading: 'Réseaux', quote: '' },
  reference: '',
  verified: { date: '', version: '' },
  enemies: [],
  context: null,
}

describe('a statement, true or false', () => {
  const wordsOf = async (key: string) => (await shown(key)).choices.map(({ text }) => plainText(text))
  const statement = `  - id: calques
    type: true_false
    difficulty: easy
    level: understand
    seconds: 30
    source: { heading: Images, quote: une pile de couches }
    stem: An image is a pile of read-only layers.
    answer: true
    explanation: Each instruction of the file that builds it adds a layer.
`
  const written: QuestionDraft = { ...draft, type: 'true_false', stem: 'A port is published with `-p`.' }

  it('is answered in the language of its course, from a file as from the browser', async () => {
    await world.bank.write('un/images.yaml', smallSection('images', statement))
    await world.load()
    expect(await wordsOf('calques')).toEqual(['Vrai', 'Faux'])

    await world.bank.write('course.yaml', smallOutline.replace('language: fr', 'language: en'))
    await world.load()
    expect(await wordsOf('calques')).toEqual(['True', 'False'])
    const { key } = (await world.ask(nadia, writing.createQuestion, { params, body: written })).body
    expect(await wordsOf(key)).toEqual(['True', 'False'])
    const seen = (await world.ask(nadia, writing.previewQuestion, { params, body: written })).body
    expect(seen.choices.map(({ text }) => plainText(text))).toEqual(['True', 'False'])
  })
})

describe('writing in the browser', () => {
  it('says which question follows in the order of the course, and the headings of each section', async () => {
    expect((await read('img-a')).nextId).toBe(await idOf('img-b'))
    const { sessions } = (await world.ask(nadia, questions.getBank, { params })).body
    expect(sessions.flatMap(({ sections }) => sections.map(({ headings }) => headings))).toEqual([
      ['Images'],
      ['Réseaux'],
    ])
  })

  it.each([9, 901])('shows a question of %i seconds, which is not written', async (seconds) => {
    const body = { ...draft, seconds }
    expect((await world.ask(nadia, writing.previewQuestion, { params, body })).body.faults).toEqual(['seconds'])
    expect((await world.ask(nadia, writing.createQuestion, { params, body })).body).toMatchObject({
      code: 'question_not_ready',
    })
  })

  it('shows a question being written, with what it lacks and what the linter says', async () => {
    const body = {
      ...draft,
      explanation: '',
      stem: 'Laquelle n’est pas une option ?',
      choices: draft.choices.slice(0, 1),
    }
    const seen = (await world.ask(nadia, writing.previewQuestion, { params, body })).body
    expect(plainText(seen.stem)).toContain('Laquelle n’est pas')
    expect(seen.faults).toEqual(['explanation', 'too_few_choices'])
    // A quote that was not chosen is the heading alone.
    expect(seen.remarks).toEqual([
      { code: 'plain_negation', severity: 'warning', allowed: null },
      { code: 'bare_quote', severity: 'warning', allowed: null },
    ])
    expect(await world.db.question.count({ where: params })).toBe(2)
  })

  it('warns of a question the bank already has', async () => {
    const { draft: same } = await read('img-a')
    const seen = (await world.ask(nadia, writing.previewQuestion, { params, body: same })).body
    expect(seen.remarks.map(({ code }) => code)).toContain('duplicate_question')
    const own = { ...same, questionId: await idOf('img-a') }
    const itself = (await world.ask(nadia, writing.previewQuestion, { params, body: own })).body
    expect(itself.remarks.map(({ code }) => code)).not.toContain('duplicate_question')
  })

  it('adds a whole question, with a key of its own, and refuses one that lacks something', async () => {
    const first = await world.ask(nadia, writing.createQuestion, { params, body: draft })
    const again = await world.ask(nadia, writing.createQuestion, { params, body: draft })
    expect([first.status, again.status]).toEqual([200, 200])
    expect(first.body.key).toMatch(/^reseaux-quelle-option/)
    expect(again.body.key).toBe(`${first.body.key}-2`)
    const seen = await shown(first.body.key)
    expect(seen).toMatchObject({ tags: ['reseau'], source: { heading: 'Réseaux', quote: 'Réseaux' }, version: 1 })
    const refused = await world.ask(nadia, writing.createQuestion, {
      params,
      body: { ...draft, stem: ' ', section: 'ailleurs' },
    })
    expect([refused.status, refused.body.code, refused.body.details]).toEqual([
      422,
      'question_not_ready',
      { faults: ['section', 'stem'] },
    ])
  })

  it('keeps what proves it and what it is never asked with, shows them, and makes a version of their change', async () => {
    const proof = {
      reference: 'https://docs.docker.com/engine/network/port-publishing/',
      verified: { date: '2026-11-29', version: 'Docker 29' },
      objective: 'Publier un port',
    }
    const body = (change: Partial<QuestionDraft>) => ({ params, body: { ...draft, ...proof, ...change } })
    const refused = await world.ask(
      nadia,
      writing.createQuestion,
      body({ reference: 'http://docs', verified: { date: '2026-02-30', version: '' }, enemies: ['inconnue'] }),
    )
    expect(refused.body).toMatchObject({ details: { faults: ['reference', 'verified', 'unknown_enemy'] } })
    const keys = await world.db.question.findMany({
      where: { courseId },
      select: { key: true },
      orderBy: { key: 'asc' },
    })
    const [other = ''] = keys.map(({ key }) => key)
    const { body: made } = await world.ask(nadia, writing.createQuestion, body({ enemies: [other] }))
    expect(await shown(made.key)).toMatchObject({ ...proof, enemies: [{ key: other, id: await idOf(other) }] })
    // Said by one of them, known of both.
    expect((await shown(other)).enemies).toEqual([{ key: made.key, id: made.id }])
    expect((await read(made.key)).draft).toMatchObject({ ...proof, enemies: [other] })
    expect((await save(made.key, { enemies: [made.key] })).body).toMatchObject({
      details: { faults: ['unknown_enemy'] },
    })
    expect((await save(made.key, { reference: '', enemies: [] })).body).toMatchObject({ version: 2 })
    expect(await shown(made.key)).toMatchObject({ reference: null, enemies: [] })
    const versions = await world.ask(nadia, writing.listVersions, { params: { ...params, questionId: made.id } })
    const removed = versions.body.versions[0]?.difference.filter(({ kind }) => kind === 'removed')
    expect(removed?.map(({ text }) => text.trim())).toContain(`reference: ${proof.reference}`)
  })
  it('writes a new version, keeps the others, and says who', async () => {
    expect((await save('img-a', { stem: 'De quoi une image est-elle faite ?' })).body.version).toBe(2)
    // The same words again are no change.
    expect((await save('img-a', {})).body.version).toBe(2)
    const { versions } = (
      await world.ask(nadia, writing.listVersions, { params: { ...params, questionId: await idOf('img-a') } })
    ).body
    expect(versions.map(({ number, origin, byName }) => [number, origin, byName])).toEqual([
      [2, 'browser', 'Nadia'],
      [1, 'file', ''],
    ])
    const changed = versions[0]?.difference.filter(({ kind }) => kind !== 'same').map(({ kind }) => kind)
    expect(changed).toEqual(['removed', 'added'])
  })

  it('restores an older version as a new one', async () => {
    await save('img-a', { stem: 'Autre chose ?' })
    const target = { ...params, questionId: await idOf('img-a'), number: '1' }
    const { body } = await world.ask(nadia, writing.restoreVersion, { params: target as never, body: { version: 2 } })
    expect(body.version).toBe(3)
    expect(plainText((await shown('img-a')).stem)).toContain('De quoi est faite une image')
  })

  it('does not overwrite what somebody wrote in between', async () => {
    const { draft: mine, version } = await read('img-a')
    await save('img-a', { stem: 'Écrit par Marc ?' })
    const target = { ...params, questionId: await idOf('img-a') }
    const late = await world.ask(nadia, writing.saveQuestion, {
      params: target,
      body: { ...mine, stem: 'À moi ?', version },
    })
    expect([late.status, late.body.code]).toEqual([409, 'changed_meanwhile'])
    expect(plainText((await shown('img-a')).stem)).toContain('Écrit par Marc')
  })
})

describe('files and browser', () => {
  it('keeps what the browser wrote while the file stays the same', async () => {
    await save('img-a', { stem: 'Réécrite ici ?' })
    expect(await world.load()).toMatchObject({ added: 0, changed: 0 })
    expect(plainText((await shown('img-a')).stem)).toContain('Réécrite ici')
    await world.ask(nadia, writing.createQuestion, { params, body: draft })
    await world.load()
    // A question no file has is not one a file lost.
    expect(await world.db.question.count({ where: { courseId, archivedAt: null } })).toBe(3)
  })

  it('shows a conflict when both changed, and overwrites nothing before a decision', async () => {
    await save('img-a', { stem: 'Réécrite ici ?' })
    await images(smallQuestion('img-a', { stem: 'Réécrite dans le fichier ?' }), smallQuestion('img-b'))
    await world.load()
    await world.load()
    expect(plainText((await shown('img-a')).stem)).toContain('Réécrite ici')
    expect((await shown('img-a')).hasConflict).toBe(true)
    const [conflict] = (await stale()).conflicts
    expect(conflict?.difference.filter(({ kind }) => kind !== 'same').map(({ text }) => text.trim())).toEqual([
      'stem: Réécrite ici ?',
      'stem: Réécrite dans le fichier ?',
    ])
  })

  it.each([
    ['bank' as const, 'Réécrite ici', 2],
    ['file' as const, 'Réécrite dans le fichier', 3],
  ])('settles a conflict for the %s, for good', async (keep, stem, version) => {
    await save('img-a', { stem: 'Réécrite ici ?' })
    await images(smallQuestion('img-a', { stem: 'Réécrite dans le fichier ?' }), smallQuestion('img-b'))
    await world.load()
    const target = { ...params, questionId: await idOf('img-a') }
    const { body } = await world.ask(nadia, writing.resolveConflict, { params: target, body: { keep, version: 2 } })
    expect(body.version).toBe(version)
    await world.load()
    const seen = await shown('img-a')
    expect(plainText(seen.stem)).toContain(stem)
    expect([seen.hasConflict, seen.version]).toEqual([false, version])
    const again = await world.ask(nadia, writing.resolveConflict, { params: target, body: { keep, version } })
    expect([again.status, again.body.code]).toEqual([409, 'changed_meanwhile'])
  })

  it('follows the file of a question nobody changed, and archives one that left its file unless it was changed here', async () => {
    await images(smallQuestion('img-a', { stem: 'Réécrite dans le fichier ?' }), smallQuestion('img-b'))
    expect(await world.load()).toMatchObject({ changed: 1 })
    await save('img-b', { stem: 'Gardée ici ?' })
    await images(smallQuestion('img-c'))
    await world.load()
    expect((await shown('img-a')).archived).toBe(true)
    expect((await shown('img-b')).archived).toBe(false)
    // Back in its file: back in the bank.
    await images(smallQuestion('img-a', { stem: 'Réécrite dans le fichier ?' }), smallQuestion('img-c'))
    await world.load()
    expect((await shown('img-a')).archived).toBe(false)
  })

  it('leaves archived what a trainer archived', async () => {
    await world.db.question.updateMany({ where: { courseId, key: 'img-a' }, data: { archivedAt: world.now() } })
    await world.load()
    expect((await shown('img-a')).archived).toBe(true)
  })

  it('tells the trainer what the files hold that cannot be used', async () => {
    await images(smallQuestion('img-a'), smallQuestion('img-b').replace('easy', 'facile'))
    await world.load()
    const { problems } = await stale()
    expect(problems).toMatchObject([{ file: 'un/images.yaml', line: 19 }])
    expect(problems[0]?.sentence).toContain('difficulty')
    expect((await world.ask(nadia, questions.getBank, { params })).body.toRead).toBe(1)
  })
})

describe('the course changes', () => {
  const changed = smallCourse.replace('en lecture seule', 'en lecture seule, sauf la dernière')

  it('flags the questions that rest on the passage, with what changed in it', async () => {
    expect((await stale()).stale).toEqual([])
    await world.bank.write('course.md', changed)
    await world.load()
    const { stale: found } = await stale()
    expect(found.map(({ key, reason, isQuoteThere }) => [key, reason, isQuoteThere])).toEqual([
      ['img-a', 'changed', true],
      ['img-b', 'changed', true],
    ])
    expect(found[0]?.difference).toEqual([
      { kind: 'removed', text: 'Une image est une pile de couches en lecture seule.' },
      { kind: 'added', text: 'Une image est une pile de couches en lecture seule, sauf la dernière.' },
    ])
    expect((await shown('img-a')).isStale).toBe(true)
    expect((await world.ask(nadia, questions.getBank, { params })).body.toRead).toBe(2)
  })

  it('takes a question off the list once it was read again, start after start', async () => {
    await world.bank.write('course.md', changed)
    await world.load()
    const [first] = (await stale()).stale
    const target = { ...params, questionId: first?.id ?? '' }
    const wrong = await world.ask(nadia, writing.restampQuestion, { params: target, body: { passage: 'autre' } })
    expect([wrong.status, wrong.body.code]).toEqual([409, 'changed_meanwhile'])
    await world.ask(nadia, writing.restampQuestion, { params: target, body: { passage: first?.passage ?? '' } })
    await world.load()
    expect((await stale()).stale.map(({ key }) => key)).toEqual(['img-b'])
    // The course changes again: what counts is what was read last.
    await world.bank.write('course.md', changed.replace('sauf la dernière', 'sauf celle du conteneur'))
    await world.load()
    const again = (await stale()).stale.find(({ key }) => key === 'img-a')
    expect(again?.difference[0]?.text).toContain('sauf la dernière')
  })

  it('says that a heading is gone', async () => {
    await world.bank.write('course.md', smallCourse.replace('## Images', '## Couches'))
    await world.load()
    expect((await stale()).stale.map(({ reason, passage }) => [reason, passage])).toEqual([
      ['heading_gone', null],
      ['heading_gone', null],
    ])
  })
})

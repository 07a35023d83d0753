import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { getOutline } from '#contract/courses/outline.ts'
import type { Sent } from '#contract/endpoint.ts'
import * as batches from '#contract/questions/question-batches.ts'
import * as questionViews from '#contract/questions/question-views.ts'
import * as writing from '#contract/questions/question-writing.ts'
import * as questions from '#contract/questions/questions.ts'
import { makeExam } from '#test/setup/exam.ts'
import { smallCourse, smallQuestion, smallSection } from '#test/setup/small-bank.ts'
import { createSmallWorld, type SmallWorld } from '#test/setup/small-world.ts'
import type { Someone } from '#test/setup/world.ts'

let world: SmallWorld
let nadia: Someone
let courseId: string
let params: { courseId: string }

beforeAll(async () => {
  world = await createSmallWorld()
}, 90_000)
afterAll(() => world.close())

beforeEach(async () => {
  const port = { heading: 'Réseaux', quote: 'Un port', stem: 'Laquelle n’est pas un port ?' }
  const course = await world.startOver({
    'un/images.yaml': smallSection('images', smallQuestion('img-a'), smallQuestion('img-b')),
    'un/reseaux.yaml': smallSection('reseaux', smallQuestion('res-a', port)),
  })
  courseId = course.id
  params = { courseId }
  nadia = await world.staff('Nadia', { course, role: 'trainer' })
}, 60_000)

const settings = { section: 'images', difficulty: 'medium', level: 'apply', seconds: 60 } as const
const stage = async (text: string, name = 'partiel.gift') =>
  world.ask(nadia, batches.stageImport, {
    params,
    body: { name, base64: Buffer.from(text).toString('base64'), ...settings },
  })
type Decided = Partial<Sent<typeof batches.confirmImport>['body']>
const confirm = (batchId: string, leave: string[] = [], decided: Decided = {}) =>
  world.ask(nadia, batches.confirmImport, { params: { ...params, batchId }, body: { leave, ...decided } })
const undo = (batchId: string) => world.ask(nadia, batches.undoBatch, { params: { ...params, batchId } })
const list = async (query: Record<string, unknown> = {}) =>
  (await world.ask(nadia, questions.listQuestions, { params, query })).body
const keys = async (query: Record<string, unknown> = {}) => (await list(query)).questions.map(({ key }) => key)
const states = async () =>
  (
    await world.db.question.findMany({
      where: params,
      include: { versions: { orderBy: { number: 'asc' } } },
      orderBy: { key: 'asc' },
    })
  ).map(({ key, section, archivedAt, versions }) => ({
    key,
    section,
    archivedAt,
    versions: versions.map(({ hash }) => hash),
  }))

const gift = `// un partiel
::Ports:: Quel port utilise HTTPS ? {=443 ~80 ~22}

::Rédigée:: Expliquez. {}

::Couches:: Une couche est partagée. {T}
`

it('shows thirty heavy questions whole in a reply of bounded weight, those beyond as plain text', async () => {
  const heavy = (n: number) =>
    smallQuestion(`lourde-${n}`, { stem: `Question ${n} ? ${'*a* `b` '.repeat(300)}` }).replace(
      /explanation: .*/,
      `explanation: Parce que. ${'*a* `b` '.repeat(150)}`,
    )
  const text = smallSection('images', ...Array.from({ length: 30 }, (_, n) => heavy(n)))
  const { body } = await stage(text, 'images.yaml')
  expect(body.counts).toMatchObject({ added: 30, unusable: 0 })
  expect(JSON.stringify(body).length).toBeLessThan(2_000_000)
  const stems = body.added.map(({ whole }) => JSON.stringify(whole?.stem))
  expect(stems[0]).toContain('"tag":"em"')
  expect(stems[29]).not.toContain('"tag":"em"')
  expect(stems[29]).toContain('Question 29 ? *a* `b`')
})

it('proposes what the file says before its questions as their document, and leaves out what is none', async () => {
  const text = `::Le journal::La ligne du port 8080.

Que dit ce journal {=le port ~le nom}

Que ne dit-il pas {=le nom ~le port}

::Consignes::Répondez vite.

Que fait un port {=il relie ~il isole}
`
  const { body: preview } = await stage(text)
  expect(preview.contexts).toEqual([
    { id: 'le-journal', title: 'Le journal', questions: 2 },
    { id: 'consignes', title: 'Consignes', questions: 1 },
  ])
  expect((await confirm(preview.batchId, [], { leaveContexts: ['consignes'] })).body.added).toBe(3)
  const { contexts } = (await world.ask(nadia, writing.listContexts, { params })).body
  expect(contexts.map(({ id, keys: about }) => [id, about.length])).toEqual([['le-journal', 2]])
})

describe('importing', () => {
  it('shows what a file would do, one bad question never losing the others', async () => {
    const { status, body } = await stage(gift)
    expect(status).toBe(200)
    expect(body).toMatchObject({
      format: 'gift',
      encoding: 'utf-8',
      counts: { added: 2, changed: 0, unchanged: 0, unusable: 1 },
      unusable: [{ line: 4, column: 1, reason: 'unsupported_kind', kind: 'essay' }],
      reasons: [{ reason: 'unsupported_kind', kind: 'essay', count: 1 }],
    })
    expect(body.added).toMatchObject([
      { key: 'ports', section: 'images', type: 'single', choices: 3, keys: 1 },
      { key: 'couches', type: 'true_false' },
    ])
    // Nothing is written.
    expect((await list()).total).toBe(3)
  })

  it('writes what was shown as one batch, told apart, and takes it back whole', async () => {
    const before = await states()
    const { batchId } = (await stage(gift)).body
    const { body } = await confirm(batchId)
    expect(body).toMatchObject({
      state: 'written',
      added: 2,
      changed: 0,
      done: 2,
      total: 2,
      label: 'partiel.gift',
      byName: 'Nadia',
    })
    expect(await keys({ tag: 'importee' })).toEqual(['couches', 'ports'])
    // A second click finds it done.
    expect((await confirm(batchId)).body).toEqual(body)
    expect((await list()).total).toBe(5)
    // The same file again changes nothing.
    const again = (await stage(gift)).body
    expect(again.counts).toMatchObject({ added: 0, changed: 0, unchanged: 2 })
    expect((await confirm(again.batchId)).body.code).toBe('nothing_to_import')

    expect((await world.ask(nadia, batches.listBatches, { params })).body.batches).toMatchObject([
      { id: batchId, added: 2 },
    ])
    expect((await undo(batchId)).status).toBe(200)
    expect(await states()).toEqual(before)
    expect((await world.ask(nadia, batches.listBatches, { params })).body.batches).toEqual([])
    expect((await undo(batchId)).status).toBe(404)
  })

  it('shows what changed of a question the bank knows, and leaves those the trainer keeps', async () => {
    const changed = smallSection(
      'images',
      smallQuestion('img-a', { stem: 'Réécrite ailleurs ?' }),
      smallQuestion('img-b', { stem: 'Elle aussi ?' }),
    )
    const { body } = await stage(changed, 'images.yaml')
    expect(body.counts).toMatchObject({ added: 0, changed: 2 })
    expect(body.changed[0]?.difference.filter(({ kind }) => kind !== 'same').map(({ text }) => text.trim())).toEqual([
      'stem: De quoi est faite une image (img-a) ?',
      'stem: Réécrite ailleurs ?',
    ])
    const before = await states()
    expect((await confirm(body.batchId, ['img-b'])).body).toMatchObject({ added: 0, changed: 1 })
    const after = await states()
    expect(after.map(({ versions }) => versions.length)).toEqual([2, 1, 1])
    await undo(body.batchId)
    expect(await states()).toEqual(before)
  })

  it('writes nothing when the bank moved on since the preview', async () => {
    const { batchId } = (await stage(gift)).body
    const other = (await stage(gift)).body.batchId
    await confirm(other)
    const late = await confirm(batchId)
    expect([late.status, late.body.code]).toEqual([409, 'preview_outdated'])
    expect((await list()).total).toBe(5)
  })

  it('does not take back what an exam asks or a hand changed since', async () => {
    const { batchId } = (await stage(gift)).body
    await confirm(batchId)
    const port = (await list({ search: 'ports' })).questions[0]
    const target = { ...params, questionId: port?.id ?? '' }
    const {
      key: _,
      headings: __,
      nextId: ___,
      ...text
    } = (await world.ask(nadia, writing.getQuestionText, { params: target })).body
    await world.ask(nadia, writing.saveQuestion, { params: target, body: { ...text, stem: 'Quel port pour HTTPS ?' } })
    const refused = await undo(batchId)
    expect([refused.status, refused.body.code, refused.body.details]).toEqual([
      409,
      'questions_in_use',
      { questions: 1 },
    ])
    expect((await list()).total).toBe(5)
  })

  it('refuses nothing less than a file it can read, and says why', async () => {
    const zip = (await stage('PK\u0003\u0004 pas une archive', 'archive.zip')).body
    expect(zip.unusable).toMatchObject([{ reason: 'zip_damaged' }])
    expect((await stage('bonjour', 'x.txt')).body.unusable).toMatchObject([{ reason: 'unknown_format' }])
    expect((await confirm(zip.batchId)).body.code).toBe('nothing_to_import')
  })

  it('puts each question in the section its own file names', async () => {
    const { body } = await stage(`$CATEGORY: $course$/Réseaux\n\n${gift}`)
    expect(body.added.map(({ section }) => section)).toEqual(['reseaux', 'reseaux'])
  })

  it('belongs to its course alone', async () => {
    const { batchId } = (await stage(gift)).body
    const other = await world.course('Ailleurs')
    const claire = await world.staff('Claire', { course: other, role: 'owner' })
    const there = { courseId: other.id, batchId }
    expect((await world.ask(claire, batches.getBatch, { params: there })).status).toBe(404)
    expect((await world.ask(claire, batches.confirmImport, { params: there, body: { leave: [] } })).status).toBe(404)
    expect((await world.ask(claire, batches.undoBatch, { params: there })).status).toBe(404)
  })
})

describe('many questions at once', () => {
  const change = (which: object, what: object) =>
    world.ask(nadia, batches.changeQuestions, { params, body: { which, change: what } as never })
  const every = { filters: {} }

  it.each([
    [{ kind: 'archive' }, async () => (await list()).total, 0],
    [{ kind: 'move', section: 'reseaux' }, async () => (await list({ section: 'reseaux' })).total, 3],
    [{ kind: 'tag', tag: 'a-revoir' }, async () => (await list({ tag: 'a-revoir' })).total, 3],
  ])('%j changes them and is taken back', async (what, count, expected) => {
    const before = await states()
    const { status, body } = await change(every, what)
    expect(status).toBe(200)
    expect(await count()).toBe(expected)
    expect((await undo(body.id)).status).toBe(200)
    expect(await states()).toEqual(before)
  })

  it('changes only those it would change, and those the filters leave', async () => {
    const [first] = (await list()).questions
    expect((await change({ ids: [first?.id] }, { kind: 'tag', tag: 'a-revoir' })).body.changed).toBe(1)
    expect((await change(every, { kind: 'tag', tag: 'a-revoir' })).body.changed).toBe(2)
    expect((await change(every, { kind: 'tag', tag: 'a-revoir' })).body.code).toBe('nothing_to_import')
    expect((await change({ filters: { section: 'reseaux' } }, { kind: 'untag', tag: 'a-revoir' })).body.changed).toBe(1)
    expect(await keys({ tag: 'a-revoir' })).toEqual(['img-a', 'img-b'])
    expect((await change(every, { kind: 'move', section: 'ailleurs' })).status).toBe(404)
  })

  it('keeps archived questions out of the list and in the archive', async () => {
    await change({ filters: { section: 'images' } }, { kind: 'archive' })
    expect(await keys()).toEqual(['res-a'])
    expect(await keys({ archived: 'only' })).toEqual(['img-a', 'img-b'])
    expect((await world.ask(nadia, questions.getBank, { params })).body.archived).toBe(2)
    const back = await change({ filters: { archived: 'only' } }, { kind: 'unarchive' })
    expect(back.body.changed).toBe(2)
    expect((await list()).total).toBe(3)
  })
})

describe('a pair that the linter proposes never to draw together', () => {
  const twin = { right: 'docker image prune --all', stem: 'Comment vider les images inutiles ?' }
  beforeEach(async () => {
    const words = ['alpha', 'beta', 'gamma', 'delta']
    const others = words.map((word) => smallQuestion(word, { stem: `Un ${word} seul ${word}s ?`, right: word }))
    const giver = smallQuestion('donne', { stem: 'Après docker image prune --all, images inutiles ?', right: 'rien' })
    const all = smallSection('images', ...others, giver, smallQuestion('demande', twin))
    await world.bank.write('un/images.yaml', all)
    await world.load()
  }, 60_000)

  const idOf = async (key: string) => (await world.db.question.findFirstOrThrow({ where: { courseId, key } })).id
  const proposed = async (key: string) => {
    const place = { ...params, questionId: await idOf(key) }
    const { body } = await world.ask(nadia, questions.getProposedEnemies, { params: place })
    return body.pairs.map((pair) => pair.key)
  }
  const settle = async (kind: 'enemy' | 'no_enemy') => {
    const body = { which: { ids: [await idOf('donne')] }, change: { kind, with: 'demande' } }
    return world.ask(nadia, batches.changeQuestions, { params, body })
  }
  const named = async () => {
    const place = { ...params, questionId: await idOf('demande') }
    return (await world.ask(nadia, questions.getQuestion, { params: place })).body.enemies.map(({ key }) => key)
  }

  it.each(['enemy', 'no_enemy'] as const)(
    'is settled by a trainer (%s), stays so when the files are read, is taken back',
    async (kind) => {
      expect([await proposed('donne'), await proposed('demande')]).toEqual([['demande'], ['donne']])
      const { body } = await settle(kind)
      expect(body).toMatchObject({ kind, label: 'demande', changed: 1 })
      await world.load()
      expect([await proposed('donne'), await proposed('demande')]).toEqual([[], []])
      expect(await named()).toEqual(kind === 'enemy' ? ['donne'] : [])
      expect((await settle(kind)).body).toMatchObject({ code: 'nothing_to_import' })
      expect((await undo(body.id)).status).toBe(200)
      expect([await proposed('donne'), await named()]).toEqual([['demande'], []])
    },
  )

  it('names a question of the course', async () => {
    const body = { which: { ids: [await idOf('donne')] }, change: { kind: 'enemy' as const, with: 'ailleurs' } }
    expect((await world.ask(nadia, batches.changeQuestions, { params, body })).status).toBe(404)
  })
})

describe('the order of the list', () => {
  it('is sorted by the server, questions without the figure last, and says when each was last asked', async () => {
    const idOf = async (key: string) => (await world.db.question.findFirstOrThrow({ where: { courseId, key } })).id
    const exam = await makeExam(world, { course: { id: courseId }, status: 'closed' })
    const openedAt = new Date('2026-03-02T08:00:00Z')
    await world.db.exam.update({ where: { id: exam.id }, data: { openedAt } })
    for (const [at, key, facility] of [
      [0, 'img-a', 0.4],
      [1, 'res-a', 0.9],
    ] as const) {
      const [questionId, examQuestionId] = [await idOf(key), exam.questionIds[at] ?? '']
      await world.db.examQuestion.update({ where: { id: examQuestionId }, data: { questionId, questionKey: key } })
      await world.db.questionRecord.updateMany({ where: { examId: exam.id, questionId }, data: { facility } })
    }
    const sorted = async (sort: string, direction: string) => keys({ sort, direction })
    expect((await list()).questions.map(({ lastUsedAt }) => lastUsedAt)).toEqual([
      ...[openedAt.toISOString(), null, openedAt.toISOString()],
    ])
    expect(await sorted('lastUse', 'desc')).toEqual(['img-a', 'res-a', 'img-b'])
    expect(await sorted('lastUse', 'asc')).toEqual(['img-a', 'res-a', 'img-b'])
    await world.db.$executeRaw`
      update "QuestionVersion" set content = jsonb_set(content, '{difficulty}', '"hard"')
      where "questionId" = ${await idOf('img-a')}::uuid`
    expect(await sorted('difficulty', 'desc')).toEqual(['img-a', 'img-b', 'res-a'])
    expect(await sorted('difficulty', 'asc')).toEqual(['img-b', 'res-a', 'img-a'])
    expect((await world.ask(nadia, questions.listQuestions, { params, query: { sort: 'key' } as never })).status).toBe(
      400,
    )
  })

  it('leaves only what is to be reviewed', async () => {
    expect(await keys({ reread: 'yes' })).toEqual([])
    await world.bank.write('course.md', smallCourse.replace('en lecture seule', 'en lecture seule, empilées'))
    await world.load()
    expect(await keys({ reread: 'yes' })).toEqual(['img-a', 'img-b'])
  })
})

describe('the views of a trainer', () => {
  it('are kept for them and their course, and seen by nobody else', async () => {
    const views = [{ name: 'Faciles de la séance 1', search: 'difficulte=easy&section=images' }]
    expect((await world.ask(nadia, questionViews.saveQuestionViews, { params, body: { views } })).status).toBe(200)
    const seen = async (who: Someone) => (await world.ask(who, questionViews.listQuestionViews, { params })).body.views
    expect(await seen(nadia)).toEqual(views)
    expect(await seen(await world.staff('Paul', { course: { id: courseId }, role: 'trainer' }))).toEqual([])
    expect((await world.ask(nadia, questionViews.saveQuestionViews, { params, body: { views: [] } })).status).toBe(200)
    expect(await seen(nadia)).toEqual([])
  })
})

describe('finding', () => {
  it('narrows by what the linter says, by use, by purpose', async () => {
    const exam = await makeExam(world, { course: { id: courseId }, keys: ['a'] })
    const used = await world.db.question.findFirstOrThrow({ where: { courseId, key: 'img-b' } })
    await world.db.examQuestion.updateMany({ where: { examId: exam.id }, data: { questionId: used.id } })
    expect(await keys({ used: 'yes' })).toEqual(['img-b'])
    expect(await keys({ used: 'no' })).toEqual(['img-a', 'res-a'])
    // The whole bank is linted first: a remark may be about two questions.
    const warned = await keys({ lint: 'warning' })
    const remarks = (await list()).questions.map(({ key, remark, isUsed }) => [key, remark, isUsed])
    expect(remarks.map(([key]) => key)).toEqual(['img-a', 'img-b', 'res-a'])
    expect(warned).toEqual(remarks.filter(([, remark]) => remark === 'warning').map(([key]) => key))
    expect(warned).toContain('res-a')
    expect([...warned, ...(await keys({ lint: 'clean' })), ...(await keys({ lint: 'error' }))].toSorted()).toEqual(
      await keys(),
    )
    expect(await keys({ purpose: 'practice' })).toEqual([])
  })
})

describe('exporting', () => {
  it('gives files that give the same bank back, browser edits included', async () => {
    await confirm((await stage(gift)).body.batchId)
    const { bytes, status } = await world.ask(nadia, batches.exportBank, { params, query: { format: 'yaml' } })
    expect(status).toBe(200)
    const base64 = bytes.toString('base64')
    const body = { name: 'banque.zip', base64, ...settings }
    const { counts } = (await world.ask(nadia, batches.stageImport, { params, body })).body
    expect(counts).toEqual({ added: 0, changed: 0, unchanged: 5, unusable: 0 })
  })

  it.each(batches.exportFormats)('%s: says what it cannot carry, and takes only what was chosen', async (format) => {
    const query = { format, section: 'images', only: 'img-b' }
    const { body } = await world.ask(nadia, batches.readExportLosses, { params, query })
    expect(body.questions).toBe(1)
    expect(body.losses.every(({ questions: count }) => count === 1)).toBe(true)
    const file = await world.ask(nadia, batches.exportBank, { params, query })
    expect(file.headers['content-disposition']).toContain('attachment')
    const back = { name: 'x', base64: file.bytes.toString('base64'), ...settings }
    const staged = (await world.ask(nadia, batches.stageImport, { params, body: back })).body
    expect(staged.counts.added + staged.counts.changed + staged.counts.unchanged).toBe(1)
  })
})

describe('cloze, ordering, matching and exact answers', () => {
  const four = `<quiz>${[
    '<question type="cloze"><name><text>Trous</text></name><questiontext format="html"><text>Un {1:MC:=Pod~Service} écoute.</text></questiontext></question>',
    '<question type="ordering"><name><text>Ordre</text></name><questiontext><text>Dans l’ordre.</text></questiontext><answer fraction="1"><text>FROM</text></answer><answer fraction="2"><text>COPY</text></answer><answer fraction="3"><text>RUN</text></answer></question>',
    '<question type="matching"><name><text>Paires</text></name><questiontext><text>Associez.</text></questiontext><subquestion><text>ps</text><answer><text>liste</text></answer></subquestion><subquestion><text>pull</text><answer><text>tire</text></answer></subquestion><subquestion><text></text><answer><text>pousse</text></answer></subquestion></question>',
    '<question type="shortanswer"><name><text>Commande</text></name><questiontext><text>Laquelle ?</text></questiontext><answer fraction="100"><text>docker ps</text></answer></question>',
    '<question type="shortanswer"><name><text>Modèle</text></name><questiontext><text>Laquelle ?</text></questiontext><answer fraction="100"><text>docker *</text></answer></question>',
  ].join('\n')}</quiz>`

  it('come in with what they ask, and a pattern is refused with its line', async () => {
    const { body } = await stage(four, 'moodle.xml')
    expect(body.added.map(({ key, type, choices, keys: right }) => [key, type, choices, right])).toEqual([
      ['trous', 'cloze', 2, 1],
      ['ordre', 'ordering', 3, 3],
      ['paires', 'matching', 3, 2],
      ['commande', 'exact_answer', 1, 1],
    ])
    expect(body.unusable).toMatchObject([{ title: 'Modèle', line: 5, reason: 'answer_pattern' }])
    expect((await confirm(body.batchId)).body.added).toBe(4)
    expect(await keys({ tag: 'importee' })).toEqual(['commande', 'ordre', 'paires', 'trous'])
  })

  it.each(batches.exportFormats)(
    'go out as %s, those it cannot say told, and the others come back the same',
    async (format) => {
      await confirm((await stage(four, 'moodle.xml')).body.batchId)
      const query = { format, only: 'trous,ordre,paires,commande' }
      const { losses } = (await world.ask(nadia, batches.readExportLosses, { params, query })).body
      const left = losses.filter(({ feature }) => ['cloze', 'ordering', 'matching', 'exact_answer'].includes(feature))
      const expected: Partial<Record<typeof format, string[]>> = {
        gift: ['cloze'],
        'amc-txt': ['cloze', 'ordering', 'matching', 'exact_answer'],
      }
      expect(left.map(({ feature }) => feature)).toEqual(expected[format] ?? [])
      if (left.length === 4) return
      const { bytes } = await world.ask(nadia, batches.exportBank, { params, query })
      const back = { name: 'x', base64: bytes.toString('base64'), ...settings }
      const { counts, changed } = (await world.ask(nadia, batches.stageImport, { params, body: back })).body
      // QTI counts no partial order, but a tag says how it is counted here.
      expect(changed).toEqual([])
      expect(counts).toMatchObject({ added: 0, unchanged: 4 - left.length, unusable: 0 })
    },
  )
})

describe('a file that names sections the course does not have', () => {
  const named = `$CATEGORY: Stockage/Volumes

::Volume:: Un volume survit-il à son conteneur ? {T}

$CATEGORY: Réseaux

::Pont:: Un pont relie des conteneurs. {T}
`
  const outline = async () =>
    (await world.ask(nadia, getOutline, { params })).body.sessions.map(({ title, sections }) => [
      title,
      ...sections.map(({ id }) => id),
    ])
  const place = (key: string) => world.db.question.findFirst({ where: { ...params, key }, select: { section: true } })

  it('says which, and creates them where asked; the undo takes them back with their questions', async () => {
    const before = await outline()
    const { body } = await stage(named)
    expect(body.unknown).toEqual([
      { name: 'volumes', title: 'Volumes', session: 'Stockage', questions: 1, isInOutline: false },
    ])
    expect(body.outline).toBeNull()
    const to = { kind: 'new' as const, title: 'Volumes', session: null, sessionTitle: 'Stockage' }
    const written = await confirm(body.batchId, [], { places: [{ name: 'volumes', to }] })
    expect(await outline()).toEqual([...before, ['Stockage', 'volumes']])
    expect([await place('volume'), await place('pont')]).toEqual([{ section: 'volumes' }, { section: 'reseaux' }])
    expect((await undo(written.body.id)).status).toBe(200)
    expect([await outline(), await place('volume')]).toEqual([before, null])
  })

  it('puts their questions in a section of the course, or lets them wait when nothing is decided', async () => {
    const first = await stage(named)
    const to = { kind: 'section' as const, section: 'images' }
    const { body } = await confirm(first.body.batchId, [], { places: [{ name: 'volumes', to }] })
    expect(await place('volume')).toEqual({ section: 'images' })
    await undo(body.id)
    await confirm((await stage(named)).body.batchId)
    expect(await place('volume')).toEqual({ section: 'sans-section' })
  })
})

it('the zip of a bank brings its outline to an empty course, and its questions with it', async () => {
  const zip = (await world.ask(nadia, batches.exportBank, { params, query: { format: 'yaml' } })).bytes
  const held = (await world.ask(nadia, getOutline, { params })).body.sessions
  const empty = await world.course('Autre')
  const olga = await world.staff('Olga', { course: empty, role: 'trainer' })
  const there = { courseId: empty.id }
  const staged = await world.ask(olga, batches.stageImport, {
    params: there,
    body: { name: 'banque.zip', base64: Buffer.from(zip).toString('base64'), ...settings, section: 'sans-section' },
  })
  expect([staged.body.counts.added, staged.body.outline]).toEqual([3, { sessions: 1, sections: 2, hasText: true }])
  expect(staged.body.unknown.every(({ isInOutline }) => isInOutline)).toBe(true)
  const body = { leave: [], takeOutline: true }
  const where = { ...there, batchId: staged.body.batchId }
  await world.ask(olga, batches.confirmImport, { params: where, body })
  expect((await world.ask(olga, getOutline, { params: there })).body.sessions).toEqual(held)
  const passages = async (id: string) => (await world.db.course.findUniqueOrThrow({ where: { id } })).passages
  expect(await passages(empty.id)).toEqual(await passages(courseId))
  expect(Object.keys(await passages(courseId)).length).toBeGreaterThan(1)

  await world.ask(olga, batches.undoBatch, { params: where })
  expect([(await world.ask(olga, getOutline, { params: there })).body.sessions, await passages(empty.id)]).toEqual([
    [],
    {},
  ])
})

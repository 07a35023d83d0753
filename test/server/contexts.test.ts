import { afterAll, beforeAll, expect, it } from 'vitest'
import * as sitting from '#contract/attempts/sitting.ts'
import * as composition from '#contract/exams/composition.ts'
import * as exams from '#contract/exams/exams.ts'
import * as life from '#contract/exams/life.ts'
import * as contestations from '#contract/grading/contestations.ts'
import * as corrections from '#contract/grading/corrections.ts'
import * as grading from '#contract/grading/grading.ts'
import * as paper from '#contract/grading/paper.ts'
import * as practice from '#contract/questions/practice.ts'
import * as batches from '#contract/questions/question-batches.ts'
import * as writing from '#contract/questions/question-writing.ts'
import * as questions from '#contract/questions/questions.ts'
import * as statistics from '#contract/statistics/statistics.ts'
import { runJobs } from '#server/jobs.ts'
import { readBank } from '#server/questions/bank/read-bank.ts'
import { settingsOf } from '#test/setup/exam.ts'
import { draftOf } from '#test/setup/question-draft.ts'
import { smallQuestion, smallSection } from '#test/setup/small-bank.ts'
import { createSmallWorld, type SmallWorld } from '#test/setup/small-world.ts'
import type { Someone } from '#test/setup/world.ts'

let world: SmallWorld
let courseId: string
let nadia: Someone
let ana: Someone
let params: { courseId: string; examId: string }

const about = (context: string, id: string, more = '') =>
  smallQuestion(id).replace('    stem:', `    context: ${context}\n${more}    stem:`)
const contexts = `contexts:
  - id: fichier-compose
    title: Le fichier d’un projet
    text: |
      \`\`\`yaml
      services: { web: { image: nginx } }
      \`\`\`
  - id: journal-secret
    text: La ligne DOCUMENT-NON-TIRE du journal.
`
const section = smallSection(
  'images',
  about('fichier-compose', 'img-un'),
  smallQuestion('img-seule'),
  about('fichier-compose', 'img-deux'),
  about('journal-secret', 'img-trois'),
  about('journal-secret', 'img-quatre', '    purpose: practice\n'),
).replace('questions:', `${contexts}questions:`)

const device = 'laptop01:page0001'
const body = { title: 'Documents' }

beforeAll(async () => {
  world = await createSmallWorld()
  courseId = (await world.startOver({ 'un/images.yaml': section })).id
  nadia = await world.staff('Nadia', { course: { id: courseId }, role: 'trainer' })
  ana = await world.student({ course: { id: courseId }, name: 'Ana Lit' })
  const { body: exam } = await world.ask(nadia, exams.createExam, { params: { courseId }, body })
  params = { courseId, examId: exam.id }
  const blueprint = { questionIds: ['img-un', 'img-seule', 'img-deux'], lines: [] }
  await world.ask(nadia, exams.updateExam, {
    params,
    body: { ...settingsOf(exam), blueprint, revision: exam.revision },
  })
}, 90_000)
afterAll(() => world.close())

it('reads the documents of a file with its questions, and writes them back the same', async () => {
  const before = await readBank(world.bank.folder)
  expect(before.problems).toEqual([])
  const un = before.questions.find(({ question }) => question.id === 'img-un')?.question
  expect(un?.context).toMatchObject({ id: 'fichier-compose', title: 'Le fichier d’un projet' })
  const exported = await world.ask(nadia, batches.readExportLosses, {
    params: { courseId },
    query: { format: 'gift' },
  })
  expect(exported.body.losses).toContainEqual({ feature: 'context_apart', questions: 4 })
})

it('tells a document that is missing, written twice, or not the same elsewhere', async () => {
  const { bank } = world
  const more = smallSection(
    'reseaux',
    about('inconnu', 'res-un'),
    about('{ id: fichier-compose, text: Autre chose. }', 'res-deux'),
  )
  const twice = `${contexts}  - { id: journal-secret, text: Encore. }
`
  await bank.write('un/reseaux.yaml', more.replace('questions:', `${twice}questions:`))
  const { problems } = await readBank(bank.folder)
  expect(problems.map(({ code, key }) => `${code} ${key}`).sort()).toEqual([
    'context_differs res-deux',
    'duplicate_context journal-secret',
    'unknown_context res-un',
  ])
  await bank.write('un/reseaux.yaml', smallSection('reseaux'))
})

it('sends a document once in a copy, its questions together, and nothing of a document that is not asked', async () => {
  const preview = (await world.ask(nadia, composition.previewExam, { params, query: { copy: 1 } })).body
  expect(preview.contexts).toHaveLength(1)
  const { revision } = (await world.ask(nadia, exams.getExam, { params })).body
  expect((await world.ask(nadia, life.publishExam, { params, body: { revision } })).status).toBe(200)
  await world.ask(nadia, life.openExam, { params })
  const { body: copy } = await world.ask(ana, sitting.startAttempt, {
    params: { examId: params.examId },
    body: { device },
  })
  const names = copy.questions.map(({ context }) => context)
  expect(copy.contexts).toMatchObject([{ title: 'Le fichier d’un projet' }])
  const [shared = { id: '' }] = copy.contexts ?? []
  expect(names.filter((name) => name === shared.id)).toHaveLength(2)
  expect(names[1]).toBe(shared.id)
  const sent = JSON.stringify(copy)
  expect(sent.match(/nginx/g)).toHaveLength(1)
  for (const secret of ['DOCUMENT-NON-TIRE', 'fichier-compose', 'journal-secret']) expect(sent).not.toContain(secret)
  expect((await world.ask(ana, sitting.getAttempt, { params: { attemptId: copy.id } })).body.contexts).toEqual(
    copy.contexts,
  )
  const sheets = (await world.ask(nadia, paper.printPaperCopies, { params, query: {} })).body
  expect([sheets.contexts, sheets.questions.map(({ context }) => context).filter(Boolean)]).toEqual([
    copy.contexts,
    [shared.id, shared.id],
  ])
  const booklet = await world.ask(nadia, composition.getBooklet, {
    params: { courseId },
    query: { exam: params.examId },
  })
  expect(booklet.body.contexts).toEqual(copy.contexts)

  await world.ask(ana, sitting.submitAttempt, { params: { attemptId: copy.id } })
  await world.ask(nadia, life.closeExam, { params })
  await runJobs(world.deps)
  const marked = await world.ask(nadia, grading.getCopy, { params: { ...params, attemptId: copy.id } })
  expect(marked.body.contexts).toEqual(copy.contexts)
  const named = (list: readonly { context?: string | undefined }[]) => list.map(({ context }) => context ?? '').sort()
  const correcting = (await world.ask(nadia, corrections.getCorrections, { params })).body
  expect([correcting.contexts, named(correcting.questions)]).toEqual([copy.contexts, named(copy.questions)])
  const judged = (await world.ask(nadia, statistics.getStatistics, { params, query: {} })).body
  expect([judged.contexts, named(judged.items)]).toEqual([copy.contexts, named(copy.questions)])
  const review = async (what: 'mark' | 'review') => {
    await world.ask(nadia, grading.releaseResults, { params, body: { what } })
    const { body } = await world.ask(ana, grading.getMyReview, { params: { attemptId: copy.id } })
    expect(grading.getMyReview.reply.parse(body)).toEqual(body)
    return body
  }
  expect(await review('review')).toMatchObject({ contexts: copy.contexts })
  const asked = copy.questions.find(({ context }) => context)
  const until = new Date(world.now().getTime() + 60 * 60_000).toISOString()
  await world.ask(nadia, contestations.setContestationDeadline, { params, body: { until } })
  const place = { attemptId: copy.id, questionId: asked?.id ?? '' }
  await world.ask(ana, contestations.contest, { params: place, body: { reason: 'Le fichier dit autre chose.' } })
  const contested = (await world.ask(nadia, contestations.listContestations, { params })).body
  expect(contested).toMatchObject({
    questions: [{ id: asked?.id, context: shared.id, stem: asked?.stem }],
    contexts: copy.contexts,
  })
  expect(JSON.stringify(await review('mark'))).not.toContain('nginx')
})

it('gives every question of a document its new text, as versions, and a new document a name of its own', async () => {
  const place = { params: { courseId } }
  const idOf = async (key: string) => (await world.db.question.findFirstOrThrow({ where: { courseId, key } })).id
  const asked = { params: { courseId, questionId: await idOf('img-trois') } }
  const draft = await draftOf(world, { who: nadia, ...asked })
  const context = { id: 'journal-secret', title: 'Le journal', text: 'La ligne changée du journal, DOCUMENT-NON-TIRE.' }
  const saved = await world.ask(nadia, writing.saveQuestion, { ...asked, body: { ...draft, context } })
  expect(saved.body).toMatchObject({ version: 2 })
  const { contexts: listed } = (await world.ask(nadia, writing.listContexts, place)).body
  expect(listed.find(({ id }) => id === context.id)).toEqual({ ...context, keys: ['img-quatre', 'img-trois'] })
  const twin = { params: { courseId, questionId: await idOf('img-quatre') } }
  expect((await draftOf(world, { who: nadia, ...twin })).version).toBe(2)
  expect(JSON.stringify((await world.ask(nadia, questions.getQuestion, twin)).body.context)).toContain('changée')
  // Neither was its own text changed: the document is what its new version says, and copies keep the one before.
  for (const one of [asked, twin]) {
    const { versions } = (await world.ask(nadia, writing.listVersions, one)).body
    const told = versions[0]?.difference
      .filter(({ kind }) => kind !== 'same')
      .map(({ kind, text }) => `${kind} ${text.trim()}`)
    expect(told?.join('\n')).toMatch(/added .*La ligne changée du journal/)
    expect(told?.join('\n')).toMatch(/removed .*La ligne DOCUMENT-NON-TIRE/)
  }
  const typed = { ...draft, context: { ...context, text: 'Pas encore **enregistré**.' } }
  const { version: _, ...body } = typed
  const { body: seen } = await world.ask(nadia, writing.previewQuestion, {
    ...place,
    body: { ...body, questionId: asked.params.questionId },
  })
  expect([JSON.stringify(seen.context), seen.faults]).toEqual([expect.stringContaining('enregistré'), []])
  const { version, ...fresh } = { ...draft, context: { ...context, id: '' }, stem: 'Que dit ce journal-là ?' }
  expect(version).toBe(1)
  const made = await world.ask(nadia, writing.createQuestion, { ...place, body: fresh })
  const { body: shown } = await world.ask(nadia, questions.getQuestion, {
    params: { courseId, questionId: made.body.id },
  })
  expect(shown.context).toMatchObject({ id: 'le-journal', others: [] })
  const empty = { ...fresh, context: { ...context, text: ' ' } }
  expect((await world.ask(nadia, writing.createQuestion, { ...place, body: empty })).body).toMatchObject({
    details: { faults: ['context'] },
  })
})

it('shows the document of a practice question, and to a trainer the other questions about it', async () => {
  const { sections } = (await world.ask(ana, practice.listPractice, {})).body
  const questionId = sections[0]?.questionIds[0] ?? ''
  const { body: asked } = await world.ask(ana, practice.getPracticeQuestion, { params: { questionId } })
  expect(asked.contexts).toHaveLength(1)
  expect([asked.context, JSON.stringify(asked.contexts)]).toEqual([
    asked.contexts?.[0]?.id,
    expect.stringContaining('DOCUMENT-NON-TIRE'),
  ])
  const { body: shown } = await world.ask(nadia, questions.getQuestion, { params: { courseId, questionId } })
  expect(shown.context).toMatchObject({ id: 'journal-secret', others: [{ key: 'img-trois' }] })
})

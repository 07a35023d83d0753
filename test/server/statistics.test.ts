import { execFile } from 'node:child_process'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import * as corrections from '#contract/grading/corrections.ts'
import * as contract from '#contract/statistics/statistics.ts'
import { markPending } from '#server/grading/mark-pending.ts'
import { readStatistics } from '#server/statistics/read-statistics.ts'
import { recordQuestions } from '#server/statistics/record-questions.ts'
import { makeExam } from '#test/setup/exam.ts'
import { markedExam } from '#test/setup/marked-exam.ts'
import { createWorld, type Someone, type World } from '#test/setup/world.ts'
import { asColumn } from '../setup/as-column.ts'

let world: World
let course: { id: string }
let trainer: Someone
beforeAll(async () => {
  world = await createWorld()
  course = await world.course()
  trainer = await world.staff('Nadia', { course, role: 'trainer' })
})
afterAll(() => world.close())

const query = {}

it('judges the questions by the run that counts, on the scale of the marks', async () => {
  const exam = await markedExam(world, {
    course,
    trainer,
    keys: ['a', 'b'],
    answers: { 'Ana Un': ['a', 'b'], 'Bob Deux': ['a', 'c'], 'Cleo Trois': ['c', 'c'], 'Dan Quatre': ['c', ''] },
  })
  const before = await world.ask(trainer, contract.getStatistics, { params: exam.params, query })
  expect(before.body).toMatchObject({
    n: 4,
    standing: 'none',
    outOf: 2000,
    run: { number: 1 },
    marks: [0, 0, 1000, 2000],
    mean: { value: 750 },
    items: [
      { position: 1, facility: { value: 0.5 }, blanks: 0, flags: [] },
      { position: 2, facility: { value: 0.25 }, blanks: 1 },
    ],
  })
  const [first] = before.body.items
  expect(first?.choices.map(({ id, correct, count }) => [id, correct, count])).toEqual([
    ['a', true, 2],
    ['b', false, 0],
    ['c', false, 2],
    ['d', false, 0],
  ])
  expect(first?.choices[1]?.meanMark).toEqual({ value: null, reason: 'nobody_chose' })

  const body = {
    change: { kind: 'key' as const, questionId: first?.id ?? '', choiceIds: ['c'] },
    policy: { kind: 'full' as const },
  }
  const { fingerprint } = (await world.ask(trainer, corrections.previewCorrection, { params: exam.params, body })).body
  await world.ask(trainer, corrections.recordCorrection, {
    params: exam.params,
    body: { ...body, reason: 'clé', fingerprint },
  })
  const after = await world.ask(trainer, contract.getStatistics, { params: exam.params, query })
  expect(after.body).toMatchObject({ run: { number: 2 }, marks: [0, 1000, 1000, 1000] })
  const listwise = await world.ask(trainer, contract.getStatistics, {
    params: exam.params,
    query: { blanks: 'listwise' },
  })
  expect(listwise.body).toMatchObject({ n: 3, leftOut: 1 })
})

it('suspects a key that the best students contradict', async () => {
  course = await world.course()
  trainer = await world.staff('Nadia', { course, role: 'trainer' })
  // Twenty students; the better half choose c where the key says b.
  const answers = Object.fromEntries(
    Array.from({ length: 20 }, (_, index) => [
      `Etudiant N${index}`,
      index < 10 ? ['c', 'a', 'a', 'a'] : ['b', index % 3 === 0 ? 'a' : 'd', 'd', index % 2 === 0 ? 'a' : 'd'],
    ]),
  )
  const exam = await markedExam(world, { course, trainer, keys: ['b', 'a', 'a', 'a'], answers })
  const { body } = await world.ask(trainer, contract.getStatistics, { params: exam.params, query })
  expect(body.standing).toBe('indicative')
  expect(body.items[0]?.flags[0]).toEqual({ code: 'key_suspect', choice: 'c', count: 10, n: 20 })
})

it('refuses who may not read it, and an exam that is not marked', async () => {
  const exam = await markedExam(world, { course, trainer, keys: ['a'], answers: {} })
  const params = exam.params
  expect((await world.ask(trainer, contract.getStatistics, { params, query })).body.code).toBe('marks_missing')
  const stranger = await world.staff('Zoé', { course: await world.course(), role: 'owner' })
  expect((await world.ask(stranger, contract.getStatistics, { params, query })).status).toBe(404)
})

describe('a question of the bank, from exam to exam', () => {
  /** In the bank with two versions; asked by nobody yet. */
  const bankQuestion = async () => {
    const version = (number: number) => ({
      number,
      hash: `h${number}`,
      content: asColumn({}),
      rendered: asColumn({}),
      origin: 'browser' as const,
    })
    const { id, versions } = await world.db.question.create({
      data: {
        courseId: course.id,
        key: crypto.randomUUID(),
        section: 's',
        versions: { create: [version(1), version(2)] },
      },
      include: { versions: { orderBy: { number: 'asc' } } },
    })
    return { id, firstVersion: versions[0]?.id ?? '' }
  }
  const ask = (id: string, data: { questionId: string; versionId: string | null }) =>
    world.db.examQuestion.update({ where: { id }, data })
  const history = (who: Someone, questionId: string, courseId = course.id) =>
    world.ask(who, contract.getQuestionHistory, { params: { courseId, questionId } })

  beforeAll(async () => {
    course = await world.course()
    trainer = await world.staff('Nadia', { course, role: 'trainer' })
  })

  it('has the figures of the statistics of each exam, the latest first', async () => {
    const question = await bankQuestion()
    const keys = ['a', 'b', 'c']
    const spring = await markedExam(world, {
      course,
      trainer,
      keys,
      answers: { 'Ana Un': ['a', 'b', 'c'], 'Bob Deux': ['a', 'c', 'c'], 'Cleo Trois': ['c', 'b', 'd'] },
    })
    const answers = Object.fromEntries(
      Array.from({ length: 20 }, (_, index) => [`Etudiant N${index}`, index < 8 ? ['a', 'b', 'c'] : ['b', 'b', 'd']]),
    )
    const autumn = await markedExam(world, { course, trainer, keys, answers })
    await world.db.exam.update({ where: { id: spring.id }, data: { openedAt: new Date('2026-03-02T08:00:00Z') } })
    await world.db.exam.update({ where: { id: autumn.id }, data: { openedAt: new Date('2026-10-05T08:00:00Z') } })
    await ask(spring.questionIds[0] ?? '', { questionId: question.id, versionId: question.firstVersion })
    await ask(autumn.questionIds[1] ?? '', { questionId: question.id, versionId: null })

    const { body } = await history(trainer, question.id)
    expect(body.exams.map(({ examId, takenAt, position, version }) => [examId, takenAt, position, version])).toEqual([
      [autumn.id, '2026-10-05T08:00:00.000Z', 2, null],
      [spring.id, '2026-03-02T08:00:00.000Z', 1, 1],
    ])
    for (const [exam, line] of [
      [autumn, body.exams[0]],
      [spring, body.exams[1]],
    ] as const) {
      const own = (await world.ask(trainer, contract.getStatistics, { params: exam.params, query })).body
      const item = own.items.find(({ bankId }) => bankId === question.id)
      expect(item).toBeDefined()
      expect(line).toMatchObject({
        n: item?.n,
        standing: own.standing,
        facility: item?.facility,
        facilityInterval: item?.facilityInterval,
        itemRest: item?.itemRest,
        itemRestInterval: item?.itemRestInterval,
      })
    }
    expect(body.exams[0]).toMatchObject({
      n: 20,
      standing: 'indicative',
      // Thirds of a mark out of 20 add up to one, not to 1.0000000000000002.
      facility: { value: 1 },
      // Everybody found it: it tells nobody apart.
      itemRest: { value: null, reason: 'no_variance' },
    })
    expect(body.exams[1]).toMatchObject({ n: 3, standing: 'none', facility: { value: expect.closeTo(2 / 3) } })
  })

  it('works the statistics out again when what they rest on changes, and only then', async () => {
    const answers = { 'Ana Un': ['a', 'b'], 'Bob Deux': ['a', 'c'], 'Cleo Trois': ['c', 'b'] }
    const exam = await markedExam(world, { course, trainer, keys: ['a', 'b'], answers })
    const asked = { courseId: course.id, examId: exam.id, blanks: 'scored' as const }
    const read = () => readStatistics(world.deps, asked)
    const first = await read()
    expect(await read()).toBe(first)
    expect((await readStatistics(world.deps, { ...asked, blanks: 'listwise' })).blanks).toBe('listwise')

    await world.db.exam.update({ where: { id: exam.id }, data: { title: 'Autre titre' } })
    expect((await read()).examTitle).toBe('Autre titre')
    const section = { id: 'images-couches', title: 'Un autre nom', objectives: [] }
    const outline = { sessions: [{ id: 'un', title: 'Un', sections: [section] }] }
    await world.db.course.update({ where: { id: course.id }, data: { outline } })
    expect((await read()).sections.map(({ title }) => title)).toContain('Un autre nom')

    const place = { examId: exam.id, markedAt: { not: null } }
    const { id } = await world.db.attempt.findFirstOrThrow({ where: place })
    await world.db.attempt.update({ where: { id }, data: { status: 'in_progress', markedAt: null } })
    expect((await read()).n).toBe(2)
    await world.db.attempt.update({ where: { id }, data: { status: 'submitted' } })
    await markPending(world.deps, exam.id)
    expect((await read()).n).toBe(3)

    // A correction makes another run.
    const { questions } = (await world.ask(trainer, corrections.getCorrections, { params: exam.params })).body
    const change = { kind: 'key' as const, questionId: questions[0]?.id ?? '', choiceIds: ['d'] }
    const decision = { change, policy: { kind: 'full' as const } }
    const { fingerprint } = (
      await world.ask(trainer, corrections.previewCorrection, { params: exam.params, body: decision })
    ).body
    await world.ask(trainer, corrections.recordCorrection, {
      params: exam.params,
      body: { ...decision, reason: 'clé', fingerprint },
    })
    expect((await read()).run.number).toBe(2)
    expect((await read()).items[0]?.facility).toEqual({ value: 0 })

    // The journals hold the times.
    const timed = await read()
    await world.db
      .$queryRaw`select "forget_journals"(${course.id}::uuid, now() + interval '1 day', now(), null, 'x', 'x')`
    expect(await read()).not.toBe(timed)
  })

  it('keeps the figures it recorded until a mark changes', async () => {
    const question = await bankQuestion()
    const answers = { 'Ana Un': ['a', 'b'], 'Bob Deux': ['a', 'c'], 'Cleo Trois': ['c', 'b'] }
    const exam = await markedExam(world, { course, trainer, keys: ['a', 'b'], answers })
    await ask(exam.questionIds[0] ?? '', { questionId: question.id, versionId: null })
    const shown = async () => (await history(trainer, question.id)).body.exams[0]
    const worked = await shown()
    while (await recordQuestions(world.deps));
    expect(await shown()).toEqual(worked)
    // What was recorded is what is read, and not what is in the copies.
    const where = { examId_questionId: { examId: exam.id, questionId: question.id } }
    const { measured } = await world.db.questionRecord.findUniqueOrThrow({ where })
    await world.db.questionRecord.update({
      where,
      data: { measured: { ...(measured as NonNullable<typeof measured>), n: 77 } },
    })
    expect(await shown()).toMatchObject({ n: 77 })

    const { id } = await world.db.attempt.findFirstOrThrow({ where: { examId: exam.id, markedAt: { not: null } } })
    await world.db.attempt.update({ where: { id }, data: { status: 'in_progress', markedAt: null } })
    expect(await shown()).toMatchObject({ n: 2 })
    while (await recordQuestions(world.deps));
    expect(await shown()).toMatchObject({ n: 2 })
  })

  it('keeps silent about an exam that still runs, and says that one had no copy', async () => {
    const question = await bankQuestion()
    const running = await makeExam(world, { course, keys: ['a'] })
    const empty = await makeExam(world, { course, keys: ['a'], status: 'closed' })
    for (const exam of [running, empty]) {
      await ask(exam.questionIds[0] ?? '', { questionId: question.id, versionId: null })
    }
    const { body } = await history(trainer, question.id)
    expect(body.exams).toMatchObject([
      { examId: empty.id, n: 0, facility: { value: null, reason: 'no_student' }, facilityInterval: null },
    ])
  })

  it('is empty before the first exam, and does not exist in another course', async () => {
    const question = await bankQuestion()
    expect((await history(trainer, question.id)).body).toEqual({ exams: [] })
    const elsewhere = await world.course()
    const stranger = await world.staff('Zoé', { course: elsewhere, role: 'owner' })
    expect((await history(stranger, question.id)).status).toBe(404)
    // By her own course, neither.
    expect((await history(stranger, question.id, elsewhere.id)).status).toBe(404)
    const guard = await world.staff('Iris', { course, role: 'invigilator' })
    expect((await history(guard, question.id)).body.code).toBe('not_allowed')
  })
})

describe('npm run statistics', () => {
  const folder = mkdtempSync(join(tmpdir(), 'bareme-statistics-'))
  const file = (name: string, text: string) => {
    writeFileSync(join(folder, name), text)
    return join(folder, name)
  }
  const run = (...options: string[]) =>
    promisify(execFile)(process.execPath, ['--import', 'tsx', 'server/statistics/cli.ts', ...options]).then(
      ({ stdout }) => ({ code: 0, stdout, stderr: '' }),
      (error: { code: number; stdout: string; stderr: string }) => error,
    )

  it('prints the figures of letters and a key, read as Excel writes them', async () => {
    const responses = file('r.csv', '\uFEFFid;q1;q2\r\n1;A;B\r\n2;A;A\r\n3;C;\r\n4;C;A\r\n')
    const { stdout } = await run(responses, '--key', file('k.csv', 'question;clé\r\nq1;A\r\nq2;B\r\n'), '--json')
    const printed = JSON.parse(stdout)
    expect(printed).toMatchObject({
      n: 4,
      mean: 0.75,
      items: [
        { item: 'q1', facility: 0.5 },
        { item: 'q2', blanks: 1 },
      ],
    })
    expect(
      printed.items[0].choices.map(({ choice, count }: { choice: string; count: number }) => [choice, count]),
    ).toEqual([
      ['A', 2],
      ['B', 0],
      ['C', 2],
    ])
  })

  it('says what is wrong with a file, and exits with 1', async () => {
    const ragged = await run(file('ragged.csv', 'id,q1\n1,A\n2\n'), '--key', file('k1.csv', 'q1,A'))
    expect([ragged.code, ragged.stdout]).toEqual([1, ''])
    expect(ragged.stderr).toContain('Ligne 3 : 1 cellule, 2 attendues. · Line 3: 1 cell, 2 expected.')
    expect((await run(join(folder, 'none.csv'))).stderr).toContain('n’existe pas')
    expect((await run(file('open.csv', 'id,q1\n1,"A\n'))).stderr).toContain('guillemet')
    const nobody = await run(file('nobody.csv', 'id,q1\n'), '--key', join(folder, 'k1.csv'))
    expect([nobody.code, nobody.stdout]).toEqual([1, ''])
    expect(nobody.stderr).toContain('Aucun étudiant')
    expect(nobody.stderr).toContain('No student')
  })

  it('gives what there is of a class of one, of blanks, of an item everybody got: a reason, never NaN', async () => {
    const key = file('k2.csv', 'q1,A\nq2,B\n')
    const figuresOf = async (name: string, text: string) => {
      const { stdout } = await run(file(name, text), '--key', key, '--json')
      expect(stdout).not.toMatch(/NaN|Infinity/)
      return JSON.parse(stdout)
    }
    const one = await figuresOf('one.csv', 'id,q1,q2\n1,A,C\n')
    expect(one).toMatchObject({ n: 1, mean: 1, sd: null, alpha: null, sem: null, undefined: { sd: 'one_student' } })
    const blank = await figuresOf('blank.csv', 'id,q1,q2\n1,,\n2,,\n')
    expect(blank).toMatchObject({ n: 2, mean: 0, alpha: null, undefined: { alpha: 'no_variance' } })
    expect(blank.items[0]).toMatchObject({ blanks: 2, facility: 0, discrimination: null })
    const flat = await figuresOf('flat.csv', 'id,q1,q2\n1,A,B\n2,A,C\n3,A,B\n')
    expect(flat.items[0]).toMatchObject({
      facility: 1,
      itemRest: null,
      undefined: { discrimination: 'no_variance', itemRest: 'no_variance' },
    })
    expect(Object.keys(flat)).toEqual(expect.arrayContaining(['n', 'mean', 'sd', 'alpha', 'sem', 'items']))
    expect(Object.keys(flat.items[0])).toEqual(
      expect.arrayContaining([
        ...['item', 'facility', 'sd', 'discrimination', 'itemTotal', 'itemRest', 'alphaIfDeleted', 'flags', 'choices'],
      ]),
    )
  })

  it('wonders about a key that nobody chose: the choice may not exist', async () => {
    const { stdout } = await run(file('r3.csv', 'id,q1\n1,A\n2,B\n'), '--key', file('k3.csv', 'q1,Z'))
    expect(stdout).toContain('personne n’a choisi la bonne réponse Z')
    expect(stdout).toContain('Does it exist?')
  })
})

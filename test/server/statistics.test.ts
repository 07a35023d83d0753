import { execFile } from 'node:child_process'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import * as corrections from '#contract/corrections.ts'
import * as contract from '#contract/statistics.ts'
import { markedExam } from '#test/setup/marked-exam.ts'
import { createWorld, type Someone, type World } from '#test/setup/world.ts'

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
    expect(ragged.stderr).toContain('Ligne 3 : 1 cellules, 2 attendues.')
    expect((await run(join(folder, 'none.csv'))).stderr).toContain('n’existe pas')
    expect((await run(file('open.csv', 'id,q1\n1,"A\n'))).stderr).toContain('guillemet')
  })
})

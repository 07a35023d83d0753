import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest'
import * as blueprints from '#contract/exams/blueprints.ts'
import * as composition from '#contract/exams/composition.ts'
import * as exams from '#contract/exams/exams.ts'
import { getLint } from '#contract/questions/questions.ts'
import { lintQuestions } from '#core/questions/lint/lint.ts'
import { ensureShippedCourse } from '#server/exams/ensure-shipped-course.ts'
import { projectRoot } from '#server/platform/project-root.ts'
import { printCheck, printCoverage, printLint, printStamp } from '#server/questions/bank/cli-reports.ts'
import { enemiesCommand } from '#server/questions/bank/enemies-command.ts'
import { judgeBank } from '#server/questions/bank/judge-bank.ts'
import { loadBank } from '#server/questions/bank/load-bank.ts'
import { readBank } from '#server/questions/bank/read-bank.ts'
import { settingsOf } from '#test/setup/exam.ts'
import { smallOutline } from '#test/setup/small-bank.ts'
import { createWorld, type Someone, type World } from '#test/setup/world.ts'
import { asColumn } from '../setup/as-column.ts'

let world: World
let folder = ''
let params: { courseId: string }
let nadia: Someone
let marc: Someone
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'proof-'))
  world = await createWorld()
  const courseId = (await ensureShippedCourse(world.deps)).courseId ?? ''
  params = { courseId }
  nadia = await world.staff('Nadia', { course: { id: courseId }, role: 'trainer' })
  marc = await world.staff('Marc', { course: { id: courseId }, role: 'invigilator' })
}, 90_000)
afterAll(async () => {
  await world.close()
  await rm(folder, { recursive: true, force: true })
})

const bank = `# Relu en novembre.
section: images
questions:
  - id: une
    type: single
    difficulty: easy
    level: remember
    seconds: 40
    source: { heading: Images, quote: une image }
    stem: Que contient une image ?   # à revoir
    choices: [{ text: Des couches, correct: true }, { text: Un noyau }]
    explanation: Une image est une pile de couches.
  - id: deux
    type: true_false
    difficulty: hard
    level: apply
    seconds: 40
    source:
      heading: "Images"
      quote: une image

    answer: true
    stem: Une image n’est pas un noyau.
    explanation: Une image est une pile de couches.
`
const course = '# Images\n\nUne image est une pile.\n\n```sh\n# pas un titre\n```\n\n# Réseaux\n\nUn port.\n'
beforeEach(async () => {
  await mkdir(join(folder, 'un'), { recursive: true })
  await writeFile(join(folder, 'course.yaml'), smallOutline)
  await writeFile(join(folder, 'course.md'), course)
  await writeFile(join(folder, 'un/images.yaml'), bank)
  for (const name of ['passages.json', 'exam.yaml']) await rm(join(folder, name), { force: true })
})

const commands = { check: printCheck, lint: printLint, coverage: printCoverage }

/** What the command prints and its exit code, without a process: starting one is most of its time. */
async function run(name: keyof typeof commands | 'stamp', option?: '--json', plan?: string) {
  const log = vi.spyOn(console, 'log').mockImplementation(() => undefined)
  const errors = vi.spyOn(console, 'error').mockImplementation(() => undefined)
  const code =
    name === 'stamp' ? await printStamp(folder) : await commands[name]({ folder, asJson: option === '--json', plan })
  const out = log.mock.calls.flat().join('\n')
  log.mockRestore()
  errors.mockRestore()
  return { code, out }
}
const images = () => readFile(join(folder, 'un/images.yaml'), 'utf8')

it('prints the state of the bank in five numbers', async () => {
  const { code, out } = await run('check', '--json')
  expect(JSON.parse(out)).toEqual({ questions: 2, sections: 2, sectionsWithoutQuestion: 1, errors: 0, warnings: 1 })
  expect(code).toBe(0)
  await writeFile(join(folder, 'un/images.yaml'), bank.replace('correct: true', 'correct: false'))
  const broken = await run('check', '--json')
  expect(JSON.parse(broken.out)).toMatchObject({ questions: 1, errors: 1 })
  expect(broken.code).toBe(1)
}, 60_000)

it('warns of facts last checked long ago, or on a version that is no longer supported', async () => {
  const checked = (date: string, version: string) =>
    bank.replace('    stem:', `    verified: { date: "${date}", version: ${version} }\n    stem:`)
  const warnings = async () => {
    const { outdated, problems } = await judgeBank(folder, { today: '2026-11-29' })
    return [...problems.map(({ code }) => code), ...outdated.map(({ why, detail }) => `${why} ${detail}`)]
  }
  await writeFile(join(folder, 'un/images.yaml'), checked('2026-02-28', 'Kubernetes 1.34.2'))
  expect(await warnings()).toEqual(['old 2026-02-28'])
  const table = 'reviewed: "2026-11-29"\nversions: [{ product: Kubernetes, version: "1.34", until: "2026-10-27" }]\n'
  await writeFile(join(folder, 'supported-versions.yaml'), table)
  await writeFile(join(folder, 'un/images.yaml'), checked('2026-03-01', 'Kubernetes 1.34.2'))
  expect(await warnings()).toEqual(['unsupported Kubernetes 1.34, 2026-10-27'])
  await writeFile(join(folder, 'un/images.yaml'), checked('2026-03-01', 'Kubernetes 1.35'))
  expect(await warnings()).toEqual([])
  await writeFile(join(folder, 'supported-versions.yaml'), table.replace('"2026-10-27"', 'bientôt'))
  expect(await warnings()).toEqual(['bad_format'])
  await rm(join(folder, 'supported-versions.yaml'))
})

it('reads the project beside the outline, and says where it is wrong', async () => {
  const level = (id: string) => `      - { id: ${id}, label: L, description: D, points: 0 }\n`
  const project = (levels: string) =>
    `id: p\ntitle: P\ncriteria:\n  - id: a\n    title: A\n    weight: 1\n    levels:\n${levels}`
  await writeFile(join(folder, 'project.yaml'), project(level('x') + level('x')))
  const twice = await run('check')
  expect(twice.out).toMatch(/project\.yaml:9:/)
  expect(twice.code).toBe(1)
  await writeFile(join(folder, 'project.yaml'), project(level('x')))
  expect((await judgeBank(folder)).problems).toMatchObject([{ code: 'too_short', file: 'project.yaml', line: 8 }])
  await writeFile(join(folder, 'project.yaml'), project(level('x') + level('y')))
  expect((await run('check')).code).toBe(0)
  await rm(join(folder, 'project.yaml'))
})

it('is a command, whose exit code a pipeline can read', async () => {
  await writeFile(join(folder, 'un/images.yaml'), bank.replace('correct: true', 'correct: false'))
  const ended = await new Promise<{ code: unknown; out: string }>((resolve) => {
    const given = ['--import', 'tsx', 'server/questions/bank/cli.ts', 'check', '--json']
    const env = { ...process.env, QUESTIONS_DIR: folder }
    execFile(process.execPath, given, { cwd: projectRoot, env }, (error, out) =>
      resolve({ code: error?.code ?? 0, out }),
    )
  })
  expect(ended.code).toBe(1)
  expect(JSON.parse(ended.out)).toMatchObject({ questions: 1, errors: 1 })
}, 60_000)

it('says where a remark is, how to mend it, and stops once it is explained', async () => {
  const before = await run('lint')
  expect(before.code).toBe(1)
  expect(before.out).toContain('images.yaml:13:5 [plain_negation] deux')
  expect(before.out).toContain('Mettre la négation en gras')
  const allow = '    allow: { plain_negation: C’est cette négation que l’on veut faire lire. }\n    answer: true\n'
  await writeFile(join(folder, 'un/images.yaml'), bank.replace('    answer: true\n', allow))
  const after = await run('lint')
  expect(after.code).toBe(0)
  expect(after.out).toContain('Gardé : C’est cette négation')
}, 60_000)

it('proposes enemies, writes in the file the pair that is accepted, or why it is not, and asks no more', async () => {
  const asked = (id: string, stem: string, answer: string, more = '') =>
    `  - { id: ${id}, type: single, difficulty: easy, level: apply, seconds: 50${more} }\n`.replace(
      /^ {2}- \{ (.*) \}\n$/,
      (_, fields: string) => `  - ${fields.replaceAll(', ', '\n    ')}\n`,
    ) +
    `    source: { heading: Images, quote: Une image est une pile }\n    stem: ${stem}\n` +
    `    choices:\n      - text: ${answer}\n        correct: true\n      - text: autre ${id}\n    explanation: Parce que.\n`
  const others = ['alpha', 'beta', 'gamma', 'delta'].map((word) => asked(word, `Un ${word} seul ${word}s ?`, word))
  const twins = [
    asked('donne', 'Après « docker image prune » que reste-t-il ?', 'rien du tout'),
    asked('demande', 'Comment vider les images inutiles par docker ?', 'docker image prune'),
    asked('tiers', 'Combien de couches ajoute une ligne COPY ?', 'une'),
  ]
  await writeFile(join(folder, 'un/images.yaml'), `section: images\nquestions:\n${[...others, ...twins].join('')}`)
  const enemies = async (...given: string[]) => {
    const log = vi.spyOn(console, 'log').mockImplementation(() => undefined)
    const errors = vi.spyOn(console, 'error').mockImplementation(() => undefined)
    const code = await enemiesCommand(given, folder)
    const out = log.mock.calls.flat().join('\n')
    log.mockRestore()
    errors.mockRestore()
    return { code, out }
  }
  expect((await run('lint')).out).toContain('[possible_enemy] donne')
  expect((await enemies()).out).toContain('donne demande (docker image prune)')
  expect((await enemies('--accept', 'donne', 'demande')).code).toBe(0)
  expect(await images()).toContain('    enemies: [demande]\n    stem: Après')
  expect((await enemies()).out).not.toContain('donne demande')
  expect((await enemies('--accept', 'donne', 'alpha')).code).toBe(0)
  expect(await images()).toContain('    enemies: [demande, alpha]\n')
  expect((await enemies('--dismiss', 'tiers', 'demande', '--because', 'une "question", une réponse')).code).toBe(0)
  expect((await enemies('--dismiss', 'tiers', 'donne', '--because', 'deux moments')).code).toBe(0)
  expect(await images()).toContain(
    `    allow:\n      possible_enemy: "demande : une 'question', une réponse ; donne : deux moments"\n`,
  )
  expect((await run('lint')).out).not.toMatch(/\[possible_enemy\].*\n(?! {2}Gardé)/)
  expect((await judgeBank(folder)).problems).toEqual([])
  const before = await images()
  expect((await enemies('--accept', 'donne', 'inconnue')).code).toBe(1)
  expect((await enemies('--dismiss', 'donne', 'alpha', '--because', 'long '.repeat(70))).code).toBe(1)
  expect((await enemies('--dismiss', 'donne', 'alpha')).code).toBe(2)
  expect((await enemies('--accept', 'donne')).code).toBe(2)
  expect((await enemies('--refuse')).code).toBe(2)
  expect(await images()).toBe(before)
}, 60_000)

it('prints the matrix, and fails while a section has no question', async () => {
  const { code, out } = await run('coverage')
  expect(code).toBe(1)
  expect(out).toContain('1 section sans question')
  const json = await run('coverage', '--json')
  expect(JSON.parse(json.out).coverage).toMatchObject([
    { section: 'images', total: 2 },
    { section: 'reseaux', total: 0 },
  ])
  await writeFile(join(folder, 'plan.yaml'), 'lines:\n  - { section: images, count: 5 }\n')
  const against = await run('coverage', '--json', join(folder, 'plan.yaml'))
  expect(JSON.parse(against.out).coverage[0]).toMatchObject({ planned: 5, missing: 3 })
  expect((await run('coverage', '--json', join(folder, 'absent.yaml'))).code).toBe(2)
  for (const text of ['lines: [', 'lines:\n  - { section: images, count: beaucoup }\n']) {
    await writeFile(join(folder, 'plan.yaml'), text)
    expect((await run('coverage', '--json', join(folder, 'plan.yaml'))).code, text).toBe(2)
    await writeFile(join(folder, 'exam.yaml'), text)
    expect((await run('coverage')).code, text).toBe(2)
  }
}, 60_000)

it('stamps the passages without touching anything else, and shows what changed since', async () => {
  expect((await run('stamp')).out).toContain('2 empreintes')
  const stamped = await images()
  expect(stamped.replace(/, hash: "[0-9a-f]{12}"|\n +hash: "[0-9a-f]{12}"/g, '')).toBe(bank)
  expect((await readBank(folder)).questions.map(({ question }) => question.source.hash)).toEqual([
    expect.stringMatching(/^[0-9a-f]{12}$/),
    expect.stringMatching(/^[0-9a-f]{12}$/),
  ])
  // Another section, other line breaks: the same passage.
  await writeFile(
    join(folder, 'course.md'),
    course.replace('Un port.', 'Un autre port.').replace('\n\nUne image est', '\nUne image\nest'),
  )
  expect((await run('check')).out).not.toContain('le passage a changé')

  await writeFile(join(folder, 'course.md'), course.replace('une pile', 'une pile de couches'))
  const changed = await run('check')
  expect(changed.code).toBe(0)
  expect(changed.out).toContain('deux : « Images », le passage a changé.')
  expect(changed.out).toContain('- Une image est une pile.\n  + Une image est une pile de couches.')
  await run('stamp')
  expect(await images()).not.toBe(stamped)
  expect((await run('check')).out).not.toContain('le passage a changé')

  await writeFile(join(folder, 'course.md'), course.replace('# Images', '# Les images'))
  expect((await run('check')).out).toContain('ce titre n’est plus dans course.md')
}, 120_000)

it('makes no new version of a question for a stamp or an explanation', async () => {
  const one = await world.db.course.create({ data: { slug: 'petit', title: 'Petit', outline: { sessions: [] } } })
  const load = async () =>
    loadBank(world.deps, { courseId: one.id, bank: await readBank(folder), actor: { id: null, name: 'Barème' } })
  expect(await load()).toMatchObject({ added: 2 })
  await run('stamp')
  await writeFile(
    join(folder, 'un/images.yaml'),
    (await images()).replace('answer: true', 'answer: true\n    allow: { plain_negation: Voulue pour cette lecture. }'),
  )
  expect(await load()).toMatchObject({ added: 0, changed: 0, archived: 0 })
}, 60_000)

it('compares the bank with the newest exam, or with the one asked for', async () => {
  const read = async (exam?: string) =>
    (await world.ask(nadia, composition.getCoverage, { params, query: exam ? { exam } : {} })).body
  const shipped = await read()
  expect(shipped.exams).toHaveLength(1)
  expect(shipped.examId).toBe(shipped.exams[0]?.id)
  const sections = shipped.sessions.flatMap((session) => session.sections)
  expect(sections.reduce((sum, { total }) => sum + total, 0)).toBe(shipped.total)
  expect(sections.reduce((sum, { planned }) => sum + planned, 0)).toBe(35)
  expect(sections.every(({ missing }) => missing === 0)).toBe(true)

  world.wait(60)
  const { body: exam } = await world.ask(nadia, exams.createExam, { params, body: { title: 'Trop long' } })
  const { questionIds } = exam.blueprint
  const lines = [{ section: 'virtualisation', count: 100 }]
  const place = { ...params, examId: exam.id }
  await world.ask(nadia, exams.updateExam, {
    params: place,
    body: { ...settingsOf(exam), blueprint: { questionIds, lines }, revision: exam.revision },
  })
  const [first] = (await read(exam.id)).sessions.flatMap((session) => session.sections)
  expect(first).toMatchObject({ id: 'virtualisation', planned: 100 })
  // Two enemies are never drawn together.
  expect(first?.missing).toBeGreaterThanOrEqual(100 - (first?.total ?? 0))
  // A kept plan is compared in the same way, and belongs to its course.
  const kept = (
    await world.ask(nadia, blueprints.keepBlueprint, {
      params,
      body: {
        name: 'Trop large',
        blueprint: { questionIds: [], lines: [{ section: 'virtualisation', count: 1, pool: 60 }] },
      },
    })
  ).body
  const { body: against } = await world.ask(nadia, composition.getCoverage, { params, query: { plan: kept.id } })
  expect(against).toMatchObject({ examId: null, planId: kept.id, plans: [{ id: kept.id, name: 'Trop large' }] })
  const [planned] = against.sessions.flatMap((session) => session.sections)
  expect(planned?.planned).toBe(60)
  expect(planned?.missing).toBeGreaterThan(40)
  const stranger = await world.ask(nadia, composition.getCoverage, { params, query: { plan: exam.id } })
  expect(stranger.status).toBe(404)
  expect((await read()).examId).toBe(exam.id)
  expect((await read(shipped.examId ?? '')).sessions).toEqual(shipped.sessions)
}, 30_000)

it('is for trainers of the course, about exams of the course', async () => {
  const refused = await world.ask(marc, composition.getCoverage, { params, query: {} })
  expect(refused.status).toBe(403)
  expect((await world.ask(marc, getLint, { params })).status).toBe(403)
  const other = await world.course('Autre cours')
  const claire = await world.staff('Claire', { course: other, role: 'owner' })
  expect((await world.ask(claire, composition.getCoverage, { params, query: {} })).status).toBe(404)
  const [exam] = (await world.ask(nadia, exams.listExams, { params })).body.exams
  const theirs = await world.ask(claire, composition.getCoverage, {
    params: { courseId: other.id },
    query: { exam: exam?.id },
  })
  expect(theirs.status).toBe(404)
})

it('tells how the questions of the bank are written, as the command does', async () => {
  const { body } = await world.ask(nadia, getLint, { params })
  const { questions } = await readBank(join(projectRoot, 'questions'))
  const { findings, keyBalance } = lintQuestions(questions.map(({ question }) => question))
  expect(body.remarks).toEqual([])
  expect(findings.filter(({ allowed }) => allowed === null)).toEqual([])
  expect(body.keyBalance).toEqual(keyBalance)

  const row = await world.db.questionVersion.findFirstOrThrow({
    where: { question: { courseId: params.courseId } },
    omit: { id: true, words: true, facts: true },
    orderBy: { number: 'desc' },
  })
  const next = { number: row.number + 1, content: asColumn({ ...row.content, explanation: '' }), hash: 'autre' }
  const rendered = asColumn(row.rendered)
  await world.db.questionVersion.create({ data: { ...row, rendered, ...next } })
  const after = (await world.ask(nadia, getLint, { params })).body
  expect(after.remarks).toMatchObject([{ code: 'no_explanation', severity: 'warning', count: 1 }])
  expect(after.remarks[0]?.questions).toMatchObject([{ id: row.questionId }])
}, 60_000)

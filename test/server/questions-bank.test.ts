import { appendFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { ensureShippedCourse } from '#server/exams/ensure-shipped-course.ts'
import { loadBank } from '#server/questions/bank/load-bank.ts'
import { problemSentence } from '#server/questions/bank/problem-sentence.ts'
import { readBank } from '#server/questions/bank/read-bank.ts'
import { smallOutline } from '#test/setup/small-bank.ts'
import { createWorld, type World } from '#test/setup/world.ts'

let folder = ''
let world: World
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bank-'))
  world = await createWorld({ settings: { questionsDir: folder } })
})
afterAll(async () => {
  await world.close()
  await rm(folder, { recursive: true, force: true })
})

const question = (id: string, more = '') => `  - id: ${id}
    type: single
    difficulty: easy
    level: remember
    seconds: 40
    source: { heading: Images, quote: une image }
    stem: Que contient une image ?
    choices:
      - text: Des couches
        correct: true
      - text: Un noyau
    explanation: Une image est une pile de couches.
${more}`
const file = (section: string, ...questions: string[]) => `section: ${section}\nquestions:\n${questions.join('')}`

const write = async (path: string, text: string) => {
  await mkdir(dirname(join(folder, path)), { recursive: true })
  await writeFile(join(folder, path), text)
}
const told = async () =>
  (await readBank(folder)).problems.map(({ file, line, column, code, key }) => ({
    at: `${file}:${line}:${column}`,
    code,
    key,
  }))

beforeEach(async () => {
  await rm(folder, { recursive: true, force: true })
  await write('course.yaml', smallOutline)
  await write('un/images.yaml', file('images', question('img-a'), question('img-b')))
  await write('un/reseaux.yaml', file('reseaux', question('res-a')))
})

it('says where a question is wrong and keeps the others', async () => {
  await write(
    'un/images.yaml',
    file(
      'images',
      question('img-a').replace('easy', 'facile'),
      question('img-b'),
      question('img-c', '    hasard: 3\n'),
    ),
  )
  expect(await told()).toEqual([
    { at: 'un/images.yaml:5:17', code: 'not_one_of', key: 'difficulty' },
    { at: 'un/images.yaml:39:5', code: 'unknown_key', key: 'hasard' },
  ])
  const { questions, problems } = await readBank(folder)
  expect(questions.map(({ question: { id } }) => id)).toEqual(['img-b', 'res-a'])
  expect(problems.map(problemSentence)).toEqual([
    '« difficulty » doit être l’un de : easy, medium, hard.',
    '« hasard » n’existe pas dans ce format : vérifiez l’orthographe.',
  ])
})

it.each([
  ['a question without a key', question('x').replace('        correct: true\n', ''), 'no_key', '11:7'],
  [
    'two keys where one is asked',
    question('x').replace('- text: Un noyau', '- text: Un noyau\n        correct: true'),
    'several_keys',
    '11:7',
  ],
  ['the same choice twice', question('x').replace('Un noyau', 'des couches'), 'duplicate_choice', '11:7'],
  ['a missing explanation', question('x').replace(/ {4}explanation.*\n/, ''), 'missing', '3:5'],
  ['a type nobody knows', question('x').replace('single', 'qcm'), 'not_one_of', '4:11'],
  ['a time that is too long', question('x').replace('40', '4000'), 'too_long', '7:14'],
  ['an identifier with capitals', question('Xa'), 'bad_format', '3:9'],
  ['a number where words are expected', question('x').replace('Que contient une image ?', '12'), 'wrong_type', '9:11'],
  ['an identifier already taken', question('res-a'), 'duplicate_id', undefined],
])('tells %s', async (_what, text, code, place) => {
  await write('un/images.yaml', file('images', text))
  const problems = await told()
  expect(problems).toMatchObject([{ code }])
  if (place) expect(problems[0]?.at).toBe(`un/images.yaml:${place}`)
})

it('tells an enemy that does not exist, an address that is no documentation, a day that is none', async () => {
  const asked = (id: string, more: string) => question(id, `    ${more}\n`)
  await write(
    'un/images.yaml',
    file(
      'images',
      asked('img-un', 'enemies: [img-deux, img-partie]'),
      asked('img-deux', 'enemies: [img-deux]'),
      asked('img-trois', 'reference: http://docs.docker.com/'),
      asked('img-quatre', 'verified: { date: "2026-02-30", version: Docker 29 }'),
      asked('img-cinq', 'reference: https://docs.docker.com/engine/'),
      asked('img-six', 'objective: Voler'),
      asked('img-sept', 'objective: Lire une image'),
    ),
  )
  expect((await told()).map(({ code, key }) => `${code} ${key}`)).toEqual([
    'unknown_enemy img-un',
    'own_enemy img-deux',
    'bad_format reference',
    'bad_format verified.date',
    'unknown_objective img-six',
  ])
  const { questions } = await readBank(folder)
  expect(questions.map(({ question }) => question.id)).toEqual([
    'img-un',
    'img-deux',
    'img-cinq',
    'img-six',
    'img-sept',
    'res-a',
  ])
  expect(questions[2]?.question.reference).toBe('https://docs.docker.com/engine/')
})

it('reads what it can of a file that is not YAML as a whole', async () => {
  await write(
    'un/images.yaml',
    file('images', question('img-a'), question('img-b').replace('Un noyau', '"Un noyau'), question('img-c')),
  )
  const { questions, problems, incompleteSections } = await readBank(folder)
  expect(questions.map(({ question: { id } }) => id)).toEqual(['img-a', 'img-c', 'res-a'])
  expect(problems).toHaveLength(1)
  expect(problems[0]).toMatchObject({ file: 'un/images.yaml', code: 'yaml' })
  expect(problems[0]?.line).toBeGreaterThanOrEqual(27)
  expect(problems[0]?.line).toBeLessThanOrEqual(29)
  expect(incompleteSections).toEqual(['images'])
})

it('tells a section the course does not have, a file in the wrong place, an alias bomb, a huge file', async () => {
  await write('un/inconnue.yaml', file('inconnue', question('inc-a')))
  await write('deux/images.yaml', file('images', question('img-z')))
  await write(
    'un/bombe.yaml',
    `a: &a [x, x, x, x, x, x, x, x, x, x]\nb: &b [*a, *a, *a, *a, *a, *a]\nsection: bombe\nquestions: [*b, *b, *b, *b, *b, *b]\n`,
  )
  await write('un/enorme.yaml', `# ${'x'.repeat(3_000_000)}`)
  const codes = (await told()).map(({ at, code }) => `${at} ${code}`)
  expect(codes).toContain('un/inconnue.yaml:1:1 unknown_section')
  expect(codes).toContain('deux/images.yaml:1:1 wrong_folder')
  expect(codes.filter((line) => line.startsWith('un/bombe.yaml'))).not.toEqual([])
  expect(codes).toContain('un/enorme.yaml:1:1 file_too_large')
  expect((await readBank(folder)).questions.map(({ question: { id } }) => id)).not.toContain('inc-a')
})

it('creates the course once and follows its files, a version per change of content', async () => {
  const first = await ensureShippedCourse(world.deps)
  expect(first).toMatchObject({ added: 3, changed: 0, problems: [] })
  const again = await ensureShippedCourse(world.deps)
  expect(again).toEqual({ ...first, added: 0 })
  expect(await world.db.course.count({ where: { slug: 'petit-cours' } })).toBe(1)
  expect(await world.db.questionVersion.count()).toBe(3)

  // A comment and another order are not another question.
  await write(
    'un/images.yaml',
    `# relu\n${file('images', question('img-b'), question('img-a').replace('Que contient', 'De quoi se compose'))}`,
  )
  expect(await ensureShippedCourse(world.deps)).toMatchObject({ added: 0, changed: 1 })
  const where = { courseId: first.courseId ?? '', key: 'img-a' }
  const versions = await world.db.question.findFirstOrThrow({
    where,
    include: { versions: { orderBy: { number: 'asc' } } },
  })
  expect(versions.versions.map(({ number, content }) => [number, (content as { stem: string }).stem])).toEqual([
    [1, 'Que contient une image ?'],
    [2, 'De quoi se compose une image ?'],
  ])
})

it('takes what an author answers to the linter, said alone, without a version', async () => {
  await write('course.yaml', smallOutline)
  const load = async (more: string) => {
    await write('un/images.yaml', file('images', question('img-a', more), question('img-b')))
    await ensureShippedCourse(world.deps)
    const { id } = await world.db.course.findUniqueOrThrow({ where: { slug: 'petit-cours' } })
    return world.db.questionVersion.findMany({
      where: { question: { courseId: id, key: 'img-a' } },
      orderBy: { number: 'asc' },
    })
  }
  const before = await load('')
  const said = await load('    allow: { longest_choice_is_key: "Deux propositions courtes." }\n')
  expect(said.length).toBe(before.length)
  expect(said.at(-1)?.content).toMatchObject({ allow: { longest_choice_is_key: 'Deux propositions courtes.' } })
  expect(await load('    allow: { longest_choice_is_key: "Deux propositions courtes." }\n')).toEqual(said)
  const unsaid = await load('')
  expect(unsaid.at(-1)?.content).not.toHaveProperty('allow')
  expect(unsaid.length).toBe(before.length)
})

it('archives a question that disappeared, brings it back, and archives nothing when a file cannot be read', async () => {
  const { courseId } = await ensureShippedCourse(world.deps)
  const archived = async () =>
    (await world.db.question.findMany({ where: { courseId: courseId ?? '', archivedAt: { not: null } } })).map(
      ({ key }) => key,
    )

  await write('un/images.yaml', file('images', question('img-b')))
  await ensureShippedCourse(world.deps)
  expect(await archived()).toEqual(['img-a'])

  await write('un/images.yaml', file('images', question('img-a'), question('img-b')))
  await ensureShippedCourse(world.deps)
  expect(await archived()).toEqual([])

  await appendFile(join(folder, 'un/images.yaml'), '  - id: "img-c\n')
  await write('un/reseaux.yaml', '{{{')
  expect((await ensureShippedCourse(world.deps)).problems).toHaveLength(2)
  expect(await archived()).toEqual([])

  const before = await readFile(join(folder, 'course.yaml'), 'utf8')
  await write('course.yaml', before.replace('language: fr', 'language: klingon'))
  expect(await ensureShippedCourse(world.deps)).toMatchObject({
    courseId: null,
    problems: [{ file: 'course.yaml', line: 4, code: 'not_one_of' }],
  })
  expect(await archived()).toEqual([])
})

it('takes five thousand questions, and finds nothing to do the second time', async () => {
  const course = await world.course('Grand cours')
  const bank = await readBank(folder)
  const model = bank.questions[0]
  if (!model) throw new Error('no question')
  const questions = Array.from({ length: 5_000 }, (_, index) => ({
    ...model,
    question: { ...model.question, id: `q-${index}` },
  }))
  const actor = { id: null, name: 'test' }
  expect(await loadBank(world.deps, { courseId: course.id, bank: { ...bank, questions }, actor })).toMatchObject({
    added: 5_000,
  })
  expect(await loadBank(world.deps, { courseId: course.id, bank: { ...bank, questions }, actor })).toMatchObject({
    added: 0,
    changed: 0,
    archived: 0,
  })
}, 60_000)

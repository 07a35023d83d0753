import { afterAll, beforeAll, expect, it } from 'vitest'
import { type ContentNode, contentNode } from '#contract/questions/content.ts'
import { plainText } from '#contract/questions/plain-text.ts'
import * as questions from '#contract/questions/questions.ts'
import { ensureShippedCourse } from '#server/exams/ensure-shipped-course.ts'
import { render } from '#server/questions/rendering/render.ts'
import { createWorld, nobody, type Someone, type World } from '#test/setup/world.ts'
import { asColumn } from '../setup/as-column.ts'

let world: World
let params: { courseId: string }
let nadia: Someone
let marc: Someone
let stranger: Someone
beforeAll(async () => {
  world = await createWorld()
  const courseId = (await ensureShippedCourse(world.deps)).courseId ?? ''
  params = { courseId }
  nadia = await world.staff('Nadia', { course: { id: courseId }, role: 'trainer' })
  marc = await world.staff('Marc', { course: { id: courseId }, role: 'invigilator' })
  stranger = await world.staff('Claire', { course: await world.course('Autre cours'), role: 'owner' })
}, 90_000)
afterAll(() => world.close())

it('counts the bank by section and difficulty', async () => {
  const { body } = await world.ask(nadia, questions.getBank, { params })
  expect(body.sessions.map(({ sections }) => sections.length)).toEqual([15, 6, 3, 3, 3])
  const counted = body.sessions
    .flatMap(({ sections }) => sections)
    .map(({ counts, practice }) => counts.easy + counts.medium + counts.hard + practice)
  expect(counted.reduce((sum, count) => sum + count, 0)).toBe(body.total)
  expect(body.total).toBe(await world.db.question.count({ where: params }))
})

it('shows a section with no question as one, not as missing', async () => {
  const course = await world.db.course.create({
    data: {
      slug: 'vide',
      title: 'Vide',
      outline: asColumn({ sessions: [{ id: 'un', title: 'Un', sections: [{ id: 'seule', title: 'Seule' }] }] }),
    },
  })
  const someone = await world.staff('Lou', { course, role: 'trainer' })
  const { body } = await world.ask(someone, questions.getBank, { params: { courseId: course.id } })
  expect(body).toMatchObject({
    total: 0,
    sessions: [
      {
        id: 'un',
        title: 'Un',
        sections: [{ id: 'seule', title: 'Seule', counts: { easy: 0, medium: 0, hard: 0 }, practice: 0 }],
      },
    ],
  })
})

it('lists light rows in the order of the course, page by page, each once', async () => {
  const pageAt = async (page: number) =>
    (await world.ask(nadia, questions.listQuestions, { params, query: { page } })).body
  const first = await pageAt(1)
  const pageCount = Math.ceil(first.total / first.questions.length)
  expect(pageCount).toBeGreaterThan(5)
  const others = await Promise.all(Array.from({ length: pageCount - 1 }, (_, index) => pageAt(index + 2)))
  const rows = [first, ...others].flatMap((page) => page.questions)
  expect(rows).toHaveLength(first.total)
  expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length)
  expect(rows[0]?.section).toBe('virtualisation')
  expect(rows.at(-1)?.section).toBe('gitops-projet')
  expect(new Set(rows.flatMap((row) => Object.keys(row)))).not.toContain('choices')
})

it('narrows by section, difficulty, type, level and words without accents', async () => {
  const ask = async (query: Record<string, string>) =>
    (await world.ask(nadia, questions.listQuestions, { params, query })).body
  const hard = await ask({ section: 'compose', difficulty: 'hard', type: 'single' })
  expect(hard.total).toBeGreaterThan(0)
  expect(
    hard.questions.every((row) => row.section === 'compose' && row.difficulty === 'hard' && row.type === 'single'),
  ).toBe(true)
  // The other sections keep their counts, so that one can go there.
  expect(hard.sections.length).toBeGreaterThan(10)
  expect((await ask({ level: 'analyse' })).questions.every(({ level }) => level === 'analyse')).toBe(true)
  const accents = await ask({ search: 'RESEAU' })
  expect(accents.total).toBeGreaterThan(0)
  expect((await ask({ search: 'réseau' })).total).toBe(accents.total)
  expect((await ask({ search: '%' })).total).toBeLessThan((await ask({})).total)
  expect((await ask({ search: "'); drop table x; --" })).total).toBe(0)
})

it('reads a question with its key, its explanation, its source and its neighbours', async () => {
  const { body: list } = await world.ask(nadia, questions.listQuestions, { params, query: { section: 'registres' } })
  const [first, second] = list.questions
  const { body } = await world.ask(nadia, questions.getQuestion, {
    params: { ...params, questionId: second?.id ?? '' },
  })
  expect(body).toMatchObject({
    section: 'registres',
    sectionTitle: 'Registres d’images',
    version: 1,
    previousId: first?.id,
  })
  expect(body.choices.some(({ correct }) => correct)).toBe(true)
  expect(plainText(body.explanation).length).toBeGreaterThan(40)
  expect(body.source.quote).not.toBe('')
})

it('exists for trainers of the course only', async () => {
  const { body: list } = await world.ask(nadia, questions.listQuestions, { params, query: {} })
  const student = await world.student({ course: { id: params.courseId }, name: 'Ana Pereira' })
  const statusFor = async (who: Someone) => [
    (await world.ask(who, questions.getBank, { params })).status,
    (await world.ask(who, questions.listQuestions, { params, query: {} })).status,
    (await world.ask(who, questions.getQuestion, { params: { ...params, questionId: list.questions[0]?.id ?? '' } }))
      .status,
  ]
  expect(await statusFor(nobody)).toEqual([401, 401, 401])
  expect(await statusFor(student)).toEqual([403, 403, 403])
  expect(await statusFor(marc)).toEqual([403, 403, 403])
  expect(await statusFor(stranger)).toEqual([404, 404, 404])
})

it('does not find a question of another course through one’s own', async () => {
  const { body: list } = await world.ask(nadia, questions.listQuestions, { params, query: {} })
  const own = await world.db.course.findFirstOrThrow({ where: { title: 'Autre cours' } })
  const answer = await world.ask(stranger, questions.getQuestion, {
    params: { courseId: own.id, questionId: list.questions[0]?.id ?? '' },
  })
  expect([answer.status, answer.body.code]).toEqual([404, 'not_found'])
})

it.each([
  ['<script>alert(1)</script>'],
  ['<img src=x onerror=alert(1)>'],
  ['texte <b onclick="x()">gras</b> et <nom>'],
  ['[lien](javascript:alert(1)) [autre](JaVaScRiPt:alert(1)) [donnée](data:text/html,x) [v](vbscript:x)'],
  ['![vue](data:image/svg+xml;base64,PHN2Zy8+) ![x](https://ailleurs.fr/pixel.png)'],
  ['$$\\href{javascript:alert(1)}{x}$$ $$\\includegraphics{https://x.fr/a.png}$$ $$\\htmlStyle{position:fixed}{y}$$'],
  ['$$\\def\\a{\\a\\a}\\a$$'],
  ['```html\n<script>alert(1)</script>\n```\n\n```js onload=x\nalert(1)\n```'],
  ['<a href="javascript:x">a</a>\n\n<style>body{display:none}</style>\n\n<iframe src="//x">'],
  ['| <script> |\n|---|\n| [x](javascript:1) |'],
  ['[x]: javascript:alert(1)\n\n[x] et ![x]'],
])('renders %s without anything that acts', (markdown) => {
  const nodes = render(markdown)
  for (const node of nodes) expect(contentNode.safeParse(node).error?.issues).toBeUndefined()
  const { tags, props } = everythingIn(nodes)
  expect(tags.filter((tag) => ['script', 'style', 'iframe', 'a'].includes(tag))).toEqual([])
  // An image from elsewhere is a place with its words: no address.
  expect(props.filter((name) => !['className', 'display', 'alt'].includes(name))).toEqual([])
})

function everythingIn(nodes: ContentNode[]): { tags: string[]; props: string[] } {
  const parts = nodes.flatMap((node) => (node.type === 'element' ? [node] : []))
  const inside = parts.map(({ children }) => everythingIn(children ?? []))
  return {
    tags: [...parts.map(({ tag }) => tag), ...inside.flatMap(({ tags }) => tags)],
    props: [...parts.flatMap(({ props }) => Object.keys(props ?? {})), ...inside.flatMap(({ props }) => props)],
  }
}

it('keeps what an author meant', () => {
  expect(plainText(render('remplacez <nom> par `$HOME` et $PATH'))).toBe('remplacez <nom> par $HOME et $PATH')
  expect(render('[cours](https://exemple.fr/cours)')).toMatchObject([
    { children: [{ tag: 'a', props: { href: 'https://exemple.fr/cours' } }] },
  ])
  expect(render('```yaml\na: 1\n```')).toMatchObject([
    { tag: 'pre', children: [{ tag: 'code', props: { className: 'language-yaml' } }] },
  ])
  expect(JSON.stringify(render('$$\\frac{1}{2}$$'))).toContain('mfrac')
  expect(render('| a | b |\n|:--|--:|\n| 1 | 2 |')).toMatchObject([
    { tag: 'table', children: [{ tag: 'thead' }, { tag: 'tbody' }] },
  ])
})

it.each([
  ['quotes', '>'.repeat(8_000)],
  ['lists', '- '.repeat(4_000)],
  ['quotes in lists', '> - '.repeat(2_000)],
  ['numbered lists in quotes', '> - 1. '.repeat(1_100)],
  ['brackets', '['.repeat(8_000)],
  ['stars', '**a*'.repeat(2_000)],
  ['braces in a formula', `$$${'{'.repeat(3_000)}${'}'.repeat(3_000)}$$`],
])('survives thousands of %s', (_what, markdown) => {
  expect(render(markdown).length).toBeGreaterThan(0)
})

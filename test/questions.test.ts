import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { parse } from 'yaml'
import { examFile } from '#contract/exams/exam-file.ts'
import { content } from '#contract/questions/content.ts'
import { drawQuestions } from '#core/exams/draw.ts'
import { questionTypes } from '#core/questions/question.ts'
import { projectRoot } from '#server/platform/project-root.ts'
import { judgeBank } from '#server/questions/bank/judge-bank.ts'
import { problemSentence } from '#server/questions/bank/problem-sentence.ts'
import { readBank } from '#server/questions/bank/read-bank.ts'
import { plainMarkdown } from '#server/questions/rendering/plain-markdown.ts'
import { renderFully, renderQuestion } from '#server/questions/rendering/render.ts'

const folder = join(projectRoot, 'questions')
const bank = await readBank(folder)
const questions = bank.questions.map(({ question }) => question)

it('has nothing to correct in any file of the bank', () => {
  expect(bank.problems.map((problem) => `${problem.file}:${problem.line} ${problemSentence(problem)}`)).toEqual([])
})

it('passes our own linter, stamped on the course as it is', { timeout: 30_000 }, async () => {
  const { findings, keyBalance, stale } = await judgeBank(folder)
  expect(
    findings.filter(({ allowed }) => allowed === null).map(({ code, questionId }) => `${questionId} ${code}`),
  ).toEqual([])
  expect(keyBalance.isBalanced).toBe(true)
  expect(stale.map(({ question }) => question.question.id)).toEqual([])
  expect(questions.filter(({ source }) => source.hash === undefined).map(({ id }) => id)).toEqual([])
})

it('covers every section of the course, for exams and for practice', () => {
  const sections = bank.course?.sessions.flatMap((session) => session.sections.map(({ id }) => id)) ?? []
  const countOf = (purpose: 'exam' | 'practice', within = sections) =>
    questions.filter((question) => question.purpose === purpose && within.includes(question.section)).length
  expect(sections.length).toBeGreaterThan(25)
  expect(sections.filter((id) => countOf('exam', [id]) < 12 || countOf('practice', [id]) < 5)).toEqual([])
  expect(countOf('exam')).toBeGreaterThanOrEqual(480)
  expect(countOf('practice')).toBeGreaterThanOrEqual(150)
  const gitops = ['gitops-principes', 'argocd', 'gitops-projet']
  expect(countOf('exam', gitops) + countOf('practice', gitops)).toBeGreaterThanOrEqual(90)
})

it('asks in every way the platform knows, at every difficulty', () => {
  const kinds = new Set(questions.map(({ type, difficulty }) => `${type} ${difficulty}`))
  const all = questionTypes.flatMap((type) => ['easy', 'medium', 'hard'].map((how) => `${type} ${how}`))
  expect(all.filter((kind) => !kinds.has(kind))).toEqual([])
})

it('renders every question into trees the contract allows, with their words', () => {
  for (const question of questions) {
    const { stem, choices, explanation } = renderQuestion(question)
    for (const tree of [stem, explanation, ...choices.map(({ text }) => text)]) {
      expect(content.safeParse(tree).error?.issues, question.id).toBeUndefined()
      expect(tree.length, question.id).toBeGreaterThan(0)
    }
  }
}, 60_000)

const proseIn = ({ stem, choices, explanation }: (typeof questions)[number]) =>
  [stem, explanation, ...choices.map(({ text }) => text)].flatMap((text) =>
    text.split(/```[\s\S]*?```|`[^`\n]*`|!(?=\[)/).map((part) => part.replaceAll('\n', ' ')),
  )

it('says first whether a statement is true', () => {
  const statements = questions.filter(({ type }) => type === 'true_false')
  expect(
    statements
      .filter(({ choices, explanation }) => !explanation.startsWith(choices[0]?.correct ? 'Vrai.' : 'Faux.'))
      .map(({ id }) => id),
  ).toEqual([])
})

it('has French spaces and apostrophes in its prose, and in the plan of the course', () => {
  const fault = /[ \u00a0][:;?!»](?!\w)|«[ \u00a0]|\p{L}'\p{L}/u
  const plan = (bank.course?.sessions ?? []).flatMap(({ title, labs, sections }) => [
    title,
    ...(labs ?? []),
    ...sections.flatMap((section) => [section.title, ...(section.objectives ?? [])]),
  ])
  expect(plan.length).toBeGreaterThan(60)
  const said = questions.flatMap((question) => proseIn(question).map((text) => `${question.id}: ${text}`))
  expect([...plan, ...said].filter((text) => fault.test(text.replace(/^[a-z0-9-]+: /, '')))).toEqual([])
})

it('gives nothing away by the number of right answers', () => {
  const counts = questions
    .filter(({ type }) => type === 'multiple')
    .map(({ choices }) => choices.filter(({ correct }) => correct).length)
  const share = (count: number) => counts.filter((one) => one === count).length / counts.length
  expect([1, 2, 3, 4].filter((count) => share(count) < 0.05 || share(count) > 0.5)).toEqual([])
})

it('calls a thing by one name', () => {
  const others =
    /planificateur|\bscheduler\b|serveurs? d’API|sonde de vitalité|plugin réseau|points? de terminaison|retours? arrière|la socket|couche d’écriture/i
  expect(
    questions.filter((question) => proseIn(question).some((text) => others.test(text))).map(({ id }) => id),
  ).toEqual([])
})

it('renders plain lines as the parser would', () => {
  const fragments = questions.flatMap(({ stem, explanation, choices }) => [
    stem,
    explanation,
    ...choices.map(({ text }) => text),
  ])
  const tricky = [
    'a - b',
    'a  b',
    'Non : `a`b',
    '`a``b`',
    '1. a',
    '12) a',
    '- a',
    'a.',
    '...',
    '` a`',
    "l'un (`x -y`) !",
    'a : http://x.fr',
  ]
  const plain = [...fragments, ...tricky].filter((text) => plainMarkdown(text) !== null)
  expect(plain.length).toBeGreaterThan(questions.length)
  for (const text of plain) expect(plainMarkdown(text), text).toEqual(renderFully(text))
}, 60_000)

it('has the drawing of each of its pictures, which some question or its context shows and puts into words', async () => {
  const namesIn = async (name: string) =>
    (await readdir(join(folder, name))).map((file) => file.replace(/\.\w+$/, '')).sort()
  const pictures = await namesIn('images')
  expect(await namesIn('diagrams')).toEqual(pictures)
  const shown = questions.flatMap(({ stem, context }) =>
    [...`${stem}\n${context?.text ?? ''}`.matchAll(/!\[[^\]]{80,}\]\(images\/([0-9a-f]{64})-/g)].map(
      ([, hash]) => hash,
    ),
  )
  expect(new Set(shown).size).toBe(pictures.length)
  expect(bank.images).toHaveLength(pictures.length)
})

it('brings an exam the bank can honour', async () => {
  const exam = examFile.parse(parse(await readFile(join(folder, 'exam.yaml'), 'utf8')))
  const pool = questions.filter(({ purpose }) => purpose === 'exam')
  const { questionIds, shortfalls } = drawQuestions({
    pool,
    blueprint: { questionIds: [], lines: exam.lines },
    seed: 'QCM',
  })
  expect(shortfalls).toEqual([])
  expect(questionIds).toHaveLength(35)
  const sections = bank.course?.sessions.flatMap((session) => session.sections.map(({ id }) => id)) ?? []
  expect(sections.filter((id) => !exam.lines.some(({ section }) => section === id))).toEqual([])
  const candidatesOf = ({ section, difficulty }: (typeof exam.lines)[number]) =>
    pool.filter((one) => one.section === section && (difficulty === undefined || one.difficulty === difficulty)).length
  expect(exam.lines.filter((line) => candidatesOf(line) < 8)).toEqual([])
  const seconds = questions
    .filter(({ id }) => questionIds.includes(id))
    .reduce((sum, one) => sum + one.expectedSeconds, 0)
  expect(seconds).toBeLessThan(exam.limitMinutes * 60)
})

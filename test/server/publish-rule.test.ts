import { afterAll, beforeAll, expect, it } from 'vitest'
import * as composition from '#contract/exams/composition.ts'
import * as exams from '#contract/exams/exams.ts'
import * as life from '#contract/exams/life.ts'
import { setPublishRule } from '#contract/exams/publish-rule.ts'
import type { PublishRule } from '#core/exams/publish-rule.ts'
import type { LintCode } from '#core/questions/lint/codes.ts'
import { asColumn } from '#test/setup/as-column.ts'
import { settingsOf } from '#test/setup/exam.ts'
import { smallQuestion, smallSection } from '#test/setup/small-bank.ts'
import { createSmallWorld, type SmallWorld } from '#test/setup/small-world.ts'
import type { Someone } from '#test/setup/world.ts'

let world: SmallWorld
let courseId: string
let nadia: Someone
let params: { courseId: string; examId: string }

beforeAll(async () => {
  world = await createSmallWorld()
  const section = smallSection('images', smallQuestion('img-une'), smallQuestion('img-faute'))
  courseId = (await world.startOver({ 'un/images.yaml': section })).id
  nadia = await world.staff('Nadia', { course: { id: courseId }, role: 'owner' })
  await world.student({ course: { id: courseId }, name: 'Ana Roy' })
  const { body: exam } = await world.ask(nadia, exams.createExam, { params: { courseId }, body: { title: 'QCM' } })
  params = { courseId, examId: exam.id }
  const blueprint = { questionIds: ['img-une', 'img-faute'], lines: [] }
  const body = { ...settingsOf(exam), blueprint, revision: exam.revision }
  await world.ask(nadia, exams.updateExam, { params, body })
}, 90_000)
afterAll(() => world.close())

type Content = JsonColumn.Question
/** As a question stored under older rules, or by another program. */
async function rewrite(key: string, change: (content: Content) => Content) {
  const version = await world.db.questionVersion.findFirstOrThrow({ where: { question: { courseId, key } } })
  const content = asColumn(change(version.content))
  await world.db.questionVersion.update({ where: { id: version.id }, data: { content } })
}
const set = (rule: PublishRule, who = nadia) => world.ask(who, setPublishRule, { params: { courseId }, body: { rule } })
const held = async () => (await world.ask(nadia, composition.getDraw, { params })).body.held
async function publish() {
  const { revision, status } = (await world.ask(nadia, exams.getExam, { params })).body
  return { status, answer: await world.ask(nadia, life.publishExam, { params, body: { revision } }) }
}

it('an exam waits for its questions under the rule of its course, and each is named', async () => {
  const tom = await world.staff('Tom', { course: { id: courseId }, role: 'trainer' })
  expect((await set('errors', tom)).body.code).toBe('not_allowed')
  await rewrite('img-faute', (content) => ({
    ...content,
    choices: content.choices.map((choice) => ({ ...choice, text: 'La même' })),
  }))
  expect(await held()).toEqual([])
  await set('errors')
  const question = await world.db.question.findFirstOrThrow({ where: { courseId, key: 'img-faute' } })
  expect(await held()).toContainEqual({ questionId: question.id, key: 'img-faute', code: 'duplicate_choice' })
  const { answer } = await publish()
  expect(answer).toMatchObject({ status: 409, body: { code: 'questions_to_mend', details: { keys: ['img-faute'] } } })
  expect((await publish()).status).toBe('draft')
})

it('a warning holds it back until its reason is given, which stays with the publication', async () => {
  await rewrite('img-faute', (content) => ({
    ...content,
    explanation: '',
    choices: content.choices.map((choice, i) => ({ ...choice, text: `Réponse ${['un', 'deux', 'trois'][i] ?? i}` })),
  }))
  expect(await held()).toEqual([])
  await set('warnings')
  const left = await held()
  expect(left).toContainEqual(expect.objectContaining({ key: 'img-faute', code: 'no_explanation' }))
  expect((await publish()).answer.body.code).toBe('questions_to_mend')
  const reason = 'Expliquée en séance.'
  for (const key of ['img-une', 'img-faute']) {
    const codes = left.filter((one) => one.key === key).map(({ code }) => [code, reason] as [LintCode, string])
    await rewrite(key, (content) => ({ ...content, allow: Object.fromEntries(codes) }))
  }
  expect(await held()).toEqual([])
  expect((await publish()).answer.status).toBe(200)
  const line = await world.db.auditLine.findFirstOrThrow({ where: { courseId, action: 'exam.publish' } })
  expect(line.after).toMatchObject({
    publishRule: 'warnings',
    explained: expect.arrayContaining([{ key: 'img-faute', code: 'no_explanation', reason }]),
  })
})

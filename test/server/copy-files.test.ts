import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { getAttempt, saveAnswer, startAttempt, submitAttempt } from '#contract/attempts/sitting.ts'
import { importCopyFile, previewCopyFile } from '#contract/grading/copy-files.ts'
import { getCopy } from '#contract/grading/grading.ts'
import { type CopyFileBody, writeCopyFile } from '#core/attempts/copy-file.ts'
import { runJobs } from '#server/jobs.ts'
import { makeExam } from '#test/setup/exam.ts'
import { pageIds } from '#test/setup/page-ids.ts'
import { createWorld, type Someone, type World } from '#test/setup/world.ts'
import { signCopy } from '#web/attempts/sitting/sign-copy.ts'

let world: World
let course: { id: string }
let exam: Awaited<ReturnType<typeof makeExam>>
let ana: Someone
let nadia: Someone
let attemptId: string
let fileKey: string
beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world.close())

const device = 'laptop01:page0001'
beforeEach(async () => {
  course = await world.course()
  ana = await world.student({ course, name: 'Ana Kerdoncuff' })
  nadia = await world.staff('Nadia', { course, role: 'trainer' })
  exam = await makeExam(world, { course, keys: ['a', 'b', 'c'] })
  const start = await world.ask(ana, startAttempt, { params: { examId: exam.id }, body: { device } })
  attemptId = start.body.id
  fileKey = start.body.fileKey
})

const idsOf = (question: number, letters: string[]) =>
  pageIds(world, { questionId: exam.questionIds[question] ?? '', letters })
const save = (question: number, choices: string[], sequence: number) =>
  world.ask(ana, saveAnswer, {
    params: { attemptId, questionId: exam.questionIds[question] ?? '' },
    body: { choices: idsOf(question, choices), flagged: false, device, epoch: 1, sequence },
  })
const filed = (question: number, choices: string[], sequence: number) => ({
  questionId: exam.questionIds[question] ?? '',
  choices: idsOf(question, choices),
  flagged: false,
  device,
  epoch: 1,
  sequence,
})
function fileOf(answers: CopyFileBody['answers'], changed: Partial<CopyFileBody> = {}, key = fileKey) {
  const body = { attemptId, examId: exam.id, examTitle: exam.title, studentName: ana.name, answers, ...changed }
  return writeCopyFile(body, (text) => signCopy(key, text))
}
const params = () => ({ courseId: course.id, examId: exam.id })
const preview = (content: string, more: { attemptId?: string } = {}, who = nadia) =>
  world.ask(who, previewCopyFile, { params: params(), body: { content, ...more } })
const take = (content: string, fingerprint: string, reason = 'Réseau de la salle coupé à 11 h 52.') =>
  world.ask(nadia, importCopyFile, { params: params(), body: { content, fingerprint, reason } })
const close = async () => {
  await world.ask(ana, submitAttempt, { params: { attemptId } })
  await runJobs(world.deps)
}
const kept = async () =>
  Object.fromEntries(
    (await world.db.answer.findMany({ where: { attemptId } })).map(({ questionId, choices }) => [
      exam.questionIds.indexOf(questionId),
      choices.join(''),
    ]),
  )

describe('a copy file', () => {
  it('is shown question by question beside what is kept, and changes nothing before it is taken', async () => {
    await save(0, ['a'], 1)
    await save(1, ['c'], 4)
    await close()
    const { status, body } = await preview(fileOf([filed(0, ['a'], 1), filed(1, ['b'], 2), filed(2, ['c'], 5)]))
    expect(status).toBe(200)
    const verdicts = Object.fromEntries(
      body.questions.map(({ id, verdict, choices }) => [
        exam.questionIds.indexOf(id),
        [verdict, ...choices.filter(({ isInFile }) => isInFile).map((choice) => choice.id)].join(' '),
      ]),
    )
    expect(verdicts).toEqual({ 0: 'same a', 1: 'older b', 2: 'newer c' })
    expect(body).toMatchObject({ attemptId, studentName: 'Ana Kerdoncuff', status: 'submitted', outOf: 2000 })
    expect(await kept()).toEqual({ 0: 'a', 1: 'c' })
  })

  it('is taken with a reason: answers, journal, event, audit, and the mark is made again', async () => {
    await save(0, ['a'], 1)
    await close()
    const before = (await world.ask(nadia, getCopy, { params: { ...params(), attemptId } })).body.mark
    const file = fileOf([filed(0, ['a'], 1), filed(1, ['b'], 2), filed(2, ['c'], 3)])
    const { fingerprint } = (await preview(file)).body
    const { status, body } = await take(file, fingerprint)
    expect({ status, body }).toEqual({
      status: 200,
      body: { attemptId, changedCount: 2, markBefore: before, mark: 2000, outOf: 2000 },
    })
    expect(before).toBeLessThan(2000)
    expect(await kept()).toEqual({ 0: 'a', 1: 'b', 2: 'c' })
    expect(await world.db.answerEvent.count({ where: { attemptId } })).toBe(3)
    const copy = (await world.ask(nadia, getCopy, { params: { ...params(), attemptId } })).body
    expect(copy.history.at(-1)).toMatchObject({ type: 'import_copy_file', actorName: 'Nadia' })
    expect(await world.db.auditLine.findFirst({ where: { action: 'attempt.import_copy_file' } })).toMatchObject({
      subject: `attempt:${attemptId}`,
      reason: 'Réseau de la salle coupé à 11 h 52.',
      before: { [exam.questionIds[1] ?? '']: [], [exam.questionIds[2] ?? '']: [] },
      after: { [exam.questionIds[1] ?? '']: ['b'], [exam.questionIds[2] ?? '']: ['c'] },
    })
    // Taken once: the same file has nothing left to say.
    const again = (await preview(file)).body
    expect(again.questions.every(({ verdict }) => verdict === 'same')).toBe(true)
    expect((await take(file, again.fingerprint)).body.code).toBe('nothing_to_import')
  })

  it('completes a copy that is still open, and later answers of the student win over it', async () => {
    const file = fileOf([filed(0, ['b'], 2)])
    await take(file, (await preview(file)).body.fingerprint)
    expect((await world.ask(ana, getAttempt, { params: { attemptId } })).body.answers).toMatchObject([
      { choices: idsOf(0, ['b']) },
    ])
    await save(0, ['d'], 3)
    expect(await kept()).toEqual({ 0: 'd' })
  })

  it('is refused when something arrived since it was shown', async () => {
    const file = fileOf([filed(0, ['b'], 2)])
    const { fingerprint } = (await preview(file)).body
    await save(0, ['c'], 1)
    expect((await take(file, fingerprint)).body.code).toBe('preview_outdated')
    expect(await kept()).toEqual({ 0: 'c' })
  })
})

describe('a file that is not what it says', () => {
  const codeOf = async (content: string, more: { attemptId?: string } = {}) => (await preview(content, more)).body.code

  it.each(['', '{', 'nom;note\nAna;20', '{"format":"bareme-copie-2"}', '[]', 'null'])(
    'is no copy file: %j',
    async (content) => {
      expect(await codeOf(content)).toBe(content === '' ? 'invalid_request' : 'not_a_copy_file')
    },
  )

  it('was altered: one answer, one signature, or signed with another key', async () => {
    const file = fileOf([filed(0, ['a'], 1)])
    const envelope = JSON.parse(file)
    expect(
      await codeOf(
        JSON.stringify({ ...envelope, body: envelope.body.replace(idsOf(0, ['a'])[0], idsOf(0, ['b'])[0]) }),
      ),
    ).toBe('copy_file_altered')
    expect(await codeOf(JSON.stringify({ ...envelope, signature: '00'.repeat(32) }))).toBe('copy_file_altered')
    expect(await codeOf(JSON.stringify({ ...envelope, signature: 'zz' }))).toBe('copy_file_altered')
    expect(await codeOf(fileOf([filed(0, ['a'], 1)], {}, 'another key'))).toBe('copy_file_altered')
  })

  it('is signed with the key of another attempt', async () => {
    const paul = await world.student({ course, name: 'Paul Lefort' })
    const own = await world.ask(paul, startAttempt, { params: { examId: exam.id }, body: { device } })
    expect(own.body.fileKey).not.toBe(fileKey)
    expect(await codeOf(fileOf([filed(0, ['a'], 1)], {}, own.body.fileKey))).toBe('copy_file_altered')
    const his = fileOf([filed(0, ['a'], 1)], { attemptId: own.body.id, studentName: 'Paul Lefort' }, own.body.fileKey)
    expect(await codeOf(his)).toBeUndefined()
    expect(await codeOf(his, { attemptId })).toBe('copy_of_other_student')
  })

  it('belongs to another exam, or to a course the trainer has no right in', async () => {
    const other = await makeExam(world, { course, keys: ['a'] })
    const file = fileOf([filed(0, ['a'], 1)])
    const asked = { params: { courseId: course.id, examId: other.id }, body: { content: file } }
    expect((await world.ask(nadia, previewCopyFile, asked)).body.code).toBe('copy_of_other_exam')
    const elsewhere = await world.staff('Zoé', { course: await world.course(), role: 'owner' })
    expect((await preview(file, {}, elsewhere)).status).toBe(404)
    const watcher = await world.staff('Ines', { course, role: 'invigilator' })
    expect((await preview(file, {}, watcher)).body.code).toBe('not_allowed')
  })

  it('answers what this copy does not ask', async () => {
    const foreign = { ...filed(0, ['a'], 1), questionId: '00000000-0000-4000-8000-000000000000' }
    expect(await codeOf(fileOf([foreign]))).toBe('question_not_in_attempt')
    expect(await codeOf(fileOf([filed(0, ['z'], 1)]))).toBe('choice_not_in_question')
  })

  it('is too big', async () => {
    const { status, body } = await preview('x'.repeat(600 * 1024))
    expect({ status, code: body.code }).toEqual({ status: 413, code: 'too_large' })
  })

  it('is of a copy that was voided', async () => {
    await world.pool.query(`update "Attempt" set status = 'voided', "closedAt" = now() where id = $1`, [attemptId])
    expect(await codeOf(fileOf([filed(0, ['a'], 1)]))).toBe('attempt_wrong_state')
  })
})

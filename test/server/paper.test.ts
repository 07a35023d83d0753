import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import * as sitting from '#contract/attempts/sitting.ts'
import * as life from '#contract/exams/life.ts'
import * as grading from '#contract/grading/grading.ts'
import * as contract from '#contract/grading/paper.ts'
import * as students from '#contract/students/students.ts'
import type { PaperQuestion } from '#core/exams/draw.ts'
import { lettersOf } from '#core/exams/paper.ts'
import { gardnerMedwin } from '#core/scoring/certainty.ts'
import type { Scale } from '#core/scoring/scale.ts'
import { makeExam } from '#test/setup/exam.ts'
import { createWorld, type Someone, type World } from '#test/setup/world.ts'

let world: World
beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world.close())

const keys = ['a', 'b', 'ac', 'd']

async function paperRoom(status: 'published' | 'open' | 'closed' = 'closed', scale?: Scale) {
  const course = await world.course()
  const nadia = await world.staff('Nadia', { course, role: 'trainer' })
  const ana = await world.student({ course, name: 'Ana Un', group: 'A' })
  const bob = await world.student({ course, name: 'Bob Deux', group: 'B' })
  const exam = await makeExam(world, { course, status, keys, ...(scale && { scale }) })
  const place = { courseId: course.id, examId: exam.id }
  const copyOf = async ({ id }: Someone) => {
    const row = await world.db.attempt.findFirstOrThrow({ where: { examId: exam.id, studentId: id } })
    return { ...place, attemptId: row.id }
  }
  const list = async (who: Someone = nadia) => (await world.ask(who, contract.listPaperCopies, { params: place })).body
  return { course, nadia, ana, bob, exam, place, copyOf, list }
}
type Room = Awaited<ReturnType<typeof paperRoom>>

/** What a student who ticks these choices writes on the sheet of their own copy. */
async function sheetOf({ exam }: Room, attemptId: string, ticked: readonly (string | readonly string[])[]) {
  const { paper } = await world.db.attempt.findUniqueOrThrow({ where: { id: attemptId } })
  return Object.fromEntries(
    (paper as unknown as PaperQuestion[]).map(({ questionId, choiceIds }) => [
      questionId,
      lettersOf([...(ticked[exam.questionIds.indexOf(questionId)] ?? '')], choiceIds),
    ]),
  )
}
const type = (room: Room, params: { attemptId: string } & Room['place'], revision: number, letters: object) =>
  world.ask(room.nadia, contract.typePaperCopy, {
    params,
    body: { revision, letters: letters as Record<string, string> },
  })
const handIn = (room: Room, params: { attemptId: string } & Room['place'], revision: number, reason = '') =>
  world.ask(room.nadia, contract.handInPaperCopy, { params, body: { revision, reason } })

describe('a copy on paper', () => {
  it('is typed as letters of its own order, handed in, marked like any other, and says it was on paper', async () => {
    const room = await paperRoom()
    const params = await room.copyOf(room.ana)
    const letters = await sheetOf(room, params.attemptId, ['a', 'b', 'a', ''])
    expect((await type(room, params, 0, { [room.exam.questionIds[0] as string]: 'a' })).body).toEqual({ revision: 1 })
    expect((await room.list()).copies).toMatchObject([
      { familyName: 'Deux', state: 'waiting', typedCount: 0, questionCount: 4 },
      { familyName: 'Un', state: 'typing', typedCount: 1, byName: 'Nadia' },
    ])
    // A draft is nothing: no state, no answer.
    expect(await world.db.attempt.findUnique({ where: { id: params.attemptId } })).toMatchObject({ status: 'ready' })
    expect(await world.db.answer.count({ where: { attemptId: params.attemptId } })).toBe(0)

    await type(room, params, 1, letters)
    expect((await handIn(room, params, 2)).body).toEqual({ answeredCount: 3, questionCount: 4 })
    const { body: results } = await world.ask(room.nadia, grading.getResults, { params: room.place })
    const row = results.rows.find(({ familyName }) => familyName === 'Un')
    // 1 + 1 + 1/2 of 4 points, on 20.
    expect(row).toMatchObject({ status: 'submitted', earned: 250, mark: 1250, durationMs: null })
    expect((await room.list()).copies[1]).toMatchObject({ state: 'typed', typedCount: 4 })
    const { body: copy } = await world.ask(room.nadia, grading.getCopy, { params })
    expect(copy.history).toMatchObject([{ type: 'paper', actorName: 'Nadia' }])
    // The journal alone gives the copy back.
    const journal = await world.db.answerEvent.findMany({ where: { attemptId: params.attemptId } })
    expect(journal).toHaveLength(4)
    expect(journal.every(({ device, late }) => device === 'paper' && !late)).toBe(true)
    const audit = await world.db.auditLine.findFirstOrThrow({ where: { subject: `attempt:${params.attemptId}` } })
    expect(audit).toMatchObject({ action: 'attempt.paper', actorName: 'Nadia', before: null })
    expect(Object.keys(audit.after as object)).toHaveLength(4)
    expect(await world.db.paperEntry.count({ where: { attemptId: params.attemptId } })).toBe(0)
  })

  it('typed wrong is typed again, with a reason, and marked again; what was typed first stays in the journal', async () => {
    const room = await paperRoom()
    const params = await room.copyOf(room.ana)
    await type(room, params, 0, await sheetOf(room, params.attemptId, ['a', 'b', 'ac', 'd']))
    await handIn(room, params, 1)
    const { body } = await world.ask(room.nadia, contract.getPaperCopy, { params })
    expect(body).toMatchObject({ state: 'typed', revision: 0 })
    expect(body.letters).toEqual(await sheetOf(room, params.attemptId, ['a', 'b', 'ac', 'd']))

    await type(room, params, 0, await sheetOf(room, params.attemptId, ['a', 'b', 'ac', '']))
    expect((await handIn(room, params, 1)).body).toMatchObject({
      code: 'invalid_request',
      details: { reason: 'missing' },
    })
    expect((await handIn(room, params, 1, 'Une case mal lue')).status).toBe(200)
    const { body: results } = await world.ask(room.nadia, grading.getResults, { params: room.place })
    expect(results.rows.find(({ familyName }) => familyName === 'Un')).toMatchObject({ mark: 1500 })
    expect(await world.db.answerEvent.count({ where: { attemptId: params.attemptId } })).toBe(8)
    const lines = await world.db.auditLine.findMany({ where: { action: 'attempt.paper', courseId: room.course.id } })
    expect(lines.map(({ reason, before }) => [reason, before === null])).toEqual([
      ['', true],
      ['Une case mal lue', false],
    ])
  })

  it('with two boxes ticked where one was asked is kept as it is, and judged as such', async () => {
    const room = await paperRoom()
    const params = await room.copyOf(room.ana)
    await type(room, params, 0, { [room.exam.questionIds[0] as string]: 'ab' })
    await handIn(room, params, 1)
    const { body } = await world.ask(room.nadia, grading.getCopy, { params })
    expect(body.questions.find(({ id }) => id === room.exam.questionIds[0])).toMatchObject({
      outcome: 'invalid',
      earned: 0,
    })
  })
})

describe('how sure, ticked on paper', () => {
  const scale = { kind: 'certainty' as const, levels: gardnerMedwin.map((level) => ({ ...level })) }

  it('is typed after the letters, kept and marked as the screen keeps it, and typed again as it was', async () => {
    const room = await paperRoom('closed', scale)
    const params = await room.copyOf(room.ana)
    const said = [['a', '~3'], ['c', '~2'], ['a', 'c'], []]
    const letters = await sheetOf(room, params.attemptId, said)
    expect(Object.values(letters).join('').replace(/\D/g, '')).toHaveLength(2)
    await type(room, params, 0, letters)
    const draft = await world.ask(room.nadia, contract.getPaperCopy, { params })
    expect(draft.body).toMatchObject({ state: 'typing', letters })
    expect((await handIn(room, params, 1)).body).toEqual({ answeredCount: 3, questionCount: 4 })

    const kept = await world.db.answer.findMany({ where: { attemptId: params.attemptId } })
    const journal = await world.db.answerEvent.findMany({ where: { attemptId: params.attemptId } })
    for (const rows of [kept, journal]) {
      const ticked = new Map(rows.map(({ questionId, choices }) => [questionId, [...choices].sort()]))
      expect(room.exam.questionIds.map((id) => ticked.get(id))).toEqual(said)
    }
    const { body: copy } = await world.ask(room.nadia, grading.getCopy, { params })
    const marked = room.exam.questionIds.map((id) => copy.questions.find((question) => question.id === id))
    expect(marked).toMatchObject([
      { outcome: 'right', certainty: 3, earned: 100 },
      { outcome: 'wrong', certainty: 2, earned: -67 },
      // Nothing said: the least sure.
      { outcome: 'right', certainty: null, earned: 33 },
      { outcome: 'blank', certainty: null, earned: 0 },
    ])
    const again = await world.ask(room.nadia, contract.getPaperCopy, { params })
    expect(again.body).toMatchObject({ state: 'typed', letters })
  })

  it('has its boxes and its place where a question asks for it, and only there', async () => {
    const room = await paperRoom('closed', scale)
    const [first = '', second = ''] = room.exam.questionIds
    await world.db.examQuestion.update({ where: { id: second }, data: { scale: { kind: 'all_or_nothing' } } })
    const params = await room.copyOf(room.ana)
    const { body: sheets } = await world.ask(room.nadia, contract.printPaperCopies, { params: room.place, query: {} })
    const { body: copy } = await world.ask(room.nadia, contract.getPaperCopy, { params })
    for (const questions of [sheets.questions, copy.questions]) {
      const asked = new Map(questions.map(({ id, certainty }) => [id, certainty]))
      expect(room.exam.questionIds.map((id) => asked.get(id))).toEqual([3, undefined, 3, 3])
    }
    const refused = await type(room, params, 0, { [first]: 'a2', [second]: 'a2' })
    expect(refused.body).toMatchObject({ code: 'unknown_certainty', details: { typed: 'a2' } })
    for (const typed of ['a0', 'a4', '2', '2a']) {
      expect((await type(room, params, 0, { [first]: typed })).body.code).toBe('unknown_certainty')
    }
    expect((await type(room, params, 0, { [first]: 'a2', [second]: 'a' })).body).toEqual({ revision: 1 })
  })
})

describe('what is refused', () => {
  it('a copy that its student began online, before or while it is typed', async () => {
    const room = await paperRoom('open')
    const params = await room.copyOf(room.ana)
    await type(room, params, 0, {})
    const device = 'poste-01:page-01'
    await world.ask(room.ana, sitting.startAttempt, { params: { examId: room.exam.id }, body: { device } })
    expect((await type(room, params, 1, {})).body.code).toBe('copy_online')
    expect((await handIn(room, params, 1)).body.code).toBe('copy_online')
    expect((await room.list()).copies[1]).toMatchObject({ state: 'online' })
    await world.ask(room.ana, sitting.submitAttempt, { params: { attemptId: params.attemptId } })
    expect((await handIn(room, params, 1)).body.code).toBe('copy_online')
  })

  it('to the student, an online start once the paper is handed in', async () => {
    const room = await paperRoom('open')
    const params = await room.copyOf(room.ana)
    await handIn(room, params, 0)
    const started = await world.ask(room.ana, sitting.startAttempt, {
      params: { examId: room.exam.id },
      body: { device: 'poste-01:page-01' },
    })
    expect(started.body.code).toBe('attempt_closed')
  })

  it('a letter the question does not offer, a question of another copy, an exam that is a draft', async () => {
    const room = await paperRoom()
    const params = await room.copyOf(room.ana)
    const [first = ''] = room.exam.questionIds
    const unknown = await type(room, params, 0, { [first]: 'ae' })
    expect(unknown.body).toMatchObject({ code: 'unknown_letter', details: { typed: 'ae' } })
    expect((await type(room, params, 0, { [params.attemptId]: 'a' })).body.code).toBe('question_not_in_attempt')
    await world.db.exam.update({ where: { id: room.exam.id }, data: { status: 'draft' } })
    expect((await type(room, params, 0, { [first]: 'a' })).body.code).toBe('exam_not_published')
    expect(await room.list()).toMatchObject({ code: 'exam_not_published' })
  })

  it('the second of two people who type the same copy at the same time', async () => {
    const room = await paperRoom()
    const params = await room.copyOf(room.ana)
    const both = await Promise.all([type(room, params, 0, {}), type(room, params, 0, {})])
    expect(both.map(({ status }) => status).sort()).toEqual([200, 409])
    expect((await handIn(room, params, 0)).body.code).toBe('changed_meanwhile')
    const twice = await Promise.all([handIn(room, params, 1), handIn(room, params, 1)])
    expect(twice.filter(({ status }) => status === 200).length).toBeGreaterThanOrEqual(1)
    expect(await world.db.attemptEvent.count({ where: { attemptId: params.attemptId } })).toBe(
      twice.filter(({ status }) => status === 200).length,
    )
  })

  it('a voided copy, another course, and whoever is no trainer', async () => {
    const room = await paperRoom()
    const other = await paperRoom()
    const params = await room.copyOf(room.bob)
    const ines = await world.staff('Inès', { course: room.course, role: 'invigilator' })
    const statuses = await Promise.all(
      [other.nadia, ines, room.ana].map(
        async (who) => (await world.ask(who, contract.getPaperCopy, { params })).status,
      ),
    )
    expect(statuses).toEqual([404, 403, 403])
    expect(
      (
        await world.ask(other.nadia, contract.handInPaperCopy, {
          params: { ...params, courseId: other.course.id },
          body: { revision: 0 },
        })
      ).status,
    ).toBe(404)
    await world.db.attempt.update({
      where: { id: params.attemptId },
      data: { status: 'voided', closedAt: world.now() },
    })
    expect((await handIn(room, params, 0)).body.code).toBe('attempt_closed')
  })
})

describe('what is printed', () => {
  it('is each copy in its own order, by group or one alone, and never the key', async () => {
    const room = await paperRoom('published')
    const params = await room.copyOf(room.ana)
    const answer = await world.ask(room.nadia, contract.printPaperCopies, { params: room.place, query: {} })
    expect(answer.body.groups).toEqual(['A', 'B'])
    expect(answer.body.copies.map(({ familyName }) => familyName)).toEqual(['Deux', 'Un'])
    const { paper } = await world.db.attempt.findUniqueOrThrow({ where: { id: params.attemptId } })
    expect(answer.body.copies[1]?.paper).toEqual(paper)
    expect(answer.bytes.toString()).not.toMatch(/SECRET|correct/)
    const { code } = answer.body.copies[1] as { code: string }
    expect((await room.list()).copies[1]?.code).toBe(code)
    const one = await world.ask(room.nadia, contract.printPaperCopies, { params: room.place, query: { group: 'B' } })
    expect(one.body.copies.map(({ familyName }) => familyName)).toEqual(['Deux'])
  })

  it('comes in the order of the class list, as the copies to type', async () => {
    const room = await paperRoom('open')
    for (const name of ['Zoé Élève10', 'Zoé Élève9']) await world.student({ course: room.course, name })
    await world.ask(room.nadia, contract.drawPaperCopies, { params: room.place })
    const inOrder = (people: readonly { familyName: string }[]) => people.map(({ familyName }) => familyName)
    const { body } = await world.ask(room.nadia, students.listStudents, {
      params: { courseId: room.course.id },
      query: {},
    })
    const answer = await world.ask(room.nadia, contract.printPaperCopies, { params: room.place, query: {} })
    expect(inOrder(answer.body.copies)).toEqual(inOrder(body.students))
    expect(inOrder((await room.list()).copies)).toEqual(inOrder(body.students))
    expect(inOrder(body.students).slice(0, 3)).toEqual(['Deux', 'Élève9', 'Élève10'])
  })

  it('includes a student added later, once their copy is drawn', async () => {
    const room = await paperRoom('open')
    await world.student({ course: room.course, name: 'Zoé Tard' })
    expect(await room.list()).toMatchObject({ withoutCopy: 1 })
    const { body } = await world.ask(room.nadia, contract.drawPaperCopies, { params: room.place })
    expect(body).toEqual({ drawn: 1 })
    expect((await room.list()).copies.map(({ familyName }) => familyName)).toContain('Tard')
    await world.ask(room.nadia, life.closeExam, { params: room.place })
  })
})

describe('at the very moment the exam is withdrawn', () => {
  /** What somebody else does, held back until `meanwhile` waits for it. */
  async function holding<T>({ sql, id }: { sql: string; id: string }, meanwhile: () => Promise<T>): Promise<T> {
    const client = await world.pool.connect()
    try {
      await client.query('begin')
      await client.query(sql, [id])
      const answer = meanwhile()
      const waiting = `select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`
      while ((await world.pool.query(waiting)).rows.length === 0);
      await client.query('commit')
      return await answer
    } finally {
      client.release()
    }
  }

  it('no copy is drawn, which would ask nothing', async () => {
    const { course, exam, nadia, place } = await paperRoom('published')
    await world.student({ course, name: 'Zoé Tard' })
    const withdrawal = { sql: `update "Exam" set status = 'draft' where id = $1`, id: exam.id }
    const { body } = await holding(withdrawal, () => world.ask(nadia, contract.drawPaperCopies, { params: place }))
    expect(body).toEqual({ drawn: 0 })
    expect(await world.db.attempt.count({ where: { examId: exam.id } })).toBe(2)
  })

  it('a sheet handed in is not lost: the exam stays published', async () => {
    const room = await paperRoom('published')
    const { attemptId } = await room.copyOf(room.ana)
    const handing = `update "Attempt" set status = 'submitted', "startedAt" = now(), "closedAt" = now() where id = $1`
    const { body } = await holding({ sql: handing, id: attemptId }, () =>
      world.ask(room.nadia, life.withdrawExam, { params: room.place }),
    )
    expect(body).toMatchObject({ code: 'exam_not_editable', details: { started: 1 } })
    expect(await world.db.attempt.count({ where: { examId: room.exam.id } })).toBe(2)
  })
})

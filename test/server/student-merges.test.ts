import { afterAll, beforeAll, expect, it } from 'vitest'
import * as finalSheet from '#contract/assessment/final-sheet.ts'
import * as monitor from '#contract/attempts/monitor.ts'
import * as myExams from '#contract/attempts/my-exams.ts'
import * as sitting from '#contract/attempts/sitting.ts'
import * as life from '#contract/exams/life.ts'
import * as grading from '#contract/grading/grading.ts'
import * as teams from '#contract/projects/teams.ts'
import * as merges from '#contract/students/merges.ts'
import * as rosterImport from '#contract/students/roster-import.ts'
import * as students from '#contract/students/students.ts'
import { hashAccessCode } from '#server/auth/access-code-hash.ts'
import { makeExam } from '#test/setup/exam.ts'
import { endOfCourse } from '#test/setup/final.ts'
import { take } from '#test/setup/marked-exam.ts'
import { pageIds } from '#test/setup/page-ids.ts'
import { createWorld, nobody, type Someone, type World } from '#test/setup/world.ts'
import { asColumn } from '../setup/as-column.ts'

let world: World
beforeAll(async () => {
  world = await createWorld()
}, 120_000)
afterAll(() => world.close())

/** Élise sat the exam and did the project; « Elyse », entered a second time with her number and code, did neither. */
async function twice() {
  const end = await endOfCourse(world)
  const { course, elise } = end
  const other = await world.student({ course, name: 'Elyse Gautier', group: 'A', code: 'ZZZZYYYY' })
  await world.db.student.update({ where: { id: other.id }, data: { number: '20260417', extraTime: third } })
  const params = { ...end.params, studentId: elise.id }
  const preview = async (otherId = other.id, studentId = elise.id) =>
    (await world.ask(end.nadia, merges.previewMerge, { params: { ...end.params, studentId, otherId } })).body
  const merge = async (otherId = other.id, studentId = elise.id) => {
    const { fingerprint } = await preview(otherId, studentId)
    const body = { otherId, fingerprint, reason: 'Deux fiches pour une personne' }
    return world.ask(end.nadia, merges.mergeStudents, { params: { ...end.params, studentId }, body })
  }
  const undo = (mergeId: string) => world.ask(end.nadia, merges.undoMerge, { params: { ...params, mergeId } })
  return { ...end, other, where: params, preview, merge, undo }
}
const third = { kind: 'ratio', numerator: 4, denominator: 3 } as const
const row = (id: string) => world.db.student.findUniqueOrThrow({ where: { id } })

it('fills what was blank, moves what was done, and the code that was given opens the door', async () => {
  const { course, elise, other, params, nadia, exam, preview, merge } = await twice()
  const second = await makeExam(world, { course })
  await take(world, { who: other, exam: second, ticked: ['b', 'b', ''] })
  await world.ask(nadia, life.closeExam, { params: { ...params, examId: second.id } })
  const before = await preview()
  expect(before).toMatchObject({
    filled: ['number', 'group', 'extraTime', 'code'],
    // Élise's own copy of that exam was never started: it gives way.
    moved: [{ kind: 'copy', title: second.title, isStarted: true }],
    dropped: [{ kind: 'copy', title: second.title, isStarted: false }],
    conflicts: [],
  })
  expect(await row(other.id)).toMatchObject({ mergedIntoId: null })
  expect((await merge()).status).toBe(200)

  expect(await row(elise.id)).toMatchObject({ familyName: 'Gautier', number: '20260417', group: 'A', extraTime: third })
  expect(await row(other.id)).toMatchObject({ mergedIntoId: elise.id, codeHash: null })
  const { body: results } = await world.ask(nadia, grading.getResults, { params: { ...params, examId: second.id } })
  expect(JSON.stringify(results)).toContain(elise.id)
  expect(JSON.stringify(results)).not.toContain(other.id)
  // One line in the class, none under « archived ».
  const list = await world.ask(nadia, students.listStudents, { params, query: { archived: 'with' } })
  expect(list.body.students.filter(({ familyName }) => familyName === 'Gautier')).toMatchObject([{ id: elise.id }])
  expect(await world.db.attempt.count({ where: { studentId: elise.id, examId: exam.id } })).toBe(1)

  expect((await world.ask(other, myExams.listMyExams, {})).status).toBe(401)
  const hash = hashAccessCode(world.deps, { courseId: course.id, code: 'ZZZZYYYY' })
  expect(await world.db.student.findFirstOrThrow({ where: { courseId: course.id, codeHash: hash } })).toMatchObject({
    id: elise.id,
  })
  const line = await world.db.auditLine.findFirstOrThrow({ where: { courseId: course.id, action: 'student.merge' } })
  expect(line).toMatchObject({ subject: `student:${elise.id}`, reason: 'Deux fiches pour une personne' })
  expect(line.before).toMatchObject({ other: { id: other.id, givenName: 'Elyse', number: '20260417' } })
})

it('is undone: each has what they had, and what was written since stays', async () => {
  const { course, elise, other, merge, undo, params, nadia } = await twice()
  const second = await makeExam(world, { course })
  const attemptId = await take(world, { who: other, exam: second, ticked: ['b'] })
  const { mergeId } = (await merge()).body
  await world.db.student.update({ where: { id: elise.id }, data: { group: 'C' } })
  expect((await undo(mergeId)).status).toBe(200)
  expect(await row(elise.id)).toMatchObject({ number: null, group: 'C', extraTime: { kind: 'none' } })
  expect(await row(other.id)).toMatchObject({ number: '20260417', mergedIntoId: null, archivedAt: null })
  expect(await world.db.attempt.findUniqueOrThrow({ where: { id: attemptId } })).toMatchObject({ studentId: other.id })
  const { body } = await world.ask(nadia, merges.listMerges, { params: { ...params, studentId: elise.id } })
  expect(body.merges).toMatchObject([{ otherName: 'Elyse Gautier', byName: 'Nadia', undoneAt: expect.any(String) }])
  // Asked twice, done once.
  await undo(mergeId)
  expect(await world.db.auditLine.count({ where: { courseId: course.id, action: 'student.undo_merge' } })).toBe(1)
})

it('what both have alike is kept once, and given back', async () => {
  const { elise, other, params, nadia, merge, undo, preview } = await twice()
  const { body: sheet } = await world.ask(nadia, finalSheet.getFinalSheet, { params })
  const component = sheet.rules.parts[0]?.id ?? ''
  for (const { id: studentId } of [elise, other]) {
    const body = { status: 'abj' as const, mark: null, reason: '' }
    await world.ask(nadia, finalSheet.setEntry, { params: { ...params, studentId, component }, body })
  }
  expect((await preview()).dropped).toMatchObject([{ kind: 'entry', component, status: 'abj' }])
  const { mergeId } = (await merge()).body
  const held = () =>
    world.db.assessmentEntry.findMany({ where: { component, studentId: { in: [elise.id, other.id] } } })
  expect(await held()).toMatchObject([{ studentId: elise.id }])
  await undo(mergeId)
  expect(await held()).toHaveLength(2)
})

it('is undone even when the team both were in is gone', async () => {
  const { elise, other, project, nadia, merge, undo } = await twice()
  const { adjustment, ...shared } = await world.db.teamMember.findFirstOrThrow({ where: { studentId: elise.id } })
  const { projectId, teamId } = shared
  await world.db.teamMember.create({ data: { projectId, teamId, adjustment, studentId: other.id } })
  const { mergeId } = (await merge()).body
  expect((await world.ask(nadia, teams.deleteTeam, { params: { ...project, teamId } })).status).toBe(200)
  expect((await undo(mergeId)).status).toBe(200)
  expect(await row(other.id)).toMatchObject({ mergedIntoId: null })
  expect(await world.db.teamMember.count({ where: { studentId: other.id } })).toBe(0)
})

it('a copy that changed hands and is reopened is answered by who has it now, and by nobody else', async () => {
  const { course, elise, other, params, nadia, merge, undo } = await twice()
  const second = await makeExam(world, { course })
  const attemptId = await take(world, { who: other, exam: second, ticked: ['b'] })
  const { mergeId } = (await merge()).body
  const body = { attemptIds: [attemptId], reason: 'Remise par erreur', intervention: { type: 'reopen', minutes: 5 } }
  await world.ask(nadia, monitor.changeAttempts, { params: { ...params, examId: second.id }, body: body as never })
  const questionId = second.questionIds[1] ?? ''
  const save = async (who: Someone, sequence: number) =>
    world.ask(who, sitting.saveAnswer, {
      params: { attemptId, questionId },
      body: {
        choices: pageIds(world, { questionId, letters: ['a'] }),
        flagged: false,
        device: 'laptop01:page0002',
        epoch: 1,
        sequence,
      },
    })
  expect((await save(elise, 1)).status).toBe(200)
  await undo(mergeId)
  expect((await save(elise, 2)).status).toBe(404)
})

it.each<[string, (found: Awaited<ReturnType<typeof twice>>) => Promise<unknown>, string]>([
  [
    'two copies of one exam',
    async ({ other, exam }) => {
      await world.db.exam.update({ where: { id: exam.id }, data: { status: 'open', closedAt: null } })
      await take(world, { who: other, exam, ticked: ['a'] })
    },
    'two_copies',
  ],
  [
    'a copy under way',
    async ({ other, course }) => {
      const second = await makeExam(world, { course })
      const body = { device: 'laptop01:page0001' }
      await world.ask(other, sitting.startAttempt, { params: { examId: second.id }, body })
    },
    'running_copy',
  ],
  [
    'two teams of one project',
    async ({ other, nadia, project }) => {
      const { body } = await world.ask(nadia, teams.createTeam, { params: project, body: { name: 'Équipe 6' } })
      const place = { params: { ...project, teamId: body.id }, body: { studentIds: [other.id] } }
      await world.ask(nadia, teams.setMembers, place)
    },
    'two_teams',
  ],
  [
    'two presences for one exam',
    async ({ elise, other, exam }) => {
      for (const [index, { id: studentId }] of [elise, other].entries()) {
        const status = index === 0 ? 'present' : 'abi'
        await world.db.attendance.create({
          data: { examId: exam.id, studentId, status, at: world.now(), actorName: 'N' },
        })
      }
    },
    'two_attendances',
  ],
  [
    'two decisions of the jury',
    async ({ elise, other, nadia, params }) => {
      for (const [index, { id: studentId }] of [elise, other].entries()) {
        const body = { points: 25 + index, reason: 'Jury' }
        await world.ask(nadia, finalSheet.setJury, { params: { ...params, studentId }, body })
      }
    },
    'two_juries',
  ],
  [
    'two statuses of one component',
    async ({ elise, other, nadia, params }) => {
      const { body: sheet } = await world.ask(nadia, finalSheet.getFinalSheet, { params })
      const component = sheet.rules.parts[0]?.id ?? ''
      for (const [studentId, status] of [
        [elise.id, 'abj'],
        [other.id, 'abi'],
      ] as const) {
        const body = { status, mark: null, reason: '' }
        await world.ask(nadia, finalSheet.setEntry, { params: { ...params, studentId, component }, body })
      }
    },
    'two_entries',
  ],
  [
    'a sheet that is final',
    async ({ course }) => {
      const { id: assessmentId } = await world.db.assessment.findUniqueOrThrow({ where: { courseId: course.id } })
      const sheet = { assessmentId, number: 1, content: asColumn({ lines: [] }), people: {}, hash: 'h', signature: 's' }
      await world.db.sealedSheet.create({ data: { ...sheet, sealedAt: world.now(), sealedByName: 'N' } })
    },
    'sheet_final',
  ],
])('with %s, nothing is chosen for the trainer: refused, and said', async (_, make, kind) => {
  const found = await twice()
  await make(found)
  expect((await found.preview()).conflicts.map((conflict) => conflict.kind)).toContain(kind)
  expect((await found.merge()).body).toMatchObject({
    code: 'merge_conflict',
    details: expect.arrayContaining([expect.objectContaining({ kind })]),
  })
  expect(await row(found.other.id)).toMatchObject({ mergedIntoId: null })
})

it('a copy the trainer annulled stays with the entry put aside', async () => {
  const found = await twice()
  const { other, exam, nadia, params } = found
  await world.db.exam.update({ where: { id: exam.id }, data: { status: 'open', closedAt: null } })
  const attemptId = await take(world, { who: other, exam, ticked: ['a'] })
  const body = { attemptIds: [attemptId], intervention: { type: 'void' as const }, reason: 'Doublon' }
  const voided = await world.ask(nadia, monitor.changeAttempts, { params: { ...params, examId: exam.id }, body })
  expect(voided.body.changed).toEqual([attemptId])
  expect((await found.preview()).conflicts).toEqual([])
  expect((await found.merge()).status).toBe(200)
  expect(await world.db.attempt.findUniqueOrThrow({ where: { id: attemptId } })).toMatchObject({ studentId: other.id })
})

it('a list that still has both changes nothing', async () => {
  const { params, nadia, merge } = await twice()
  const text = 'nom;prénom;numéro;groupe\nGautier;Élise;;\nGautier;Elyse;20260417;A'
  await merge()
  const { body } = await world.ask(nadia, rosterImport.previewImport, { params, body: { text } })
  expect(body.counts).toEqual({ new: 0, changed: 0, unchanged: 1, duplicated: 1, unusable: 0 })
})

it('is for trainers of the course, between two who are still there, and for the preview that was read', async () => {
  const { elise, other, params, merge, where, course } = await twice()
  const invigilator = await world.staff('Ines', { course, role: 'invigilator' })
  const elsewhere = await world.staff('Ivan', { course: await world.course(), role: 'owner' })
  const read = async (who: Someone, otherId: string) =>
    (await world.ask(who, merges.previewMerge, { params: { ...where, otherId } })).status
  expect([await read(invigilator, other.id), await read(elsewhere, other.id), await read(nobody, other.id)]).toEqual([
    403, 404, 401,
  ])
  const trainer = await world.staff('Nora', { course, role: 'trainer' })
  expect(await read(trainer, elise.id)).toBe(404)
  const old = { otherId: other.id, fingerprint: 'ancien', reason: 'x' }
  expect((await world.ask(trainer, merges.mergeStudents, { params: where, body: old })).body.code).toBe(
    'preview_outdated',
  )
  const [one, two] = await Promise.all([merge(), merge()])
  expect([one.status, two.status].sort()).toEqual([200, 409])
  expect(await read(trainer, other.id)).toBe(409)
  const gone = { ...params, studentId: other.id }
  expect((await world.ask(trainer, students.restoreStudent, { params: gone })).body.code).toBe('student_gone')
})

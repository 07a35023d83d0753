import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createCourse, getSession, listCourses, signInStudent } from '#contract/auth/auth.ts'
import { createExam, duplicateExam } from '#contract/exams/exams.ts'
import { copyCourse, previewCourseCopy } from '#contract/exports/course-copies.ts'
import { getOverview } from '#contract/exports/overview.ts'
import { archiveCourse, deleteCourse, previewCourseDeletion, reopenCourse } from '#contract/privacy/course-end.ts'
import { setRetention } from '#contract/privacy/privacy.ts'
import { weightedMeanRules } from '#core/assessment/presets.ts'
import { openAndCloseDue } from '#server/exams/open-and-close-due.ts'
import { makeExam } from '#test/setup/exam.ts'
import { createWorld, type Someone, type World } from '#test/setup/world.ts'
import { asColumn } from '../setup/as-column.ts'

let world: World
beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world.close())

const hash = 'a'.repeat(64)

/** A course with something in each of its tables that a copy takes, and a class it leaves. */
async function fullCourse() {
  const course = await world.course('Réseaux')
  const courseId = course.id
  const nadia = await world.staff('Nadia', { course, role: 'owner' })
  const section = { id: 'a', title: 'Adresses', objectives: [], headings: ['Adresses'] }
  await world.db.course.update({
    where: { id: courseId },
    data: {
      outline: asColumn({ sessions: [{ id: 'j1', title: 'Jour 1', sections: [section] }] }),
      ...{ passages: { Adresses: 'p1' }, retention: { marks: 24 }, language: 'en', timeZone: 'America/Martinique' },
    },
  })
  await world.db.passage.createMany({ data: [{ hash: 'p1', text: 'Une adresse' }], skipDuplicates: true })
  for (const state of ['current', 'replaced', 'staged'])
    await world.db.courseMaterial.create({
      data: {
        ...{ courseId, fileName: `${state}.md`, title: state, format: 'markdown', state, version: 3, pages: 1 },
        ...{ parts: asColumn([{ page: 1, level: 1, heading: 'Adresses', text: 'Une adresse', notes: '' }]) },
        ...{ since: world.now(), at: world.now(), byName: 'Nadia', isFromFile: true },
      },
    })
  await world.db.image.create({
    data: {
      ...{ courseId, hash, type: 'image/png', width: 1, height: 1 },
      ...{ bytes: new Uint8Array([1, 2]), createdAt: world.now() },
    },
  })
  for (const key of ['kept', 'archived']) {
    const archivedAt = key === 'archived' ? world.now() : null
    const question = await world.db.question.create({
      data: { courseId, key, section: 'a', archivedAt, fileHash: 'f', stamp: 'p1' },
    })
    for (const number of [1, 2]) {
      const content = asColumn({ id: key, section: 'a', stem: `${key} ${number}`, purpose: 'exam' })
      await world.db.questionVersion.create({
        data: {
          questionId: question.id,
          number,
          hash: `${key}${number}`,
          content,
          rendered: asColumn({}),
          origin: 'browser',
        },
      })
    }
  }
  await world.db.namedBlueprint.create({
    data: { courseId, name: 'Décembre', blueprint: { questionIds: [], lines: [] } },
  })
  const project = await world.db.project.create({
    data: {
      ...{ courseId, key: 'tp', title: 'TP', brief: 'Le sujet', rubric: asColumn({ criteria: [] }) },
      ...{ deadline: world.now(), releasedAt: null },
    },
  })
  const exam = (await world.ask(nadia, createExam, { params: { courseId }, body: { title: 'QCM' } })).body
  const rules = weightedMeanRules([
    { id: 'qcm', name: 'QCM', coefficient: '1', source: { kind: 'exam', examId: exam.id } },
    { id: 'tp', name: 'TP', coefficient: '1', source: { kind: 'project', projectId: project.id } },
  ])
  await world.db.assessment.create({
    data: { courseId, title: 'Note', rules: asColumn(rules), releasedAt: world.now() },
  })
  await world.db.exportProfile.create({
    data: { courseId, kind: 'results', name: 'Scolarité', layout: asColumn({ columns: [] }), createdAt: world.now() },
  })
  await world.student({ course, name: 'Ana Roy', code: 'ABCDEFGH' })
  return { course, courseId, nadia, exam, project }
}

describe('a copy of a course', () => {
  it('takes the plan, the text, the bank, the plans of exams, the rubric, the rules and the profiles', async () => {
    const { courseId, nadia, project } = await fullCourse()
    const params = { courseId }
    const preview = (await world.ask(nadia, previewCourseCopy, { params })).body
    expect(preview).toEqual({
      ...{ title: 'Réseaux', year: '' },
      taken: {
        ...{ sections: 1, passages: 1, questions: 1, images: 1, plans: 1, projects: 1 },
        ...{ components: 2, examComponents: 1, profiles: 1 },
      },
      left: { people: 1, students: 1, exams: 1 },
    })
    const body = { title: 'Réseaux', year: '2027-2028' }
    const { body: copy, status } = await world.ask(nadia, copyCourse, { params, body })
    expect(status).toBe(200)
    const found = await world.db.course.findUniqueOrThrow({
      where: { id: copy.id },
      include: {
        ...{
          questions: { include: { versions: true } },
          images: true,
          blueprints: true,
          projects: true,
          materials: true,
        },
        ...{ assessment: true, profiles: true, memberships: true, students: true, exams: true },
      },
    })
    expect(found).toMatchObject({
      ...{ title: 'Réseaux', year: '2027-2028', language: 'en', timeZone: 'America/Martinique', archivedAt: null },
      ...{ passages: { Adresses: 'p1' }, retention: { marks: 24 }, students: [], exams: [] },
      outline: { sessions: [{ id: 'j1', sections: [{ id: 'a' }] }] },
      questions: [
        {
          ...{ key: 'kept', section: 'a', stamp: 'p1', fileHash: null },
          versions: [{ number: 1, hash: 'kept2', content: { stem: 'kept 2' }, createdById: nadia.id }],
        },
      ],
      materials: [{ fileName: 'current.md', version: 1, isFromFile: false, parts: [{ heading: 'Adresses' }] }],
      images: [{ hash }],
      blueprints: [{ name: 'Décembre' }],
      projects: [{ key: 'tp', brief: 'Le sujet', deadline: null, releasedAt: null }],
      profiles: [{ name: 'Scolarité' }],
      memberships: [{ personId: nadia.id, role: 'owner' }],
    })
    // The rules point at the project of the copy; its exam does not exist yet.
    const parts = found.assessment?.rules.parts.map(({ content }) => content)
    expect(parts).toEqual([
      { kind: 'mark', source: { kind: 'hand' } },
      { kind: 'mark', source: { kind: 'project', projectId: found.projects[0]?.id } },
    ])
    expect(found.projects[0]?.id).not.toBe(project.id)
    expect(found.assessment?.releasedAt).toBe(null)
    expect(await world.db.auditLine.findFirst({ where: { courseId: copy.id } })).toMatchObject({
      action: 'course.copy',
      after: { copyOf: courseId },
    })
  })

  it('says of every table of a course whether it is taken', () => {
    const taken = [
      'Question',
      'Image',
      'CourseMaterial',
      'NamedBlueprint',
      'Project',
      'Assessment',
      'ExportProfile',
      'FillTemplate',
      'Membership',
    ]
    // People, marks, and what was done to the course it comes from.
    const left = [
      'Student',
      'Computation',
      'StudentImport',
      'StudentMerge',
      'LtiContext',
      'Exam',
      'QuestionBatch',
      'OutlineChange',
      'SignInLink',
      'ApiToken',
      'Mailing',
      'AuditLine',
      'BankComment',
    ]
    const schema = readFileSync('prisma/schema.prisma', 'utf8')
    const tables = [...schema.matchAll(/^model (\w+) \{([^}]*)\}/gm)].flatMap(([, name = '', fields = '']) =>
      /^ {2}courseId /m.test(fields) ? name : [],
    )
    expect(tables.sort()).toEqual([...taken, ...left].sort())
  })

  it('is not for invigilators', async () => {
    const { courseId, course } = await fullCourse()
    const paul = await world.staff('Paul', { course, role: 'invigilator' })
    const copied = await world.ask(paul, copyCourse, { params: { courseId }, body: { title: 'X' } })
    expect(copied.body.code).toBe('not_allowed')
  })
})

it('duplicates an exam as a draft without dates, with its listed questions', async () => {
  const { courseId, nadia, exam } = await fullCourse()
  const params = { courseId, examId: exam.id }
  const plan = { questionIds: ['kept'], lines: [{ count: 2, section: 'a' }] }
  await world.db.exam.update({
    where: { id: exam.id },
    data: {
      ...{ blueprint: plan, status: 'released', opensAt: world.now(), closesAt: world.now(), limitMinutes: 55 },
      ...{ room: 'B12', invigilators: 'Paul', networks: ['10.0.0.0/8'] },
      release: { what: 'mark', when: 'at_date', at: world.now().toISOString(), heldGroups: ['G1'] },
    },
  })
  const { body: copy } = await world.ask(nadia, duplicateExam, { params, body: { title: 'QCM 2' } })
  expect(copy).toMatchObject({
    ...{ title: 'QCM 2', status: 'draft', opensAt: null, closesAt: null, limitMinutes: 55, blueprint: plan },
    release: { what: 'mark', at: null, heldGroups: [] },
  })
  expect(copy.joinCode).not.toBe(exam.joinCode)
  const row = await world.db.exam.findUniqueOrThrow({ where: { id: copy.id } })
  expect(row).toMatchObject({ room: '', invigilators: '', publishedAt: null, networks: ['10.0.0.0/8'] })
})

describe('an archived course', () => {
  it('is read only, out of the lists, and closed to its students until it is reopened', async () => {
    const { courseId, nadia, exam, course } = await fullCourse()
    const params = { courseId }
    const ana = await world.student({ course, name: 'Ana Roy', code: 'BCDEFGHJ' })
    await world.db.exam.update({
      where: { id: exam.id },
      data: { status: 'published', joinCode: 'PQRSTV', opensAt: world.now() },
    })
    const join = () =>
      world.ask({ token: '', id: '', name: '' }, signInStudent, {
        body: { joinCode: 'PQRSTV', personalCode: 'BCDEFGHJ' },
      })
    expect((await join()).status).toBe(200)

    expect((await world.ask(nadia, archiveCourse, { params })).status).toBe(200)
    const listed = (await world.ask(nadia, listCourses, {})).body.courses
    expect(listed).toMatchObject([{ id: courseId, isArchived: true }])
    expect((await world.ask(nadia, getOverview, { params })).status).toBe(200)
    const create = () => world.ask(nadia, createExam, { params, body: { title: 'Encore' } })
    expect(await create()).toMatchObject({ status: 409, body: { code: 'course_archived' } })
    expect((await world.ask(ana, getSession, {})).body.kind).toBe('visitor')
    expect((await join()).body.code).toBe('wrong_code')
    // The clock opens nothing in it.
    expect((await openAndCloseDue(world.deps)).opened).not.toContain(exam.id)
    // What the law may ask is still possible, and so is the copy for next year.
    const retention = { copies: 12, journals: 12, marks: 12, audit: 12 }
    expect((await world.ask(nadia, setRetention, { params, body: retention })).status).toBe(200)
    expect((await world.ask(nadia, copyCourse, { params, body: { title: 'Suite' } })).status).toBe(200)

    expect((await world.ask(nadia, reopenCourse, { params })).status).toBe(200)
    expect((await create()).status).toBe(200)
    expect((await world.ask(ana, getSession, {})).body.kind).toBe('student')
    const lines = await world.db.auditLine.findMany({ where: { ...params, action: { startsWith: 'course.' } } })
    expect(lines.map(({ action }) => action)).toEqual(['course.archive', 'course.reopen'])
  })

  it('is not archived while an exam is open', async () => {
    const { courseId, nadia, exam } = await fullCourse()
    await world.db.exam.update({ where: { id: exam.id }, data: { status: 'open' } })
    const refused = await world.ask(nadia, archiveCourse, { params: { courseId } })
    expect(refused).toMatchObject({ status: 409, body: { code: 'exam_under_way' } })
    expect((await world.db.course.findUniqueOrThrow({ where: { id: courseId } })).archivedAt).toBe(null)
  })
})

describe('a course that is deleted', () => {
  const remove = (who: Someone, courseId: string, body: { confirmation: string; fingerprint: string }) =>
    world.ask(who, deleteCourse, { params: { courseId }, body: { reason: 'Essai', ...body } })
  const planOf = async (who: Someone, courseId: string) =>
    (await world.ask(who, previewCourseDeletion, { params: { courseId } })).body

  it('goes as announced, with its title typed; its journal stays', async () => {
    const { courseId, nadia, exam } = await fullCourse()
    const plan = await planOf(nadia, courseId)
    expect(plan).toMatchObject({
      ...{ confirmation: 'Réseaux', keptUntil: null, isKeptForEver: false, isFromFiles: true },
      counts: { students: 1, questions: 2, images: 1, exams: 1, copies: 0, marks: 0, projects: 1, members: 1 },
    })
    const { fingerprint } = plan
    expect((await remove(nadia, courseId, { confirmation: 'réseau', fingerprint })).body.code).toBe(
      'confirmation_differs',
    )
    await world.db.exam.update({ where: { id: exam.id }, data: { status: 'open' } })
    expect((await remove(nadia, courseId, { confirmation: 'Réseaux', fingerprint })).body.code).toBe('exam_under_way')
    await world.db.exam.update({ where: { id: exam.id }, data: { status: 'draft' } })
    await world.db.question.create({ data: { courseId, key: 'new', section: 'a' } })
    expect((await remove(nadia, courseId, { confirmation: 'Réseaux', fingerprint })).body.code).toBe('preview_outdated')
    expect(await world.db.course.count({ where: { id: courseId } })).toBe(1)

    const again = await planOf(nadia, courseId)
    expect((await remove(nadia, courseId, { confirmation: 'Réseaux', fingerprint: again.fingerprint })).status).toBe(
      200,
    )
    expect(await world.db.course.count({ where: { id: courseId } })).toBe(0)
    expect(await world.db.question.count({ where: { courseId } })).toBe(0)
    expect((await world.ask(nadia, getOverview, { params: { courseId } })).status).toBe(404)
    const last = await world.db.auditLine.findFirst({ where: { courseId }, orderBy: { id: 'desc' } })
    expect(last).toMatchObject({ action: 'course.delete', reason: 'Essai', before: { title: 'Réseaux', questions: 3 } })
    // A passage that another course reads stays.
    expect(await world.db.passage.count({ where: { hash: 'p1' } })).toBe(1)
  })

  it('stays while its retention periods keep its marks, and says until when', async () => {
    const course = await world.course('Systèmes')
    const nadia = await world.staff('Nadia', { course, role: 'owner' })
    await world.student({ course, name: 'Ana Roy' })
    const exam = await makeExam(world, { course })
    const attempt = await world.db.attempt.findFirstOrThrow({ where: { examId: exam.id } })
    const closedAt = world.now()
    await world.db.attempt.updateMany({ where: { examId: exam.id }, data: { status: 'submitted' } })
    await world.db.exam.update({ where: { id: exam.id }, data: { status: 'closed', closedAt } })
    const run = await world.db.markingRun.create({ data: { examId: exam.id, number: 1, rules: asColumn({}) } })
    await world.db.mark.create({
      data: { runId: run.id, attemptId: attempt.id, mark: 1200, earned: '12', maximum: '20', detail: asColumn([]) },
    })
    const plan = await planOf(nadia, course.id)
    expect(plan.keptUntil).toBe('2031-12-08T09:00:00.000Z')
    const refused = await remove(nadia, course.id, { confirmation: 'Systèmes', fingerprint: plan.fingerprint })
    expect(refused.body).toMatchObject({ code: 'still_kept', details: { until: plan.keptUntil } })

    // Kept without limit: never.
    const params = { courseId: course.id }
    const retention = { copies: 12, journals: 12, audit: 12, marks: null }
    await world.ask(nadia, setRetention, { params, body: retention })
    expect(await planOf(nadia, course.id)).toMatchObject({ keptUntil: null, isKeptForEver: true })
    // Past the date, it goes with its copies and its journals.
    await world.ask(nadia, setRetention, { params, body: { ...retention, marks: 1 } })
    await world.db.exam.update({ where: { id: exam.id }, data: { closedAt: new Date('2026-10-01T00:00:00Z') } })
    const past = await planOf(nadia, course.id)
    expect(past).toMatchObject({ keptUntil: null, isKeptForEver: false, counts: { marks: 1 } })
    expect((await remove(nadia, course.id, { confirmation: 'Systèmes', fingerprint: past.fingerprint })).status).toBe(
      200,
    )
    expect(await world.db.attempt.count({ where: { examId: exam.id } })).toBe(0)
  })

  it('is its owner’s to delete', async () => {
    const zoe = await world.staff('Zoé')
    const { body: own } = await world.ask(zoe, createCourse, { body: { title: 'Essai' } })
    const marc = await world.staff('Marc', { course: own, role: 'trainer' })
    expect((await world.ask(marc, previewCourseDeletion, { params: { courseId: own.id } })).status).toBe(403)
    const plan = await planOf(zoe, own.id)
    expect((await remove(zoe, own.id, { confirmation: ' Essai ', fingerprint: plan.fingerprint })).status).toBe(200)
  })
})

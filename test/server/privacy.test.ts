import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import * as finalSheet from '#contract/assessment/final-sheet.ts'
import * as finalisation from '#contract/assessment/finalisation.ts'
import * as room from '#contract/attempts/room.ts'
import * as auth from '#contract/auth/auth.ts'
import type { Endpoint, Sent } from '#contract/endpoint.ts'
import * as contestations from '#contract/grading/contestations.ts'
import * as grading from '#contract/grading/grading.ts'
import * as privacy from '#contract/privacy/privacy.ts'
import * as teams from '#contract/projects/teams.ts'
import * as statistics from '#contract/statistics/statistics.ts'
import * as accessCodes from '#contract/students/access-codes.ts'
import * as rosterImport from '#contract/students/roster-import.ts'
import * as students from '#contract/students/students.ts'
import { hashAccessCode } from '#server/auth/access-code-hash.ts'
import { startSession } from '#server/platform/sessions.ts'
import { namedColumns, nameless } from '#server/privacy/named-columns.ts'
import { endOfCourse } from '#test/setup/final.ts'
import { createWorld, type Someone, type World } from '#test/setup/world.ts'

let world: World
let end: Awaited<ReturnType<typeof endOfCourse>>
let owner: Someone
const code = 'ABCD-EFGH'
/** Everything that says who Élise is: her names, as they are and as they were, her address, number and code. */
const terms = ['gautier', 'gauthier', 'gaultyer', 'élise', 'elise', 'lise.gau', '20260417', 'ABCD-EFGH', 'ABCDEFGH']

beforeAll(async () => {
  world = await createWorld()
  end = await endOfCourse(world)
  const { course, exam, elise, kevin, nadia, params, project } = end
  owner = await world.staff('Odile', { course, role: 'owner' })
  const { db, deps } = world
  const ask = async <E extends Endpoint>(who: Someone, endpoint: E, input: Sent<E>) => {
    const answer = await world.ask(who, endpoint, input)
    if (answer.status !== 200) throw new Error(`${endpoint.summary} ${answer.status} ${answer.body.code}`)
    return answer
  }
  // Entered by an import, corrected by hand, given a code.
  const bringIn = async (text: string) => {
    const { fingerprint } = (await ask(nadia, rosterImport.previewImport, { params, body: { text } })).body
    await ask(nadia, rosterImport.importStudents, { params, body: { text, fingerprint } })
  }
  await bringIn('nom;prénom;numéro;e-mail;tiers temps\nGautier;Élise;20260417;elise.gautier@exemple.fr;oui')
  await bringIn('nom;numéro\nGaultyer;20260417')
  await bringIn('nom;numéro\nGautier;20260417')
  const elisa = { params: { ...params, studentId: elise.id } }
  const fields = { givenName: 'Élise', number: '20260417', email: 'elise.gautier@exemple.fr', group: 'A' }
  await ask(nadia, students.updateStudent, { ...elisa, body: { ...fields, familyName: 'Gauthier' } })
  await ask(nadia, students.updateStudent, { ...elisa, body: { ...fields, familyName: 'Gautier' } })
  const codeHash = hashAccessCode(deps, { courseId: course.id, code: 'ABCDEFGH' })
  await db.student.update({ where: { id: elise.id }, data: { codeHash, codeSetAt: world.now() } })
  // Named where people write.
  const at = { ...params, examId: exam.id }
  await ask(nadia, room.addIncident, {
    params: at,
    body: { text: 'Mme Gautier est sortie ; ÉLISE GAUTIER (Mme Gaultyer) est revenue.' },
  })
  await db.attendance.create({
    data: {
      ...{ examId: exam.id, studentId: elise.id, status: 'present', reason: 'Élise : retard du train' },
      ...{ at: world.now(), actorName: 'Nadia' },
    },
  })
  await db.examMessage.create({
    data: { examId: exam.id, text: 'Élise, regardez le tableau.', sentAt: world.now(), authorName: 'Nadia' },
  })
  const attempt = await db.attempt.findFirstOrThrow({ where: { studentId: elise.id } })
  const contestableUntil = new Date(world.now().getTime() + 86_400_000)
  await db.exam.update({ where: { id: exam.id }, data: { contestableUntil } })
  await ask(nadia, grading.releaseResults, { params: at, body: {} })
  const questionId = exam.questionIds[3] ?? ''
  await db.contestation.create({
    data: {
      attemptId: attempt.id,
      questionId,
      reason: 'Je suis Élise Gautier et je conteste.',
      createdAt: world.now(),
    },
  })
  const [contested] = await db.contestation.findMany()
  await ask(nadia, contestations.answerContestations, {
    params: at,
    body: { contestationIds: [contested?.id ?? ''], isUpheld: false, answer: 'Non, Élise.' },
  })
  const team = await db.team.findFirstOrThrow({ where: { projectId: project.projectId } })
  await ask(nadia, teams.renameTeam, {
    params: { ...project, teamId: team.id },
    body: { name: 'Équipe de Gautier' },
  })
  await db.team.update({
    where: { id: team.id },
    data: { comment: 'Gautier Élise a tout écrit.', comments: { mysql: 'Bravo Élise' } },
  })
  const rules = (await ask(nadia, finalSheet.getFinalSheet, { params })).body.rules
  for (const { id: component } of rules.parts)
    await ask(nadia, finalSheet.setEntry, {
      params: { ...params, studentId: kevin.id, component },
      body: { status: 'abi', mark: null, reason: '' },
    })
  await ask(nadia, finalSheet.setJury, {
    params: { ...params, studentId: elise.id },
    body: { points: 25, reason: 'Mme Gautier, malade le jour dit' },
  })
  const sheet = (await ask(nadia, finalSheet.getFinalSheet, { params })).body
  await ask(nadia, finalisation.finalise, { params, body: { fingerprint: sheet.fingerprint, released: true } })
}, 120_000)
afterAll(() => world.close())

/** Time passes, and whoever comes back signs in again. */
async function later(days: number) {
  world.wait(60 * 24 * days)
  for (const person of [owner, end.nadia])
    person.token = (await startSession(world.deps, { personId: person.id, userAgent: 'test' })).token
}

/** Every row of every table, as text. */
async function dump() {
  const { rows: tables } = await world.pool.query<{ name: string }>(
    `select table_name as name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'`,
  )
  const rows: string[] = []
  for (const { name } of tables) {
    const found = await world.pool.query<{ line: string }>(`select to_jsonb(t)::text as line from "${name}" t`)
    rows.push(...found.rows.map(({ line }) => `${name}: ${line}`))
  }
  return rows
}
const rowsWith = async (words: readonly string[]) =>
  (await dump()).filter((row) => words.some((word) => row.toLowerCase().includes(word.toLowerCase())))

const figures = async () => {
  const at = { ...end.params, examId: end.exam.id }
  const results = (await world.ask(end.nadia, grading.getResults, { params: at })).body
  const sheet = (await world.ask(end.nadia, finalSheet.getFinalSheet, { params: end.params })).body
  const record = (await world.ask(end.nadia, finalisation.getFinalisation, { params: { ...end.params, number: '1' } }))
    .body
  const marks = (results as unknown as { rows: { mark: number | null }[] }).rows
  return {
    statistics: (await world.ask(end.nadia, statistics.getStatistics, { params: at, query: {} })).body,
    marks: marks.map(({ mark }) => mark).sort(),
    grades: sheet.lines
      .map(({ studentId, result }) => ({ studentId, result }))
      .sort((a, b) => (a.studentId < b.studentId ? -1 : 1)),
    seal: sheet.seal,
    record,
  }
}

const asked = (studentId: string, how: 'anonymise' | 'erase' = 'anonymise') => ({
  who: { kind: 'student' as const, studentId },
  how,
})
const previewOf = (body: Sent<typeof privacy.previewErasure>['body']) =>
  world.ask(owner, privacy.previewErasure, { params: end.params, body })

describe('before anybody goes', () => {
  it('only an owner may, and a preview writes nothing', async () => {
    const body = asked(end.elise.id)
    expect((await world.ask(end.nadia, privacy.previewErasure, { params: end.params, body })).status).toBe(403)
    const before = await dump()
    const { status, body: preview } = await previewOf(body)
    expect(status).toBe(200)
    expect(preview).toMatchObject({
      confirmation: 'Élise Gautier',
      people: [{ id: end.elise.id, name: 'Élise Gautier' }],
      counts: { copies: 1, answers: 14, journal: 14, marks: 1, teams: 1, contestations: 1, codes: 1 },
      sheetCount: 1,
      areMarksKeptForEver: false,
    })
    expect(preview.marksKeptUntil).toMatch(/^2031-12-08/)
    expect(preview.passages.map(({ place }) => place)).toEqual(
      expect.arrayContaining([
        'AuditLine',
        'AttemptEvent',
        'Incident',
        'ExamMessage',
        'Attendance',
        'JuryDecision',
        'Team',
        'Contestation',
      ]),
    )
    expect(await dump()).toEqual(before)
  })

  it('asks for the name to be typed, refuses an old preview, and keeps marks the school still keeps', async () => {
    const body = { ...asked(end.elise.id), reason: 'Demande écrite' }
    const { fingerprint, confirmation } = (await previewOf(asked(end.elise.id))).body
    const ask = (more: object) =>
      world.ask(owner, privacy.eraseStudents, {
        params: end.params,
        body: { ...body, fingerprint, confirmation, ...more },
      })
    expect((await ask({ confirmation: 'Elise' })).body.code).toBe('confirmation_differs')
    expect((await ask({ fingerprint: 'ancien' })).body.code).toBe('preview_outdated')
    const erase = (await previewOf(asked(end.elise.id, 'erase'))).body
    expect((await ask({ how: 'erase', fingerprint: erase.fingerprint })).body.code).toBe('still_kept')
  })

  it('knows of every column of text where a name could stand', async () => {
    const { rows } = await world.pool.query<{ table: string; column: string }>(`
      select table_name as table, column_name as column from information_schema.columns
      where table_schema = 'public' and (data_type in ('text', 'jsonb', 'ARRAY') or data_type like 'character%')`)
    const known = new Set([
      ...Object.entries(namedColumns).flatMap(([table, { texts, json, intimate = [] }]) =>
        [...texts, ...json, ...intimate].map((column) => `${table}.${column}`),
      ),
      ...nameless.flatMap(([table, columns]) => columns.map((column) => `${table}.${column}`)),
    ])
    const all = rows.map(({ table, column }) => `${table}.${column}`).filter((name) => !name.startsWith('_'))
    expect(all.filter((name) => !known.has(name))).toEqual([])
    expect([...known].filter((name) => !all.includes(name))).toEqual([])
  })
})

describe('a student who is anonymised', () => {
  it('is nowhere in the whole database, and every mark and figure is as before', async () => {
    expect((await rowsWith(terms)).length).toBeGreaterThan(12)
    const before = await figures()
    const body = asked(end.elise.id)
    const { fingerprint, confirmation } = (await previewOf(body)).body
    const reason = 'Demande écrite de Mme Gautier'
    const answer = await world.ask(owner, privacy.eraseStudents, {
      params: end.params,
      body: { ...body, reason, fingerprint, confirmation },
    })
    expect(answer.body).toEqual({ count: 1 })

    expect(await rowsWith(terms)).toEqual([])
    const hash = Buffer.from(hashAccessCode(world.deps, { courseId: end.course.id, code: 'ABCDEFGH' })).toString('hex')
    expect(await rowsWith([hash])).toEqual([])
    expect(JSON.stringify(await dump())).toContain('Fatou')

    const after = await figures()
    expect(after.statistics).toEqual(before.statistics)
    expect(after.marks).toEqual(before.marks)
    expect(after.grades).toEqual(before.grades)
    expect(after.seal).toEqual(before.seal)
    expect(after.seal?.isIntact).toBe(true)
    expect(JSON.stringify(after.record)).toContain('Étudiant anonymisé 1')
  })

  it('left a line in the audit, with its reason, without a name', async () => {
    const line = await world.db.auditLine.findFirstOrThrow({ where: { action: 'student.anonymise' } })
    expect(line).toMatchObject({ actorName: 'Odile', subject: `student:${end.elise.id}` })
    expect(line.reason).toBe('Demande écrite de Mme Étudiant anonymisé 1')
  })

  it('cannot sign in any more, is out of the class, and cannot be brought back', async () => {
    expect((await world.ask(end.elise, auth.getSession, {})).body).not.toMatchObject({ kind: 'student' })
    const joinCode = end.exam.joinCode
    const signIn = await world.ask({ token: '', id: '', name: '' }, auth.signInStudent, {
      body: { joinCode, personalCode: code },
    })
    expect(signIn.body.code).toBe('wrong_code')
    const list = async (archived: 'without' | 'only') =>
      (await world.ask(end.nadia, students.listStudents, { params: end.params, query: { archived } })).body.students
    expect((await list('without')).map(({ id }) => id)).not.toContain(end.elise.id)
    expect(await list('only')).toMatchObject([
      { familyName: 'Étudiant anonymisé 1', givenName: '', email: null, number: null },
    ])
    const params = { ...end.params, studentId: end.elise.id }
    const refused = [
      await world.ask(end.nadia, students.restoreStudent, { params }),
      await world.ask(end.nadia, students.updateStudent, { params, body: { familyName: 'Gautier' } }),
      await previewOf(asked(end.elise.id)),
    ]
    expect(refused.map(({ body }) => body.code)).toEqual(Array(3).fill('student_gone'))
    const codes = { params: end.params, body: { studentIds: [end.elise.id] } }
    expect((await world.ask(end.nadia, accessCodes.giveAccessCodes, codes)).status).toBe(404)
  })

  it('is a new student for the list that still has them', async () => {
    const body = { text: 'nom;prénom;numéro\nGautier;Élise;20260417' }
    const preview = (await world.ask(end.nadia, rosterImport.previewImport, { params: end.params, body })).body
    expect(preview.lines).toMatchObject([{ outcome: 'new' }])
  })
})

describe('the journals', () => {
  const tables = ['AuditLine', 'AttemptEvent', 'AnswerEvent', 'Incident'] as const
  const column = { AuditLine: 'reason', AttemptEvent: 'reason', AnswerEvent: 'device', Incident: 'text' }
  it.each(tables)(
    '%s: an ordinary update, delete or truncate is refused, in a transaction that names somebody too',
    async (table) => {
      const count = Number((await world.pool.query(`select count(*) from "${table}"`)).rows[0].count)
      expect(count).toBeGreaterThan(0)
      await expect(world.pool.query(`update "${table}" set "${column[table]}" = 'x'`)).rejects.toThrow('append-only')
      await expect(world.pool.query(`delete from "${table}"`)).rejects.toThrow('append-only')
      const client = await world.pool.connect()
      try {
        // A transaction that corrects a student, or that touches one who was anonymised in another, opens nothing.
        await client.query('begin')
        await client.query(`update "Student" set "updatedAt" = now() where id = $1`, [end.fatou.id])
        await expect(client.query(`update "${table}" set "${column[table]}" = 'x'`)).rejects.toThrow('append-only')
      } finally {
        await client.query('rollback')
        client.release()
      }
    },
  )

  it('open, while somebody is anonymised, for words alone, of that course alone', async () => {
    const elsewhere = await world.course('Ailleurs')
    await world.db.auditLine.create({
      data: { courseId: elsewhere.id, actorName: 'X', action: 'x', subject: 'x', reason: 'mot' },
    })
    const client = await world.pool.connect()
    const tried = async (text: string) => {
      await client.query('savepoint here')
      const error = await client.query(text).then(
        () => null,
        (refused: Error) => refused.message,
      )
      await client.query('rollback to here')
      return error
    }
    const courseId = end.course.id
    try {
      await client.query('begin')
      await client.query(
        `update "Student" set "familyName" = 'Étudiant anonymisé 9', "givenName" = '', email = null, number = null,
         "codeHash" = null, "archivedAt" = now(), "anonymisedAt" = now() where id = $1`,
        [end.kevin.id],
      )
      const here = `where "courseId" = '${courseId}'`
      expect(await tried(`update "AuditLine" set reason = 'x' ${here}`)).toBeNull()
      expect(await tried(`update "AuditLine" set reason = 'x' where "courseId" = '${elsewhere.id}'`)).toContain(
        'append-only',
      )
      for (const set of [`action = 'x'`, `at = now()`, `"actorName" = 'x'`, `"actorId" = null`, `subject = 'x'`])
        expect(await tried(`update "AuditLine" set ${set} ${here} and "actorId" is not null`)).toContain('append-only')
      expect(await tried(`delete from "AuditLine" ${here}`)).toContain('append-only')
      expect(await tried(`update "AttemptEvent" set type = 'x'`)).toContain('append-only')
      expect(await tried(`update "AnswerEvent" set device = 'x'`)).toContain('append-only')
      // And nobody is anonymised without a line that says so.
      await expect(client.query('commit')).rejects.toThrow('audit line')
    } finally {
      client.release()
    }
    expect(await world.db.student.findUniqueOrThrow({ where: { id: end.kevin.id } })).toMatchObject({
      anonymisedAt: null,
    })
  })

  it('who was anonymised is never given a name again, even by hand in the database', async () => {
    const id = end.elise.id
    await expect(world.db.student.update({ where: { id }, data: { familyName: 'Gautier' } })).rejects.toThrow()
    await expect(world.db.student.update({ where: { id }, data: { anonymisedAt: null } })).rejects.toThrow()
    await expect(world.db.student.update({ where: { id }, data: { email: 'a@b.fr' } })).rejects.toThrow()
  })
})

describe('how long things are kept', () => {
  const read = async () => (await world.ask(end.nadia, privacy.getRetention, { params: end.params })).body
  const set = (who: Someone, months: Partial<Record<'copies' | 'journals' | 'marks' | 'audit', number | null>>) =>
    world.ask(who, privacy.setRetention, {
      params: end.params,
      body: { copies: 12, journals: 12, marks: 60, audit: 60, ...months },
    })

  it('is said by the owner, with a line in the audit, and deletes nothing', async () => {
    expect(await read()).toMatchObject({
      retention: { copies: 12, journals: 12, marks: 60, audit: 60 },
      namedCount: 2,
      anonymisedCount: 1,
    })
    expect((await set(end.nadia, { marks: 24 })).status).toBe(403)
    const rows = (await dump()).length
    expect((await set(owner, { marks: 24, journals: 6 })).status).toBe(200)
    expect((await dump()).length).toBe(rows + 1)
    expect((await read()).due).toEqual({ people: { count: 0 }, journals: { count: 0 }, audit: { count: 0 } })
  })

  it('proposes what is past its date, never more, and keeps it until somebody says so', async () => {
    await later(366)
    const { due } = await read()
    expect(due.people.count).toBe(0)
    expect(due.journals.count).toBeGreaterThan(20)
    const { params } = end
    const body = { what: 'journals' as const, reason: 'Fin d’année', count: due.journals.count }
    expect((await world.ask(owner, privacy.purgeRecords, { params, body: { ...body, count: 1 } })).body.code).toBe(
      'preview_outdated',
    )
    const before = await figures()
    expect((await world.ask(owner, privacy.purgeRecords, { params, body })).body).toEqual({ count: due.journals.count })
    expect(await world.db.answerEvent.count()).toBe(0)
    expect((await figures()).marks).toEqual(before.marks)
    const line = await world.db.auditLine.findFirstOrThrow({ where: { action: 'privacy.forget_journals' } })
    expect(line).toMatchObject({ actorName: 'Odile', reason: 'Fin d’année', after: { count: due.journals.count } })
    // The door is shut again.
    await expect(world.pool.query('delete from "AuditLine"')).rejects.toThrow('append-only')
  })

  it('a year that is over is anonymised whole, under the title of the course', async () => {
    await later(731)
    expect((await read()).due.people.count).toBe(2)
    const body = { who: { kind: 'due' as const }, how: 'anonymise' as const }
    const preview = (await previewOf(body)).body
    expect(preview.people.map(({ name }) => name).sort()).toEqual(['Fatou N’Diaye', 'Kevin D’Almeida'])
    const before = await figures()
    const done = await world.ask(owner, privacy.eraseStudents, {
      params: end.params,
      body: {
        ...body,
        reason: 'Fin de conservation',
        fingerprint: preview.fingerprint,
        confirmation: end.course.title ?? '',
      },
    })
    expect(done.body).toEqual({ count: 2 })
    expect(await rowsWith(['fatou', 'diaye', 'kevin', 'almeida'])).toEqual([])
    const after = await figures()
    expect(after.statistics).toEqual(before.statistics)
    expect(after.marks).toEqual(before.marks)
    expect(after.seal?.isIntact).toBe(true)
    expect(new Set((await world.db.student.findMany()).map(({ familyName }) => familyName))).toEqual(
      new Set([1, 2, 3].map((number) => `Étudiant anonymisé ${number}`)),
    )
  })

  it('the audit past its date goes through the same door', async () => {
    await later(366 * 4)
    const count = (await read()).due.audit.count
    expect(count).toBeGreaterThan(10)
    const body = { what: 'audit' as const, reason: 'Fin de conservation', count }
    expect((await world.ask(owner, privacy.purgeRecords, { params: end.params, body })).body).toEqual({ count })
    expect(await world.db.auditLine.findMany({ where: { courseId: end.course.id } })).toMatchObject([
      { action: 'privacy.forget_audit' },
    ])
  })
})

it('erases altogether somebody with no mark to keep', async () => {
  const course = await world.course('Sans note')
  const boss = await world.staff('Basile', { course, role: 'owner' })
  const ana = await world.student({ course, name: 'Ana Quichenotte' })
  const params = { courseId: course.id }
  const body = asked(ana.id, 'erase')
  const { fingerprint, confirmation } = (await world.ask(boss, privacy.previewErasure, { params, body })).body
  const done = await world.ask(boss, privacy.eraseStudents, {
    params,
    body: { ...body, reason: 'Jamais venue', fingerprint, confirmation },
  })
  expect(done.body).toEqual({ count: 1 })
  expect(await rowsWith(['quichenotte'])).toEqual([])
  expect(await world.db.student.count({ where: { courseId: course.id } })).toBe(0)
  const actions = (await world.db.auditLine.findMany({ where: { courseId: course.id } })).map(({ action }) => action)
  expect(actions).toEqual(['student.anonymise', 'students.erase'])
})

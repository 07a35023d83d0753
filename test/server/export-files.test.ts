import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { parse } from 'csv-parse/sync'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import * as finalSheet from '#contract/assessment/final-sheet.ts'
import type { FileReply } from '#contract/endpoint.ts'
import * as contract from '#contract/exports/exports.ts'
import { unguard } from '#core/csv.ts'
import { textBases } from '#core/exports/file-layout.ts'
import { toolProfiles } from '#core/exports/tool-profiles.ts'
import { journalTable } from '#server/exports/journal-csv.ts'
import { tableFile } from '#server/exports/table-file.ts'
import { endOfCourse } from '#test/setup/final.ts'
import { naughtyStrings } from '#test/setup/shared-fixtures.ts'
import { createWorld, type Someone, type World } from '#test/setup/world.ts'

const golden = join(import.meta.dirname, 'golden')
/** Names that a spreadsheet would run: the whole corpus, one student each. */
const corpus = naughtyStrings()

type End = Awaited<ReturnType<typeof endOfCourse>>
let world: World
let end: End
beforeAll(async () => {
  world = await createWorld()
  end = await endOfCourse(world)
  const { db } = world
  await db.exam.update({ where: { id: end.exam.id }, data: { title: 'QCM final' } })
  const name = (who: Someone, data: object) => db.student.update({ where: { id: who.id }, data })
  await name(end.elise, { number: '00123', email: 'elise.gautier@exemple.fr', group: 'A' })
  await name(end.fatou, { familyName: '=1+1;"N’Diaye"', number: '-7', email: 'fatou@exemple.fr', group: 'A' })
  await name(end.kevin, { number: '00125', email: 'kevin@exemple.fr', group: 'B' })
  for (const component of ['qcm', 'projet']) {
    await world.ask(end.nadia, finalSheet.setEntry, {
      params: { ...end.params, studentId: end.kevin.id, component },
      body: { status: 'abi', mark: null, retake: null, reason: '-1, sans justificatif' },
    })
  }
  await world.ask(end.nadia, finalSheet.setJury, {
    params: { ...end.params, studentId: end.elise.id },
    body: { points: -25, reason: '=Retard; répété' },
  })
})
afterAll(() => world.close())

const examParams = () => ({ ...end.params, examId: end.exam.id })
const files: Record<string, () => Promise<{ bytes: Buffer; status: number }>> = {
  ...Object.fromEntries(
    [...textBases, ...toolProfiles].flatMap((profile) => [
      [
        `feuille-${profile}`,
        () => world.ask(end.nadia, contract.exportFinalSheet, { params: end.params, query: { profile } }),
      ],
      [
        `notes-${profile}`,
        () => world.ask(end.nadia, contract.exportResults, { params: examParams(), query: { profile } }),
      ],
    ]),
  ),
  ...Object.fromEntries(
    textBases.flatMap((profile) => [
      [
        `points-${profile}`,
        () => world.ask(end.nadia, contract.exportPoints, { params: examParams(), query: { profile } }),
      ],
      [
        `reponses-${profile}`,
        () => world.ask(end.nadia, contract.exportAnswers, { params: examParams(), query: { profile } }),
      ],
      [
        `presences-${profile}`,
        () => world.ask(end.nadia, contract.exportAttendance, { params: examParams(), query: { profile } }),
      ],
      [
        `statistiques-${profile}`,
        () => world.ask(end.nadia, contract.exportStatistics, { params: examParams(), query: { profile } }),
      ],
      [
        `sections-${profile}`,
        () => world.ask(end.nadia, contract.exportSections, { params: examParams(), query: { profile } }),
      ],
      [
        `sections-par-etudiant-${profile}`,
        () => world.ask(end.nadia, contract.exportStudentSections, { params: examParams(), query: { profile } }),
      ],
      [
        `grille-${profile}`,
        () =>
          world.ask(end.nadia, contract.exportRubric, {
            params: { ...end.params, projectId: end.project.projectId },
            query: { profile },
          }),
      ],
      [
        `journal-${profile}`,
        () => world.ask(end.nadia, contract.exportJournal, { params: end.params, query: { profile } }),
      ],
    ]),
  ),
}

/** Identifiers are drawn anew in every database; everything else is the same byte for byte. */
const steady = (text: string) =>
  text
    .replaceAll(end.elise.id, '<Élise>')
    .replaceAll(end.fatou.id, '<Fatou>')
    .replaceAll(end.kevin.id, '<Kevin>')
    .replace(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, '<id>')
    .replace(/\d{4}-\d\d-\d\d \d\d:\d\d:\d\d/g, '<instant>')

describe('each file, byte for byte as the one kept in test/server/golden', () => {
  it.each(Object.keys(files))('%s', async (name) => {
    const { bytes, status } = (await files[name]?.()) ?? { bytes: Buffer.alloc(0), status: 0 }
    expect(status).toBe(200)
    const path = join(golden, `${name}.csv`)
    // GOLDEN=write makes them anew, to be read before they are committed.
    if (process.env['GOLDEN'] === 'write') {
      mkdirSync(golden, { recursive: true })
      writeFileSync(path, steady(bytes.toString()))
    }
    expect(steady(bytes.toString())).toBe(readFileSync(path, 'utf8'))
  })

  it.each(Object.keys(files))('%s has as many cells in every line as titles', async (name) => {
    const { bytes } = (await files[name]?.()) ?? { bytes: Buffer.alloc(0) }
    const text = bytes.toString()
    const delimiter = /excel_fr|apogee|scodoc/.test(name) ? ';' : ','
    expect(() => parse(text, { bom: true, delimiter }) as unknown).not.toThrow()
  })
})

describe('the statistics of a question', () => {
  it('give its standard deviation in points: one right, one without an answer, of a question on one', async () => {
    const { bytes } = (await files['statistiques-rfc4180']?.()) ?? { bytes: Buffer.alloc(0) }
    const rows = parse(bytes, { columns: true }) as unknown as Record<string, string>[]
    // Élise left the fourteenth blank, Fatou had it right: the deviation of 0 and 1, over n - 1.
    expect(rows[13]?.['Standard deviation (points)']).toBe('0.7071')
  })
})

describe('the corpus of formulas and naughty strings', () => {
  it('is harmless in every file, and comes back as it was', async () => {
    const course = await world.course('=Cours')
    const marc = await world.staff('Marc', { course, role: 'owner' })
    await world.db.student.createMany({
      data: corpus.map((text, index) => ({
        ...{
          courseId: course.id,
          familyName: text.slice(0, 200),
          givenName: `@${text.slice(0, 100)}`,
          group: text.slice(0, 50),
        },
        number: `-${index}`,
        email: `+${index}@exemple.fr`,
      })),
    })
    const { body } = await world.ask(marc, finalSheet.getFinalSheet, { params: { courseId: course.id } })
    expect(body.lines).toHaveLength(corpus.length)
    for (const profile of [...textBases, ...toolProfiles]) {
      const file = await world.ask(marc, contract.exportFinalSheet, {
        params: { courseId: course.id },
        query: { profile },
      })
      const delimiter = /excel_fr|apogee|scodoc/.test(profile) ? ';' : ','
      const rows = parse(file.bytes.toString(), {
        bom: true,
        delimiter,
        relax_column_count: false,
      }) as unknown as string[][]
      const dangerous = rows.flat().filter((cell) => /^[=+\-@\t\r]/.test(cell) && !/^-?\d+([.,]\d+)?$/.test(cell))
      expect(dangerous).toEqual([])
      if (profile === 'excel_fr')
        expect(new Set(rows.slice(1).map(([name]) => unguard(name ?? '')))).toEqual(
          new Set(body.lines.map(({ familyName }) => familyName)),
        )
    }
  })
})

describe('a file of a hundred thousand lines', () => {
  it('is sent while it is read: memory does not grow with it', async () => {
    const course = await world.course('Long')
    await world.pool.query(
      `insert into "AuditLine" ("courseId", "actorName", action, subject, after, reason)
       select $1, 'Nadia', 'student.update', 'student:' || n, jsonb_build_object('n', n, 'text', repeat('x', 200)), 'ligne ' || n
       from generate_series(1, 100000) n`,
      [course.id],
    )
    const file: FileReply = await tableFile(world.deps, {
      ...{ courseId: course.id, profile: 'excel_fr' },
      table: await journalTable(world.deps, { courseId: course.id }),
    })
    const began = heldNow()
    const { most, lines, length } = await drain(file)
    expect(lines).toBe(100_001)
    expect(length / 1_048_576).toBeGreaterThan(25)
    expect((most - began) / 1_048_576).toBeLessThan(10)
  }, 180_000)
})

/** What cannot be collected: what was merely not collected yet says nothing. */
function heldNow(): number {
  setFlagsFromString('--expose-gc')
  ;(runInNewContext('gc') as () => void)()
  return process.memoryUsage().heapUsed
}

async function drain({ content }: FileReply) {
  let [most, lines, length, chunks] = [0, 0, 0, 0]
  for await (const chunk of content as AsyncIterable<string>) {
    lines += chunk.split('\r\n').length - 1
    length += chunk.length
    chunks += 1
    if (chunks % 200 === 0) most = Math.max(most, heldNow())
  }
  return { most, lines, length }
}

describe('the journal', () => {
  it('is read newest first, a page at a time, by concept or by word', async () => {
    const course = await world.course()
    const marc = await world.staff('Marc', { course, role: 'trainer' })
    const write = (action: string, reason: string) =>
      world.db.auditLine.create({
        data: { courseId: course.id, actorName: 'Nadia', action, subject: 'x:1', reason, before: { n: 1 } },
      })
    for (let n = 0; n < 60; n += 1) await write(n % 2 ? 'student.update' : 'exam.update', `ligne ${n}`)
    const read = async (query: object) =>
      (await world.ask(marc, contract.readJournal, { params: { courseId: course.id }, query })).body
    const first = await read({})
    expect(first.lines).toHaveLength(50)
    expect(first.lines[0]).toMatchObject({ reason: 'ligne 59', changes: [{ field: 'n', before: 1, after: null }] })
    const second = await read({ before: first.next ?? '' })
    expect(second.lines.map(({ reason }) => reason)).toEqual(Array.from({ length: 10 }, (_, n) => `ligne ${9 - n}`))
    expect(second.next).toBeNull()
    expect((await read({ concept: 'student' })).lines).toHaveLength(30)
    expect((await read({ actor: 'Marc' })).lines).toEqual([])
    expect((await read({ actor: 'Nadia' })).actors).toEqual(['Nadia'])
    expect((await read({ from: '2100-01-01T00:00:00Z' })).lines).toEqual([])
    expect((await read({ until: '2100-01-01T00:00:00Z' })).lines).toHaveLength(50)
    expect((await read({ search: 'LIGNE 42' })).lines.map(({ reason }) => reason)).toEqual(['ligne 42'])
  })

  it('names what it is about, with names for identifiers, and finds what names a student', async () => {
    const course = await world.course()
    const marc = await world.staff('Marc', { course, role: 'trainer' })
    const [ana, zoe] = [
      await world.student({ course, name: 'Ana Roy' }),
      await world.student({ course, name: 'Zoé Petit' }),
    ]
    const base = { courseId: course.id, actorName: 'Marc' }
    const gone = '00000000-0000-4000-8000-000000000000'
    await world.db.auditLine.createMany({
      data: [
        {
          ...base,
          action: 'student.update',
          subject: `student:${ana.id}`,
          before: { group: 'A' },
          after: { group: 'B' },
        },
        { ...base, action: 'students.codes', subject: `course:${course.id}`, after: { given: [ana.id, zoe.id] } },
        { ...base, action: 'student.update', subject: `student:${zoe.id}`, after: { was: gone } },
      ],
    })
    const read = async (query: object) =>
      (await world.ask(marc, contract.readJournal, { params: { courseId: course.id }, query })).body.lines
    expect(await read({ studentId: ana.id })).toMatchObject([
      {
        people: [
          { id: ana.id, name: 'Ana Roy' },
          { id: zoe.id, name: 'Zoé Petit' },
        ],
        changes: [{ field: 'given', after: 'Ana Roy, Zoé Petit' }],
      },
      {
        subject: { kind: 'student', id: ana.id, name: 'Ana Roy' },
        people: [],
        changes: [{ field: 'group', before: 'A', after: 'B' }],
      },
    ])
    expect(JSON.stringify(await read({}))).not.toContain(gone)
  })

  it('cannot be changed, erased or emptied through the application’s own connection', async () => {
    const { id } = await world.db.auditLine.findFirstOrThrow()
    await expect(world.db.auditLine.update({ where: { id }, data: { actorName: 'Personne' } })).rejects.toThrow()
    await expect(world.db.auditLine.delete({ where: { id } })).rejects.toThrow()
    await expect(world.pool.query('truncate "AuditLine"')).rejects.toThrow(/append-only/)
    expect(await world.db.auditLine.count({ where: { id } })).toBe(1)
  })
})

import { randomBytes } from 'node:crypto'
import { createWriteStream, existsSync } from 'node:fs'
import { readFile, rename, rm } from 'node:fs/promises'
import { resolve } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { parseArgs } from 'node:util'
import { overStatuses } from '#core/exams/exam.ts'
import { Refusal } from '#core/refusal.ts'
import { openDatabase, secretOf } from '#server/backup/installation.ts'
import { fileTaken, noFile } from '#server/backup/refusals.ts'
import { runCommand } from '#server/backup/run-command.ts'
import { CannotStart } from '#server/platform/cannot-start.ts'
import { connect } from '#server/platform/database/connect.ts'
import type { Deps } from '#server/platform/deps.ts'
import { readEnvironment } from '#server/platform/env.ts'
import { refuseOtherSecret } from '#server/platform/secret-fingerprint.ts'
import type { Scan } from './read-archive.ts'
import { previewArchive, restoreArchive } from './restore-archive.ts'
import { scanArchive } from './scan-archive.ts'
import { writeArchive } from './write-archive.ts'

// npm run archive [-- EXAM [FILE]] · npm run archive -- restore FILE --course SLUG [--yes]

async function withDeps(work: (deps: Deps) => Promise<void>) {
  const env = readEnvironment(process.env)
  const secret = Buffer.from(await secretOf(env))
  const server = await openDatabase(env)
  const { db, pool, close } = connect(server.url)
  const now = () => new Date()
  // This command does not listen, so of the server's settings only the secret matters.
  const deps = { db, pool, now, sqlNow: () => null, randomBytes, secret } as unknown as Deps
  try {
    await refuseOtherSecret(pool, secret)
    await work(deps)
  } catch (error) {
    throw error instanceof Refusal ? inWords(error) : error
  } finally {
    await close()
    await server.stop()
  }
}

async function list({ db }: Deps) {
  const exams = await db.exam.findMany({
    where: { status: { in: [...overStatuses] } },
    include: { course: { select: { slug: true } } },
    orderBy: { createdAt: 'desc' },
  })
  for (const { id, title, course } of exams) console.log(`${id}  ${course.slug}  ${title}`)
  sayUsage()
}

async function write(deps: Deps, { examId, file }: { examId: string; file: string | undefined }) {
  const isId = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(examId)
  const exam = isId && (await deps.db.exam.findUnique({ where: { id: examId }, select: { courseId: true } }))
  if (!exam) throw new Refusal('not_found')
  const archive = await writeArchive(deps, { courseId: exam.courseId, examId })
  const path = placeOf(file ?? archive.name.replaceAll(/[/\\:]/g, '-'))
  if (existsSync(path)) throw fileTaken(path)
  const draft = `${path}.partiel`
  try {
    const content = Readable.from(archive.content as AsyncIterable<Uint8Array>, { objectMode: false })
    await pipeline(content, createWriteStream(draft, { flags: 'wx', mode: 0o600 }))
    await rename(draft, path)
  } catch (error) {
    await rm(draft, { force: true })
    throw error
  }
  console.error(path)
}

type Restored = { file: string; slug: string; isSure: boolean }

async function restore(deps: Deps, { file, slug, isSure }: Restored) {
  const bytes = await readFile(placeOf(file)).catch(() => {
    throw noFile(placeOf(file))
  })
  const courses = await deps.db.course.findMany({ where: { archivedAt: null }, orderBy: { slug: 'asc' } })
  const course = courses.find((one) => one.slug === slug)
  if (!course) {
    // Lists all courses with their slugs, since an empty course is in no other list.
    for (const { slug: known, title } of courses) console.error(`  --course ${known}  « ${title} »`)
    throw new Refusal('not_found')
  }
  const scan: Scan = (given) => scanArchive({ ...given, from: 'disk' })
  const place = { courseId: course.id, bytes, scan }
  const { examTitle, courseTitle, signature, counts, people, fingerprint } = await previewArchive(deps, place)
  const fresh = people.filter(({ by }) => by === null).length
  console.error(`  « ${examTitle} », du cours « ${courseTitle} », vers « ${course.title} »`)
  console.error(`  ${counts.copies} copies, ${counts.marks} notes, ${fresh} étudiants à créer sur ${people.length}`)
  console.error(signature === 'ours' ? '  signée par cette installation' : '  signée par une autre installation')
  if (!isSure) return console.error('  Rien n’est écrit. Ajoutez --yes pour restaurer · Add --yes to restore')
  const actor = { id: null, name: 'ligne de commande' }
  const done = await restoreArchive(deps, { ...place, fingerprint, acceptsForeign: true, actor })
  console.error(`  restauré et comparé · restored and compared: ${done.examId}, ${done.rows} lignes`)
}

const placeOf = (file: string) => resolve(process.env['INIT_CWD'] ?? '.', file)

function usage() {
  sayUsage()
  process.exitCode = 2
}

function sayUsage() {
  console.error('npm run archive                                   les examens terminés · the exams that are over')
  console.error('npm run archive -- EXAMEN [FICHIER]               écrit une archive · writes an archive')
  console.error('npm run archive -- restore FICHIER --course COURS [--yes]')
}

const sentences: Partial<Record<string, { french: string; english: string }>> = {
  not_found: { french: 'Cet examen ou ce cours n’existe pas.', english: 'This exam or course does not exist.' },
  exam_wrong_state: { french: 'Cet examen n’est pas terminé.', english: 'This exam is not over.' },
  marks_missing: {
    french: 'Des copies attendent encore leur note : laissez tourner Barème un instant.',
    english: 'Some papers still wait for their mark: let Barème run for a moment.',
  },
  copies_under_way: {
    french: 'Des copies sont encore en cours : attendez qu’elles soient rendues.',
    english: 'Some papers are still being written: wait until they are handed in.',
  },
  not_an_archive: {
    french: 'Ce fichier n’est pas une archive d’examen, ou il est tronqué.',
    english: 'This file is not an exam archive, or it is cut short.',
  },
  archive_altered: {
    french: 'Cette archive a été modifiée ou abîmée. Rien n’a été restauré.',
    english: 'This archive was changed or damaged. Nothing was restored.',
  },
  archive_other_version: {
    french: 'Cette archive vient d’une version plus récente de Barème.',
    english: 'This archive comes from a newer version of Barème.',
  },
  archive_already_here: {
    french: 'Cet examen est déjà dans ce cours.',
    english: 'This exam is already in this course.',
  },
}

const inWords = (refusal: Refusal) =>
  new CannotStart(sentences[refusal.code] ?? { french: refusal.code, english: refusal.code }, { cause: refusal })

// Called last, because the sentences above are constants it uses.
await runCommand(async () => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    strict: false,
    options: { course: { type: 'string' }, yes: { type: 'boolean' } },
  })
  const [first, second] = positionals
  await withDeps(async (deps) => {
    if (first === undefined) return list(deps)
    if (first !== 'restore') return write(deps, { examId: first, file: second })
    const slug = values['course']
    if (second === undefined || typeof slug !== 'string') return usage()
    return restore(deps, { file: second, slug, isSure: values['yes'] === true })
  })
})

import { createWriteStream, existsSync } from 'node:fs'
import { access, readdir, rename, rm, stat } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import type { Writable } from 'node:stream'
import { parseArgs } from 'node:util'
import { type Environment, readEnvironment } from '#server/platform/env.ts'
import { dataDirOf, openDatabase, otherFiles, secretOf } from './installation.ts'
import { cannotWrite, diskFull, fileTaken } from './refusals.ts'
import { runCommand } from './run-command.ts'
import { sayProgress } from './say-progress.ts'
import { writeBackup } from './write-backup.ts'

// npm run backup [-- FILE | -] [--keep DAYS]: the whole installation as one file, whether the server runs or not.
await runCommand(async () => {
  const asked = readArguments(process.argv.slice(2))
  if (!asked) return usage()
  const env = readEnvironment(process.env)
  if (asked.file === '-') return backUp(env, process.stdout)
  const file = resolve(process.env['INIT_CWD'] ?? '.', asked.file)
  await toFile(env, file)
  if (asked.keepDays) await deleteOlder(file, asked.keepDays)
})

/** What is asked; null when it makes no sense, such as deleting beside a backup that goes to the standard output. */
function readArguments(args: string[]) {
  try {
    const { values, positionals } = parseArgs({ args, allowPositionals: true, options: { keep: { type: 'string' } } })
    const [file = defaultName(), ...others] = positionals
    const { keep } = values
    const isSensible = others.length === 0 && (keep === undefined || (/^[1-9]\d{0,3}$/.test(keep) && file !== '-'))
    return isSensible ? { file, keepDays: Number(keep ?? 0) } : null
  } catch {
    return null
  }
}

/** Once the new one is complete: the backups beside it that were made more than so many days before. */
async function deleteOlder(file: string, days: number) {
  const folder = dirname(file)
  const { mtimeMs: madeAt } = await stat(file)
  for (const name of (await readdir(folder)).filter((one) => /^sauvegarde-[\d-]+\.gz$/.test(one))) {
    const path = join(folder, name)
    if (madeAt - (await stat(path)).mtimeMs <= days * 86_400_000) continue
    await rm(path)
    console.error(`  supprimée · deleted: ${name}`)
  }
}

async function toFile(env: Environment, file: string) {
  if (existsSync(file)) throw fileTaken(file)
  await access(dirname(file)).catch(() => {
    throw cannotWrite(file)
  })
  // Gets its final name only once it is complete.
  const draft = `${file}.partiel`
  try {
    const out = createWriteStream(draft, { flags: 'wx', mode: 0o600, flush: true })
    await backUp(env, out)
    await rename(draft, file)
  } catch (error) {
    const { code } = error as { code?: string }
    if (code !== 'EEXIST') await rm(draft, { force: true })
    if (code === 'EEXIST') throw fileTaken(draft)
    if (code === 'ENOSPC' || code === 'EDQUOT') throw diskFull(error)
    if (code === 'EACCES' || code === 'EROFS' || code === 'EPERM') throw cannotWrite(file)
    throw error
  }
  const { size } = await stat(file)
  console.error(`\n  ${file} · ${(size / 1024 / 1024).toFixed(1)} Mio`)
  console.error(
    '  SECRET : ce fichier contient les données des étudiants et la clé du site. Gardez-le hors du serveur.',
  )
  console.error('  SECRET: this file holds the students’ data and the key of the site. Keep it away from the server.\n')
}

async function backUp(env: Environment, into: Writable) {
  const secret = await secretOf(env)
  const database = await openDatabase(env)
  try {
    const files = await otherFiles(dataDirOf(env))
    await writeBackup({ url: database.url, secret, files, into, onProgress: sayProgress() })
  } finally {
    await database.stop()
  }
}

/** `sauvegarde-2026-12-08-104207.gz`, in local time. */
function defaultName() {
  const now = new Date()
  const local = new Date(now.getTime() - now.getTimezoneOffset() * 60_000).toISOString()
  return `sauvegarde-${local.slice(0, 10)}-${local.slice(11, 19).replaceAll(':', '')}.gz`
}

function usage() {
  console.error('npm run backup            écrit sauvegarde-DATE-HEURE.gz · writes sauvegarde-DATE-TIME.gz')
  console.error('npm run backup -- FICHIER · FILE')
  console.error(
    'npm run backup -- --keep 14   supprime ensuite celles de plus de 14 jours · then deletes those older than 14 days',
  )
  console.error('npm run backup -- -       vers la sortie standard · to the standard output')
  process.exitCode = 2
}

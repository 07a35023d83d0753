import { createReadStream } from 'node:fs'
import { access } from 'node:fs/promises'
import { resolve } from 'node:path'
import { createInterface } from 'node:readline/promises'
import { parseArgs } from 'node:util'
import { type Environment, readEnvironment } from '#server/platform/env.ts'
import { takeDatabase } from './installation.ts'
import { keepFiles } from './keep-files.ts'
import { openBackup } from './read-backup.ts'
import { noFile } from './refusals.ts'
import { restoreBackup } from './restore-backup.ts'
import { runCommand } from './run-command.ts'
import { sayProgress } from './say-progress.ts'

// npm run restore -- FILE | - [--replace [--yes]] [--wait]: restores a backup into an empty installation, or replaces this one.
const known = ['replace', 'yes', 'wait', 'secret']
/** Longer than servers take to leave, and than a PgBouncer keeps a connection that nobody uses. */
const patienceMs = 15 * 60_000

await runCommand(async () => {
  const { values, positionals } = parseArgs({
    args: process.argv.slice(2),
    allowPositionals: true,
    strict: false,
    options: Object.fromEntries(known.map((name) => [name, { type: 'boolean' as const }])),
  })
  const [file] = positionals
  if (file === undefined || positionals.length > 1 || Object.keys(values).some((name) => !known.includes(name)))
    return usage()
  const source = await open(file)
  if (values['secret']) return printSecret(source)
  const confirm = values['yes'] ? async () => true : askOnTerminal
  const mayReplace = values['replace'] ? confirm : undefined
  await restore(readEnvironment(process.env), { source, mayReplace, waits: values['wait'] === true })
})

type RestoreInput = {
  source: AsyncIterable<Buffer>
  mayReplace: ((held: string) => Promise<boolean>) | undefined
  waits: boolean
}

async function restore(env: Environment, { source, mayReplace, waits }: RestoreInput) {
  const database = await takeDatabase(env)
  const keep = keepFiles(env)
  try {
    const onProgress = sayProgress()
    if (waits) console.error('  Attend que les serveurs soient arrêtés · Waits until the servers have stopped')
    const done = await restoreBackup({
      url: database.url,
      source,
      keep,
      onProgress,
      ...(mayReplace ? { mayReplace } : {}),
      ...(waits ? { patienceMs } : {}),
    })
    const { takenAt, bareme } = done.head
    const rows = done.rows.toLocaleString('fr-FR')
    console.error(`\n  Restauré et relu : ${done.tables} tables, ${rows} lignes, du ${takenAt} (Barème ${bareme}).`)
    console.error(`  Restored and read back: ${done.tables} tables, ${rows} rows. Start it: npm start\n`)
  } finally {
    await database.stop()
  }
}

async function open(file: string): Promise<AsyncIterable<Buffer>> {
  if (file === '-') return process.stdin
  const path = resolve(process.env['INIT_CWD'] ?? '.', file)
  await access(path).catch(() => {
    throw noFile(path)
  })
  return createReadStream(path)
}

/** Prints the secret of a backup, for an installation that reads it from a file of its own. */
async function printSecret(source: AsyncIterable<Buffer>) {
  const { head, close } = await openBackup(source)
  process.stdout.write(`${head.secret}\n`)
  close()
}

async function askOnTerminal(held: string) {
  if (!process.stdin.isTTY) return false
  const asked = createInterface({ input: process.stdin, output: process.stderr })
  console.error(`\n  Cette installation contient : ${held}. Tout sera remplacé par la sauvegarde.`)
  console.error(`  This installation holds: ${held}. All of it will be replaced by the backup.`)
  const answer = await asked.question('  Tapez REMPLACER pour continuer · Type REMPLACER to go on: ')
  asked.close()
  return answer.trim() === 'REMPLACER'
}

function usage() {
  console.error('npm run restore -- FICHIER              dans une installation vide · into an empty installation')
  console.error('npm run restore -- FICHIER --replace    à la place de ce qui est là · instead of what is there')
  console.error('        -  lit l’entrée standard · reads the standard input')
  console.error('        --yes     sans question · without asking')
  console.error('        --wait    attend l’arrêt des serveurs · waits until the servers have stopped')
  console.error('        --secret  écrit seulement la clé du site · only prints the key of the site')
  process.exitCode = 2
}

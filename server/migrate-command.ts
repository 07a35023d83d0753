import { takeDatabase } from './backup/installation.ts'
import { runCommand } from './backup/run-command.ts'
import { migrate } from './platform/database/migrate.ts'
import { type Environment, readEnvironment } from './platform/env.ts'
import { closeOnSignal } from './platform/shutdown.ts'

// npm run migrate · node dist/server/migrate.js: brings the database to this version, and ends.
await runCommand(async () => {
  if (process.argv.length > 2) return usage()
  await migrateOnly(readEnvironment(process.env))
})

async function migrateOnly(env: Environment) {
  // Ended before all was applied: whoever waits for this command must not take it for done.
  const exit = () => {
    say('Arrêtée avant la fin. Relancez la commande : elle reprendra où elle en était.', [
      'Ended before it was done. Run the command again: it goes on where it was.',
    ])
    process.exit(1)
  }
  const shutdown = closeOnSignal({ log: (error, sentence) => console.error(sentence, error), exit })
  const database = await takeDatabase(env)
  shutdown.add(database.stop)
  const done = await migrate(env.directUrl ?? database.url, undefined, shutdown.finish)
  if (shutdown.isClosing()) return
  await shutdown.close()
  if (done.length === 0) say('La base est déjà à jour.', ['The database is already up to date.'])
  else
    say(`Mises à jour de la base appliquées : ${done.length}.`, [
      `Updates of the database applied: ${done.length}.`,
      ...done.map((name) => `  ${name}`),
    ])
}

function say(french: string, english: readonly string[]) {
  console.error([french, ...english].map((line) => `  ${line}`).join('\n'))
}

function usage() {
  console.error('npm run migrate     met la base à jour, puis se termine · updates the database, then ends')
  process.exitCode = 2
}

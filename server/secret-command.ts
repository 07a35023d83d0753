import { createInterface } from 'node:readline/promises'
import pg from 'pg'
import { dataDirOf, takeDatabase } from './backup/installation.ts'
import { serverRunning } from './backup/refusals.ts'
import { isServing } from './backup/restore-backup.ts'
import { runCommand } from './backup/run-command.ts'
import { CannotStart } from './platform/cannot-start.ts'
import { keepSecret } from './platform/database/data-folder.ts'
import { type Environment, readEnvironment } from './platform/env.ts'
import { readSecretFingerprint, secretFingerprintOf } from './platform/secret-fingerprint.ts'

// npm run secret -- accept [--yes]: accepts for this database the secret that is given now.

async function accept(env: Environment, { isSure }: { isSure: boolean }) {
  const secret = Buffer.from(env.secret ?? (await keepSecret(dataDirOf(env), 'secret')))
  const database = await takeDatabase(env)
  const client = new pg.Client({ connectionString: env.directUrl ?? database.url, application_name: 'bareme secret' })
  try {
    await client.connect()
    const kept = await readSecretFingerprint(client)
    if (kept?.equals(secretFingerprintOf(secret)) ?? true) {
      return say('Ce secret est déjà celui de cette base.', 'This secret is already the one of this database.')
    }
    if (await isServing(client)) throw serverRunning()
    const lost = await whatIsLost(client)
    if (lost.running > 0) throw new CannotStart(examUnderWay)
    sayWhatIsLost(lost)
    if (!isSure && !(await isConfirmed())) throw new CannotStart(notConfirmed)
    await client.query('update "Installation" set "secretFingerprint" = $1', [secretFingerprintOf(secret)])
    say('Secret accepté. Relancez Barème.', 'Secret accepted. Start Barème again.')
  } finally {
    await client.end()
    await database.stop()
  }
}

type Lost = { codes: number; factors: number; running: number }

async function whatIsLost(client: pg.Client): Promise<Lost> {
  const { rows } = await client.query<Lost>(`select
    (select count(*)::int from "Student" where "codeHash" is not null) as codes,
    (select count(*)::int from "Person" where "secondFactorKey" is not null) as factors,
    (select count(*)::int from "Attempt" where status in ('in_progress', 'paused')) as running`)
  return rows[0] ?? { codes: 0, factors: 0, running: 0 }
}

function sayWhatIsLost({ codes, factors }: Lost) {
  say(
    `Avec un autre secret : ${codes} codes personnels à redonner, ${factors} seconds facteurs à retirer puis à remettre ; les reçus et les relevés signés jusqu’ici ne se vérifieront plus.`,
    `With another secret: ${codes} personal codes to give again, ${factors} second factors to remove and set up again; the receipts and records signed until now will no longer verify.`,
  )
}

async function isConfirmed() {
  if (!process.stdin.isTTY) return false
  const asked = createInterface({ input: process.stdin, output: process.stderr })
  const answer = await asked.question('  Tapez CHANGER pour continuer · Type CHANGER to go on: ')
  asked.close()
  return answer.trim() === 'CHANGER'
}

const examUnderWay = {
  french: 'Des copies sont en cours : les noms que leurs pages donnent aux choix changeraient. Attendez leur fin.',
  english: 'Copies are under way: the names that their pages give to choices would change. Wait for their end.',
}
const notConfirmed = {
  french: 'Changement non confirmé : rien n’a été changé. Dans un script, ajoutez --yes.',
  english: 'Change not confirmed: nothing was changed. In a script, add --yes.',
}

function say(french: string, english: string) {
  console.error(`  ${french}\n  ${english}`)
}

function usage() {
  console.error(
    'npm run secret -- accept   accepte le secret donné à la place de l’ancien · accepts the secret given now',
  )
  console.error('        --yes     sans question · without asking')
  process.exitCode = 2
}

await runCommand(async () => {
  const [act, ...options] = process.argv.slice(2)
  if (act !== 'accept' || options.some((one) => one !== '--yes')) return usage()
  await accept(readEnvironment(process.env), { isSure: options.length > 0 })
})

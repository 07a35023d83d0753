import { randomBytes } from 'node:crypto'
import { isLoopback } from '#core/site-address.ts'
import { openDatabase, secretOf } from '#server/backup/installation.ts'
import { runCommand } from '#server/backup/run-command.ts'
import { CannotStart } from '#server/platform/cannot-start.ts'
import { connect } from '#server/platform/database/connect.ts'
import type { Deps } from '#server/platform/deps.ts'
import { readEnvironment } from '#server/platform/env.ts'
import { refuseOtherSecret } from '#server/platform/secret-fingerprint.ts'
import { dropSecondFactor } from './drop-second-factor.ts'
import { firstTrainerLink } from './first-trainer.ts'
import { resetPassword } from './reset-password.ts'

// npm run account -- first · npm run account -- reset E-MAIL · npm run account -- remove-second-factor E-MAIL

type Act = { name: 'first' } | { name: 'reset' | 'remove-second-factor'; email: string }

async function act(asked: Act) {
  const env = readEnvironment(process.env)
  const secret = Buffer.from(await secretOf(env))
  const server = await openDatabase(env)
  const { db, pool, close } = connect(server.url)
  // This command does not listen, so of the server's settings only the secret matters.
  const deps = { db, pool, now: () => new Date(), sqlNow: () => null, randomBytes, secret } as unknown as Deps
  const origin = env.publicUrl ?? `http://localhost:${env.port}`
  const say = (link: string) => {
    console.error('  Un lien, bon une fois, pendant 24 heures · One link, good once, for 24 hours')
    if (isLoopback(new URL(link).hostname)) {
      console.error('  Il ne mène qu’à ce poste : donnez PUBLIC_URL, ou remplacez son début par l’adresse du site.')
      console.error(
        '  It leads to this machine only: set PUBLIC_URL, or replace its beginning by the address of the site.',
      )
    }
    console.log(link)
  }
  try {
    await refuseOtherSecret(pool, secret)
    if (asked.name === 'first') {
      const link = await firstTrainerLink(deps, origin)
      // No failure: a Job asks at each installation, also on a database that is used already.
      if (link) say(link)
      else console.error('  Il existe déjà un compte : aucun lien · There is an account already: no link')
      return
    }
    const { email } = asked
    if (asked.name === 'reset') {
      const link = await resetPassword(deps, { email, publicUrl: env.publicUrl, here: origin })
      if (!link) throw unknown(email)
      console.error('  Il demande un nouveau mot de passe, puis ferme les sessions ; le second facteur reste.')
      console.error('  It asks for a new password, then ends the sessions; the second factor stays.')
      return say(link)
    }
    if (!(await dropSecondFactor(deps, { email }))) throw unknown(email)
    console.error('  Second facteur retiré, sessions fermées · Second factor removed, sessions ended')
  } finally {
    await close()
    await server.stop()
  }
}

const unknown = (email: string) =>
  new CannotStart({ french: `Aucun compte n’a l’adresse ${email}.`, english: `No account has the address ${email}.` })

function usage() {
  console.error(
    'npm run account -- first                          le lien du premier compte · the link of the first account',
  )
  console.error(
    'npm run account -- reset ADRESSE                  un lien pour un nouveau mot de passe · a new password',
  )
  console.error('npm run account -- remove-second-factor ADRESSE   un téléphone perdu · a lost telephone')
  process.exitCode = 2
}

function readAct([name, email, ...more]: string[]): Act | undefined {
  if (name === 'first' && email === undefined) return { name }
  if ((name === 'reset' || name === 'remove-second-factor') && email && more.length === 0) return { name, email }
  return undefined
}

await runCommand(async () => {
  const asked = readAct(process.argv.slice(2))
  if (!asked) return usage()
  await act(asked)
})

import { randomBytes } from 'node:crypto'
import { openDatabase, secretOf } from '#server/backup/installation.ts'
import { runCommand } from '#server/backup/run-command.ts'
import { CannotStart } from '#server/platform/cannot-start.ts'
import { connect } from '#server/platform/database/connect.ts'
import type { Deps } from '#server/platform/deps.ts'
import { readEnvironment } from '#server/platform/env.ts'
import { refuseOtherSecret } from '#server/platform/secret-fingerprint.ts'
import { dropSecondFactor } from './drop-second-factor.ts'
import { firstTrainerLink, signInLinkFor } from './first-trainer.ts'

// npm run account -- first · npm run account -- link E-MAIL · npm run account -- remove-second-factor E-MAIL

type Act = { name: 'first' } | { name: 'link' | 'remove-second-factor'; email: string }

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
    if (asked.name === 'link') {
      const link = await signInLinkFor(deps, { email, origin })
      if (!link) throw unknown(email)
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
    'npm run account -- link ADRESSE                   un lien pour un nouveau mot de passe · a new password',
  )
  console.error('npm run account -- remove-second-factor ADRESSE   un téléphone perdu · a lost telephone')
  process.exitCode = 2
}

function readAct([name, email, ...more]: string[]): Act | undefined {
  if (name === 'first' && email === undefined) return { name }
  if ((name === 'link' || name === 'remove-second-factor') && email && more.length === 0) return { name, email }
  return undefined
}

await runCommand(async () => {
  const asked = readAct(process.argv.slice(2))
  if (!asked) return usage()
  await act(asked)
})

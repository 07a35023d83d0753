import { randomBytes } from 'node:crypto'
import { openDatabase, secretOf } from '#server/backup/installation.ts'
import { runCommand } from '#server/backup/run-command.ts'
import { CannotStart } from '#server/platform/cannot-start.ts'
import { connect } from '#server/platform/database/connect.ts'
import type { Deps } from '#server/platform/deps.ts'
import { readEnvironment } from '#server/platform/env.ts'
import { dropSecondFactor } from './drop-second-factor.ts'
import { signInLinkFor } from './first-trainer.ts'

// npm run account -- link E-MAIL · npm run account -- remove-second-factor E-MAIL

const acts = ['link', 'remove-second-factor'] as const

async function act(name: (typeof acts)[number], email: string) {
  const env = readEnvironment(process.env)
  const secret = Buffer.from(await secretOf(env))
  const server = await openDatabase(env)
  const { db, pool, close } = connect(server.url)
  // This command does not listen, so of the server's settings only the secret matters.
  const deps = { db, pool, now: () => new Date(), sqlNow: () => null, randomBytes, secret } as unknown as Deps
  try {
    if (name === 'link') {
      const link = await signInLinkFor(deps, { email, origin: env.publicUrl ?? `http://localhost:${env.port}` })
      if (!link) throw unknown(email)
      console.error('  Un lien, bon une fois, pendant 24 heures · One link, good once, for 24 hours')
      console.log(link)
      return
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
    'npm run account -- link ADRESSE                   un lien pour un nouveau mot de passe · a new password',
  )
  console.error('npm run account -- remove-second-factor ADRESSE   un téléphone perdu · a lost telephone')
  process.exitCode = 2
}

await runCommand(async () => {
  const [first, email, ...more] = process.argv.slice(2)
  const name = acts.find((one) => one === first)
  if (!name || !email || more.length > 0) return usage()
  await act(name, email)
})

import { afterAll, beforeAll, expect, it } from 'vitest'
import { readLink } from '#contract/auth/auth.ts'
import { startProcess, temporaryFolder } from '#test/setup/process.ts'
import { createWorld, nobody, type World } from '#test/setup/world.ts'

const { folder, remove } = temporaryFolder()
let world: World
beforeAll(async () => {
  world = await createWorld({ isRunning: true })
})
afterAll(async () => {
  await world.close()
  remove()
})

/** Beside the server, on its database and with its secret. */
async function account(...args: string[]) {
  const env = { DATABASE_URL: world.url, SECRET: world.deps.secret.toString(), DATA_DIR: folder }
  const running = startProcess(
    { ...env, PUBLIC_URL: 'https://examens.exemple.fr' },
    'server/auth/account-command.ts',
    args,
  )
  const { code } = await running.ended
  return { code, said: running.output() }
}

it('npm run account gives a link for a lost password beside a running server, removes a second factor, and knows who has an account', async () => {
  const { id } = await world.staff('Nadia')
  const data = { email: 'nadia@exemple.fr', secondFactorAt: world.now(), secondFactorKey: new Uint8Array(48) }
  await world.db.person.update({ where: { id }, data })

  // Before anybody has a password, and after.
  const first = await account('first')
  const firstToken = /https:\/\/examens\.exemple\.fr\/lien#(\S+)/.exec(first.said)?.[1] ?? ''
  expect(first.code).toBe(0)
  expect((await world.ask(nobody, readLink, { body: { token: firstToken } })).body).toMatchObject({
    purpose: 'first_trainer',
  })
  await world.db.person.update({ where: { id }, data: { passwordHash: 'x' } })

  const [late, given, removed, unknown, wrong] = await Promise.all([
    account('first'),
    account('reset', 'Nadia@exemple.fr'),
    account('remove-second-factor', 'nadia@exemple.fr'),
    account('reset', 'personne@exemple.fr'),
    account('efface', 'nadia@exemple.fr'),
  ])
  expect(late).toMatchObject({ code: 0, said: expect.stringMatching(/existe déjà un compte.*account already/s) })
  expect(late.said).not.toContain('/lien#')
  const token = /https:\/\/examens\.exemple\.fr\/lien#(\S+)/.exec(given.said)?.[1] ?? ''
  expect((await world.ask(nobody, readLink, { body: { token } })).body).toMatchObject({
    purpose: 'sign_in',
    name: 'Nadia',
  })
  expect(removed.code).toBe(0)
  expect(await world.db.person.findUnique({ where: { id } })).toMatchObject({
    secondFactorAt: null,
    secondFactorKey: null,
  })
  expect(await world.db.session.count({ where: { personId: id } })).toBe(0)
  const events = await world.db.accountEvent.findMany({ where: { personId: id }, orderBy: { kind: 'asc' } })
  expect(events).toMatchObject([
    { kind: 'link_given', detail: { by: 'server' } },
    { kind: 'second_factor_removed', detail: { by: 'server' } },
  ])
  expect(unknown).toMatchObject({ code: 1, said: expect.stringMatching(/Aucun compte.*No account/s) })
  expect(wrong).toMatchObject({ code: 2, said: expect.stringContaining('remove-second-factor') })
})

import { expect, it } from 'vitest'
import * as auth from '#contract/auth/auth.ts'
import { afterStart } from '#server/after-start.ts'
import { firstTrainerLink } from '#server/auth/first-trainer.ts'
import { createLink } from '#server/auth/links.ts'
import { connect } from '#server/platform/database/connect.ts'
import { createWorld, nobody } from '#test/setup/world.ts'

const password = 'quatre chevaux dans la neige'
const tokenOf = (link: string) => link.split('#')[1] ?? ''

it('the first trainer is one, with one link, however many servers start at once', async () => {
  const empty = await createWorld()
  const others = Array.from({ length: 2 }, () => connect(empty.url))
  const servers = [empty.deps, ...others.map(({ db, pool }) => ({ ...empty.deps, db, pool }))]
  const ready = await Promise.all(servers.map((deps) => afterStart(deps, { origin: 'http://localhost', demo: false })))
  expect(await empty.db.person.count()).toBe(1)
  expect([await empty.db.course.count(), await empty.db.membership.count()]).toEqual([1, 1])
  const read = (link: string | null) =>
    empty.ask(nobody, auth.readLink, { body: { token: tokenOf(link ?? '') } }).then(({ status }) => status)
  expect(
    (await Promise.all(ready.map(({ firstLink }) => read(firstLink)))).filter((status) => status === 200),
  ).toHaveLength(1)
  for (const { close } of others) await close()
  await empty.close()
})

it('the first trainer has one link: a new one ends those before, and none is good once somebody has an account', async () => {
  const empty = await createWorld()
  const first = tokenOf((await firstTrainerLink(empty.deps, 'http://localhost')) ?? '')
  const second = tokenOf((await firstTrainerLink(empty.deps, 'http://localhost')) ?? '')
  const enterBy = (token: string, name: string) =>
    empty.ask(nobody, auth.useLink, { body: { token, name, email: `${name}@exemple.fr`, password } })
  expect((await enterBy(first, 'voleur')).body.code).toBe('link_unusable')
  const [{ id: personId } = { id: '' }] = await empty.db.person.findMany()
  // As an earlier version left them: several that are good at once.
  const left = tokenOf(
    (await createLink(empty.deps, { purpose: 'first_trainer', origin: '', hours: 24, personId })).link,
  )
  expect((await enterBy(second, 'nadia')).body).toMatchObject({ kind: 'staff', name: 'nadia' })
  expect((await enterBy(left, 'voleur')).body.code).toBe('link_unusable')
  const late = tokenOf(
    (await createLink(empty.deps, { purpose: 'first_trainer', origin: '', hours: 24, personId })).link,
  )
  expect((await enterBy(late, 'voleur')).body.code).toBe('link_unusable')
  expect(await firstTrainerLink(empty.deps, 'http://localhost')).toBeNull()
  expect(await empty.db.person.findMany()).toMatchObject([{ name: 'nadia', email: 'nadia@exemple.fr' }])
  await empty.close()
})

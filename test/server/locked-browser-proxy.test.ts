import { expect, it } from 'vitest'
import * as browser from '#contract/attempts/locked-browser.ts'
import * as sitting from '#contract/attempts/sitting.ts'
import { askInside as ask, type LockedRoom, openLockedRoom, shows } from '#test/setup/locked-room.ts'
import { createWorld, nobody } from '#test/setup/world.ts'

const device = 'laptop01:page0001'
const publicUrl = 'https://examens.exemple.fr'
const forwarded = { 'x-forwarded-proto': 'https', 'x-forwarded-host': 'examens.exemple.fr', origin: publicUrl }
const trying = (open: LockedRoom, headers: Record<string, string>, page = `${publicUrl}/navigateur/${open.exam.id}`) =>
  open.where.ask(
    nobody,
    browser.tryBrowser,
    { params: { examId: open.exam.id }, body: { pages: [page], hash: null } },
    headers,
  )
const openBehind = async (settings: Parameters<typeof createWorld>[0]) => {
  const behind = await createWorld(settings)
  const isSecure = behind.deps.settings.publicUrl !== null
  return { behind, open: await openLockedRoom(behind, { use: 'required', isSecure }) }
}
const starting = (open: LockedRoom, at: string, headers: Record<string, string>) =>
  ask(open, open.ana, [sitting.startAttempt, { params: { examId: open.exam.id }, body: { device } }], { at, headers })

it('counts the public address of the settings, whatever the proxy says of the request', async () => {
  const { behind, open } = await openBehind({ settings: { publicUrl, trustProxy: false } })
  const headers = { host: 'bareme:3000', origin: publicUrl }
  expect((await starting(open, publicUrl, headers)).status).toBe(200)
  const inner = await starting(open, 'http://bareme:3000', headers)
  expect(inner.body).toMatchObject({ code: 'locked_browser_needed', details: { fault: 'wrong_address' } })
  await behind.close()
})

it('counts what a trusted proxy says where the settings have no public address', async () => {
  const { behind, open } = await openBehind({ settings: { trustProxy: 1 } })
  const { body } = await behind.ask(
    open.trainer,
    browser.getLockedBrowser,
    { params: open.params },
    { ...forwarded, cookie: `__Host-bareme=${open.trainer.token}` },
  )
  expect(body.origin).toBe(publicUrl)
  const through = { ...open, key: body.key }
  expect((await starting(through, publicUrl, { ...forwarded, cookie: `__Host-bareme=${open.ana.token}` })).status).toBe(
    200,
  )
  await behind.close()
})

it('tells a wrong proxy on the test page, with both addresses', async () => {
  const { behind, open } = await openBehind({ settings: { trustProxy: false } })
  // The proxy ends HTTPS, and the server does not know it.
  const headers = { host: 'examens.exemple.fr', origin: publicUrl }
  const { body } = await behind.ask(open.trainer, browser.getLockedBrowser, { params: open.params }, headers)
  const through = { ...open, key: body.key }
  expect((await starting(through, publicUrl, headers)).body).toMatchObject({ details: { fault: 'wrong_address' } })
  const path = `/api/locked-browser/${open.exam.id}/check`
  const tried = await trying(open, { ...headers, ...shows(body.key, path, publicUrl) })
  expect(tried.body).toMatchObject({
    ...{ use: 'required', fault: 'wrong_address', way: null },
    ...{ expected: 'http://examens.exemple.fr', seen: 'http://examens.exemple.fr' },
  })
  await behind.close()
})

it('takes the address that the course says students type, beside the public one', async () => {
  const { behind, open } = await openBehind({ settings: { publicUrl } })
  const studentAddress = 'http://192.168.7.2:3000'
  await behind.db.course.update({ where: { id: open.course.id }, data: { studentAddress } })
  behind.wait(1)
  const { body } = await behind.ask(
    open.trainer,
    browser.getLockedBrowser,
    { params: open.params },
    open.cookies(open.trainer),
  )
  expect(body.origin).toBe(studentAddress)
  const through = { ...open, key: body.key }
  expect((await starting(through, studentAddress, { host: '192.168.7.2:3000', origin: studentAddress })).status).toBe(
    200,
  )
  expect((await starting(through, publicUrl, { host: 'examens.exemple.fr', origin: publicUrl })).status).toBe(200)
  await behind.close()
})

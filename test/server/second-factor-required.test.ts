import { Secret, TOTP } from 'otpauth'
import { expect, it } from 'vitest'
import * as account from '#contract/auth/account.ts'
import * as auth from '#contract/auth/auth.ts'
import { hashPassword } from '#server/auth/password.ts'
import { createWorld } from '#test/setup/world.ts'

it('a site that requires a second factor lets staff do nothing but set it up, then everything', async () => {
  const world = await createWorld({ settings: { requireSecondFactor: true } })
  const course = await world.course()
  const nadia = await world.staff('Nadia', { course, role: 'owner' })
  const password = 'quatre chevaux dans la neige'
  const data = { passwordHash: await hashPassword(password) }
  await world.db.person.update({ where: { id: nadia.id }, data })
  const params = { courseId: course.id }
  expect((await world.ask(nadia, auth.getSession, {})).body).toMatchObject({ mustSetUpSecondFactor: true })
  expect((await world.ask(nadia, auth.listCourses, {})).body.code).toBe('second_factor_missing')
  expect((await world.ask(nadia, auth.getCourse, { params })).body.code).toBe('second_factor_missing')
  expect((await world.ask(nadia, account.listSessions, {})).status).toBe(200)
  const elise = await world.student({ course, name: 'Élise Gautier' })
  expect((await world.ask(elise, auth.getSession, {})).body.kind).toBe('student')

  const { key } = (await world.ask(nadia, account.prepareSecondFactor, { body: { password } })).body
  const code = new TOTP({ secret: Secret.fromBase32(key) }).generate({ timestamp: world.now().getTime() })
  expect((await world.ask(nadia, account.confirmSecondFactor, { body: { code } })).status).toBe(200)
  expect((await world.ask(nadia, auth.getSession, {})).body).toMatchObject({ mustSetUpSecondFactor: false })
  expect((await world.ask(nadia, auth.getCourse, { params })).status).toBe(200)
  await world.close()
})

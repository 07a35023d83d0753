import { expect, it } from 'vitest'
import { startLyingProvider } from '#test/setup/lying-provider.ts'
import { oidcProvider, openSignOn } from '#test/setup/sign-on.ts'
import { walker } from '#test/setup/walker.ts'

it('provider down during an exam: nobody who sits is thrown out, the others are told, and it comes back', async () => {
  const gone = await startLyingProvider()
  const { world: place, origin: home, at: there } = await openSignOn([oidcProvider({ issuer: gone.issuer })])
  const course = await place.course()
  const data = { courseId: course.id, givenName: 'Zoé', familyName: 'Petit', email: 'zoe@univ.fr' }
  await place.db.student.create({ data })
  gone.lies({ claims: { sub: 'zoe', email: 'zoe@univ.fr', email_verified: true } })
  const sitting = walker()
  await sitting.go(`${there('universite', 'start')}?for=students`, `${home}/mes-examens`)
  await gone.stop()
  const session = await sitting.step(`${home}/api/session`)
  expect(await session.json()).toMatchObject({ kind: 'student' })
  expect((await sitting.step(`${home}/api/my/exams`)).status).toBe(200)
  // It was known: the browser is led to it, and the return finds nobody there.
  const late = walker()
  const leaving = await late.go(`${there('universite', 'start')}?for=students`, gone.issuer)
  const back = `${there('universite', 'callback')}?code=c&iss=${encodeURIComponent(gone.issuer)}&state=${leaving.address.searchParams.get('state')}`
  expect((await late.go(back, `${home}/?sso`)).address.search).toBe('?sso=provider_down')
  await place.close()
})

it('a provider that is down when the server starts stops nothing', async () => {
  const { world: place, origin: home, at: there } = await openSignOn([oidcProvider({ issuer: 'http://127.0.0.1:9' })])
  const { address } = await walker().go(`${there('universite', 'start')}?for=staff`, `${home}/connexion`)
  expect(address.search).toBe('?sso=provider_down')
  await place.close()
})

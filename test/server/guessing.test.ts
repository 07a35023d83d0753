import { deflate } from 'node:zlib'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import * as auth from '#contract/auth/auth.ts'
import { accessCodeFrom } from '#core/access-code.ts'
import { hashAccessCode } from '#server/auth/access-code-hash.ts'
import { hashPassword, passwordMatches } from '#server/auth/password.ts'
import { entranceOf } from '#server/platform/entrance.ts'
import { addressKey } from '#server/platform/throttle.ts'
import { makeExam } from '#test/setup/exam.ts'
import { createWorld, nobody, type World } from '#test/setup/world.ts'

let world: World
beforeAll(async () => {
  world = await createWorld()
  // Everybody inside at once: what is tried here is what their codes meet there.
  Object.assign(entranceOf(world.deps, 'codes').bounds, { least: 10_000, most: 10_000 })
})
// Everything counted before is paid for: the bucket that fills slowest takes two hours.
beforeEach(() => {
  world.wait(120)
  world.slept.length = 0
})
afterAll(() => world.close())

const right = 'quatre chevaux dans la neige'
const wrong = 'cinq mulets sous la pluie'

async function trainer(name: string) {
  const { id } = await world.staff(name)
  const { email } = await world.db.person.update({ where: { id }, data: { passwordHash: await hashPassword(right) } })
  return email ?? ''
}
const signIn = (email: string, password: string, headers: Record<string, string> = {}) =>
  world.ask(nobody, auth.signIn, { body: { email, password } }, headers)
const times = <T>(count: number, work: (i: number) => Promise<T>) =>
  Promise.all(Array.from({ length: count }, (_, i) => work(i)))
const codes = (answers: { body: { code?: string } }[]) => {
  const counts: Record<string, number> = {}
  for (const { body } of answers) counts[body.code ?? 'in'] = (counts[body.code ?? 'in'] ?? 0) + 1
  return counts
}
const longestWait = () => Math.max(0, ...world.slept)

describe('a password', () => {
  it('that is right is taken after any number of wrong ones, a little later', async () => {
    const email = await trainer('Nadia')
    for (let i = 0; i < 11; i += 1) await signIn(email, `${wrong} ${i}`)
    expect((await signIn(email, right)).body).toMatchObject({ kind: 'staff' })
    expect(longestWait()).toBeLessThanOrEqual(20_000)
  })

  it('is counted before it is judged: four hundred at once are a dozen guesses', async () => {
    const email = await trainer('Bruno')
    const counts = codes(await times(400, (i) => signIn(email, `${wrong} ${i}`)))
    expect(counts['wrong_credentials']).toBeLessThanOrEqual(14)
    expect(counts).toEqual({
      wrong_credentials: counts['wrong_credentials'],
      too_many_requests: 400 - (counts['wrong_credentials'] ?? 0),
    })
  })

  it('is given back when it was right: thirty right ones in a row are never slowed', async () => {
    const email = await trainer('Chloé')
    for (let i = 0; i < 30; i += 1) expect((await signIn(email, right)).status).toBe(200)
    expect(longestWait()).toBe(0)
  })

  it('is taken at once on a device it was used on before, whatever others try', async () => {
    const email = await trainer('Diane')
    const entered = await signIn(email, right)
    const device = /bareme-device=([^;]+)/.exec(String(entered.headers['set-cookie']))?.[1] ?? ''
    await times(60, (i) => signIn(email, `${wrong} ${i}`))
    world.slept.length = 0
    const cookie = `bareme-device=${device}`
    expect((await signIn(email, right, { cookie })).body).toMatchObject({ kind: 'staff' })
    expect(longestWait()).toBe(0)
    // The device is known to this account only, and to no forged number.
    const other = await trainer('Émile')
    await times(60, (i) => signIn(other, `${wrong} ${i}`, { cookie }))
    expect((await signIn(other, right, { cookie })).body.code).toBe('too_many_requests')
    const forged = `bareme-device=${'A'.repeat(22)}${device.slice(22)}`
    await times(60, (i) => signIn(email, `${wrong} ${i}`))
    expect((await signIn(email, right, { cookie: forged })).body.code).toBe('too_many_requests')
  })

  it('guessed on a known device is slowed down there too', async () => {
    const email = await trainer('Fanny')
    const entered = await signIn(email, right)
    const cookie = /bareme-device=[^;]+/.exec(String(entered.headers['set-cookie']))?.[0] ?? ''
    const counts = codes(await times(100, (i) => signIn(email, `${wrong} ${i}`, { cookie })))
    expect(counts['wrong_credentials']).toBeLessThanOrEqual(14)
  })

  it('takes the same time for a person who does not exist, alone or in a queue', async () => {
    const email = await trainer('Gaël')
    const timed = async (address: string) => {
      const began = performance.now()
      await signIn(address, wrong)
      return performance.now() - began
    }
    await timed('chauffe@exemple.fr')
    const known: number[] = []
    const unknown: number[] = []
    for (let i = 0; i < 8; i += 1) {
      known.push(await timed(email))
      unknown.push(await timed(`personne-${i}@exemple.fr`))
    }
    const middle = (values: number[]) => values.toSorted((a, b) => a - b)[4] ?? 0
    // Without the work done for nobody, the second would be ten times shorter.
    expect(middle(unknown) / middle(known)).toBeGreaterThan(0.5)
    expect(middle(unknown) / middle(known)).toBeLessThan(2)
  })

  it('leaves half of the threads to saves and compression while a crowd signs in', async () => {
    const hash = await hashPassword(right)
    let judged = 0
    const crowd = times(60, async () => {
      await passwordMatches(hash, wrong)
      judged += 1
    })
    const page = Buffer.alloc(200_000, 'une page à comprimer ')
    await new Promise((resolve) => deflate(page, resolve))
    expect(judged).toBeLessThan(20)
    await crowd
  })
})

describe('the codes of a room behind one address', () => {
  async function room(count: number) {
    const course = await world.course()
    const personal = Array.from({ length: count }, () => accessCodeFrom(world.deps.randomBytes(8)))
    await world.db.student.createMany({
      data: personal.map((code, i) => ({
        courseId: course.id,
        givenName: 'Élève',
        familyName: `${i}`,
        codeHash: hashAccessCode(world.deps, { courseId: course.id, code }),
      })),
    })
    const { joinCode } = await makeExam(world, { course, keys: ['a'] })
    const enter = (personalCode: string, join = joinCode, headers: Record<string, string> = {}) =>
      world.ask(nobody, auth.signInStudent, { body: { joinCode: join, personalCode } }, headers)
    return { personal, enter }
  }
  const typo = (code: string) => `${code.slice(0, 7)}${code.endsWith('0') ? '1' : '0'}`

  it('let a right one in after 320 wrong ones, at once', async () => {
    const { personal, enter } = await room(1)
    const counts = codes(await times(320, () => enter('AAAAAAAA')))
    expect(counts).toEqual({ wrong_code: 320 })
    expect((await enter(personal[0] ?? '')).body.session).toMatchObject({ kind: 'student' })
    expect(longestWait()).toBe(0)
  })

  it('let a right one in among three thousand wrong ones', async () => {
    const { personal, enter } = await room(1)
    const flood = times(3_000, () => enter('AAAAAAAA'))
    expect((await enter(personal[0] ?? '')).body.session).toMatchObject({ kind: 'student' })
    await flood
    expect((await enter(personal[0] ?? '')).body.session).toMatchObject({ kind: 'student' })
    expect(longestWait()).toBeLessThanOrEqual(30_000)
  })

  it.each([
    ['a quiet network', 0],
    ['one where somebody tries 2,500 codes', 2_500],
  ])('let a class of 400 with one typing error in ten in within a minute, on %s', async (_network, guesses) => {
    const { personal, enter } = await room(400)
    await times(guesses, () => enter('AAAAAAAA'))
    world.slept.length = 0
    const answers = await times(400, async (i) => {
      const code = personal[i] ?? ''
      if (i % 10 === 0) expect((await enter(typo(code))).body.code).toBe('wrong_code')
      return enter(code)
    })
    expect(codes(answers)).toEqual({ in: 400 })
    expect(longestWait() * 2).toBeLessThan(60_000)
  })

  it('are bounded all the same: a flood from one address is refused beyond what thirty seconds judge', async () => {
    const { enter } = await room(1)
    const counts = codes(await times(6_000, () => enter('AAAAAAAA')))
    expect(counts['wrong_code']).toBe(5_000)
    expect(counts['too_many_requests']).toBe(1_000)
  })

  it('are counted apart from join codes, links and passwords', async () => {
    const { personal, enter } = await room(1)
    const email = await trainer('Hugo')
    const badLink = () => world.ask(nobody, auth.readLink, { body: { token: 'un lien qui n’existe pas' } })
    const links = codes(await times(200, badLink))
    expect(links['link_unusable']).toBe(50)
    const joins = codes(await times(900, () => enter(personal[0] ?? '', 'ZZZZZZ')))
    expect(joins['wrong_code']).toBe(600)
    expect((await enter(personal[0] ?? '')).status).toBe(200)
    expect((await signIn(email, right)).status).toBe(200)
    expect(longestWait()).toBe(0)
  })

  it('and a right link is taken after two hundred wrong ones', async () => {
    const course = await world.course()
    const owner = await world.staff('Inès', { course, role: 'owner' })
    const made = await world.ask(owner, auth.inviteMember, {
      params: { courseId: course.id },
      body: { email: 'jules@exemple.fr', role: 'trainer' },
    })
    await times(200, () => world.ask(nobody, auth.readLink, { body: { token: 'un lien qui n’existe pas' } }))
    const token = made.body.link.split('#')[1] ?? ''
    expect((await world.ask(nobody, auth.readLink, { body: { token } })).status).toBe(200)
  })
})

it.each([
  ['198.51.100.7', '198.51.100.7'],
  ['::ffff:198.51.100.7', '198.51.100.7'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['2001:db8::1', '2001:db8:0:0::/64'],
  ['fe80::1%eth0', 'fe80:0:0:0::/64'],
  ['::1', '0:0:0:0::/64'],
])('%s is counted as %s', (ip, key) => {
  expect(addressKey(ip)).toBe(key)
})

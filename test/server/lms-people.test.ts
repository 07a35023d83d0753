import { decodeJwt, jwtVerify } from 'jose'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { getMyExam, listMyExams } from '#contract/attempts/my-exams.ts'
import { startAttempt } from '#contract/attempts/sitting.ts'
import { getSession } from '#contract/auth/auth.ts'
import {
  bindLtiContext,
  chooseLtiContent,
  getLtiLaunch,
  type LtiLaunchView,
  linkLtiAccount,
  setLtiLink,
} from '#contract/lms/launches.ts'
import { changePlatform, invitePlatform, listPlatforms, unbindLtiContext } from '#contract/lms/platforms.ts'
import { makeExam } from '#test/setup/exam.ts'
import { type LtiPlatform, ltiPlatform } from '#test/setup/lti-platform.ts'
import { launchOf, ltiClaims } from '#test/setup/lti-platform-launches.ts'
import { instructor, learner } from '#test/setup/lti-platform-members.ts'
import { ltiBrowser, registerBothWays } from '#test/setup/lti-tool.ts'
import { createWorld, nobody, type Someone, type World } from '#test/setup/world.ts'

let world: World
let platform: LtiPlatform
let owner: Someone
let platformId: string
let course: { id: string; title: string }
let target: string
let count = 0
/** A course of the platform of its own for each test. */
let context: { id: string; title: string }

beforeAll(async () => {
  world = await createWorld({ settings: { lmsOnThisMachine: true } })
  platform = await ltiPlatform({ now: world.now })
  const first = await world.course()
  const registrar = await world.staff('Rachel', { course: first, role: 'owner' })
  const registered = await registerBothWays(world, { platform, owner: registrar })
  platformId = registered.platformId
  target = registered.tool.launchUrl
})
afterAll(async () => {
  await platform.close()
  await world.close()
})
beforeEach(async () => {
  count += 1
  course = await world.course()
  owner = await world.staff(`Odile${count}`, { course, role: 'owner' })
  context = { id: `course-${count}`, title: `Biologie ${count}` }
})

type Person = { sub: string; given?: string; family?: string; email?: string }
type Launching = { roles?: string[]; link?: { id: string; title: string }; more?: Record<string, unknown> }

function begin(person: Person, { roles = [learner], link, more = {} }: Launching = {}) {
  const payload = { ...launchOf(platform.issuer, { person, roles, context, ...(link ? { link } : {}) }), ...more }
  return platform.launches.begin({ clientId: 'bareme', payload, target })
}
const open = (person: Person, launching?: Launching) => ltiBrowser(world).launch(platform, begin(person, launching))
const reasonIn = (address: string) => new URL(address, 'http://localhost').searchParams.get('raison')

const bound = (more: { addsStudents?: boolean } = {}) => {
  const { id: contextId, title } = context
  const data = { courseId: course.id, ...more }
  const key = { platformId, deploymentId: 'testdeploy', contextId }
  return world.db.ltiContext.upsert({
    where: { platformId_deploymentId_contextId: key },
    create: { ...key, title, createdAt: world.now(), ...data },
    update: data,
  })
}
const student = (data: { familyName: string; email?: string; number?: string }) =>
  world.db.student.create({ data: { courseId: course.id, givenName: 'A', ...data } })
const holderOf = async (cookies: Record<string, string>) =>
  (await world.ask({ ...nobody, token: cookies['bareme'] ?? '' }, getSession, {})).body

describe('a learner', () => {
  it('is found by who they were before, then by number, then by address without case', async () => {
    await bound()
    const byNumber = await student({ familyName: 'Numéro', number: '0042', email: 'autre@exemple.fr' })
    const byEmail = await student({ familyName: 'Adresse', email: 'Ada@Exemple.fr' })
    const lis = { [`https://purl.imsglobal.org/spec/lti/claim/lis`]: { person_sourcedid: '0042' } }
    const signedIn = async (person: Person, more = {}) => {
      const browser = ltiBrowser(world)
      await browser.launch(platform, begin(person, { more }))
      return holderOf(browser.cookies)
    }
    expect(await signedIn({ sub: 's-1', email: 'ada@exemple.fr' }, lis)).toMatchObject({ studentId: byNumber.id })
    expect(await signedIn({ sub: 's-2', email: 'ADA@exemple.fr' })).toMatchObject({ studentId: byEmail.id })
    // Neither number nor address any more: they are who they were.
    expect(await signedIn({ sub: 's-1' })).toMatchObject({ studentId: byNumber.id })
  })

  it('is nobody when two of the class share their address, or when it holds a pattern', async () => {
    await bound()
    await student({ familyName: 'Un', email: 'famille@exemple.fr' })
    await student({ familyName: 'Deux', email: 'famille@exemple.fr' })
    expect(reasonIn(await open({ sub: 'd-1', email: 'famille@exemple.fr' }))).toBe('student_unknown')
    await student({ familyName: 'Seule', email: 'seule@exemple.fr' })
    expect(reasonIn(await open({ sub: 'd-2', email: 'seul_@exemple.fr' }))).toBe('student_unknown')
    expect(reasonIn(await open({ sub: 'd-3', email: '%@exemple.fr' }))).toBe('student_unknown')
  })

  it('never becomes a student that another account of the platform already is', async () => {
    await bound()
    await student({ familyName: 'Elle', email: 'elle@exemple.fr' })
    expect(await open({ sub: 'elle', email: 'elle@exemple.fr' })).toBe('/mes-examens')
    expect(reasonIn(await open({ sub: 'intruder', email: 'elle@exemple.fr' }))).toBe('student_of_another')
  })

  it('is no student of a course to which the context is not bound, whatever their address', async () => {
    const other = await world.course()
    await world.db.student.create({
      data: { courseId: other.id, familyName: 'Elle', givenName: 'B', email: 'b@exemple.fr' },
    })
    expect(reasonIn(await open({ sub: 'b', email: 'b@exemple.fr' }))).toBe('context_not_bound')
    await bound()
    expect(reasonIn(await open({ sub: 'b', email: 'b@exemple.fr' }))).toBe('student_unknown')
  })

  it('is added where an owner allows it, with a line in the journal; not without a name', async () => {
    await bound({ addsStudents: true })
    expect(await open({ sub: 'n-1', given: 'Nina', family: 'Neuve', email: 'nina@exemple.fr' })).toBe('/mes-examens')
    const added = await world.db.student.findFirstOrThrow({ where: { courseId: course.id } })
    expect(added).toMatchObject({ givenName: 'Nina', familyName: 'Neuve', email: 'nina@exemple.fr' })
    const line = await world.db.auditLine.findFirstOrThrow({ where: { subject: `student:${added.id}` } })
    expect(line).toMatchObject({ action: 'student.add', courseId: course.id, actorName: 'Moodle de l’école' })
    expect(reasonIn(await open({ sub: 'n-2' }))).toBe('student_unknown')
    // Somebody of that name is in the class, and neither an address nor a number tells them apart.
    expect(reasonIn(await open({ sub: 'n-3', given: 'Nina', family: 'Neuve' }))).toBe('student_unknown')
    expect(await world.db.student.count({ where: { courseId: course.id } })).toBe(1)
  })

  it('of an archived course is told so; an archived student does not come back', async () => {
    await bound()
    const gone = await student({ familyName: 'Partie', email: 'partie@exemple.fr' })
    await world.db.student.update({ where: { id: gone.id }, data: { archivedAt: world.now() } })
    expect(reasonIn(await open({ sub: 'p', email: 'partie@exemple.fr' }))).toBe('student_unknown')
    await world.db.course.update({ where: { id: course.id }, data: { archivedAt: world.now() } })
    expect(reasonIn(await open({ sub: 'p', email: 'partie@exemple.fr' }))).toBe('course_archived')
  })

  it('opens the exam of the link, sees their own copy alone, and starts under the conditions of the room', async () => {
    await bound()
    const other = await world.student({ course, name: 'Autre Copie' })
    await student({ familyName: 'Mienne', email: 'moi@exemple.fr' })
    const exam = await makeExam(world, { course })
    await world.db.exam.update({ where: { id: exam.id }, data: { networks: ['203.0.113.0/24'] } })
    const more = { [ltiClaims.custom]: { bareme_exam: exam.id } }
    const browser = ltiBrowser(world)
    expect(await browser.launch(platform, begin({ sub: 'moi', email: 'moi@exemple.fr' }, { more }))).toBe(
      `/examens/${exam.id}`,
    )
    const me = { ...nobody, token: browser.cookies['bareme'] ?? '' }
    expect((await world.ask(me, getMyExam, { params: { examId: exam.id } })).status).toBe(200)
    const [mine] = (await world.ask(me, listMyExams, {})).body.exams
    const theirs = await world.db.attempt.findFirstOrThrow({ where: { examId: exam.id, studentId: other.id } })
    expect(mine?.attempt?.id).not.toBe(theirs.id)
    const refused = await world.ask(me, startAttempt, {
      params: { examId: exam.id },
      body: { device: 'a'.repeat(22) } as never,
    })
    expect(refused.body.code).toBe('outside_the_room')
  })

  it('does not reach a draft, nor an exam of another course, by its name in the custom parameters', async () => {
    await bound()
    await student({ familyName: 'Curieuse', email: 'c@exemple.fr' })
    const draft = await makeExam(world, { course, status: 'draft' })
    const elsewhere = await makeExam(world, { course: await world.course() })
    const at = (examId: string, id: string) =>
      open(
        { sub: 'c', email: 'c@exemple.fr' },
        { link: { id, title: 'x' }, more: { [ltiClaims.custom]: { bareme_exam: examId } } },
      )
    expect(await at(draft.id, 'l-1')).toBe('/mes-examens')
    expect(await at(elsewhere.id, 'l-2')).toBe('/mes-examens')
    expect(await at("' or 1=1", 'l-3')).toBe('/mes-examens')
  })
})

/** A trainer in a browser: the cookies of a launch, and their own session. */
async function trainerAt(launching: Launching & { person?: Person; who?: Someone | undefined }) {
  const { person = { sub: `prof-${count}` }, who, ...rest } = launching
  const browser = ltiBrowser(world)
  if (who) browser.cookies['bareme'] = who.token
  const to = await browser.launch(platform, begin(person, { roles: [instructor], ...rest }))
  const launchId = to.split('/').at(-1) ?? ''
  const me = () => ({ ...nobody, token: browser.cookies['bareme'] ?? '' })
  const cookie = () =>
    Object.entries(browser.cookies)
      .map(([name, value]) => `${name}=${value}`)
      .join('; ')
  const params = { launchId }
  const read = async () =>
    (await world.ask(nobody, getLtiLaunch, { params }, { cookie: cookie() })).body.launch as LtiLaunchView | null
  return { browser, to, launchId, params, me, cookie, read }
}

describe('an instructor', () => {
  it('signs in here once, links the accounts, binds the course, says what the activity opens; then arrives directly', async () => {
    const exam = await makeExam(world, { course })
    const stranger = await trainerAt({})
    expect(stranger.to).toMatch(/^\/lti\/lancement\//)
    expect(await stranger.read()).toMatchObject({ account: 'unknown', owned: [], exams: [], course: null })

    const { params, cookie, read } = await trainerAt({ who: owner })
    const headers = { cookie: cookie() }
    expect(await read()).toMatchObject({ account: 'signed_in', owned: [] })
    await world.ask(nobody, linkLtiAccount, { params }, headers)
    expect(await read()).toMatchObject({ account: 'linked', owned: [{ id: course.id }] })
    await world.ask(nobody, bindLtiContext, { params, body: { courseId: course.id, addsStudents: true } }, headers)
    expect(await read()).toMatchObject({
      course: { id: course.id, role: 'owner' },
      addsStudents: true,
      exams: [{ id: exam.id }],
    })
    await world.ask(nobody, setLtiLink, { params, body: { kind: 'exam', examId: exam.id } }, headers)

    const again = await trainerAt({})
    expect(again.to).toBe(`/cours/${course.id}/examens/${exam.id}`)
    expect(await holderOf(again.browser.cookies)).toMatchObject({ kind: 'staff', personId: owner.id })
    const lines = await world.db.auditLine.findMany({ where: { actorId: owner.id }, orderBy: { id: 'asc' } })
    expect(lines.map(({ action }) => action)).toEqual(['lms.link_account', 'lms.bind', 'lms.link'])
  })

  it('with a second factor is not signed in by the platform alone', async () => {
    await world.db.externalIdentity.create({
      data: { source: `lti:${platformId}`, subject: `prof-${count}`, personId: owner.id },
    })
    await world.db.person.update({ where: { id: owner.id }, data: { secondFactorAt: world.now() } })
    const { to, browser, read } = await trainerAt({})
    expect(to).toMatch(/^\/lti\/lancement\//)
    expect(browser.cookies['bareme']).toBeUndefined()
    expect(await read()).toMatchObject({ account: 'second_factor' })
  })

  it('decides nothing as somebody else, in another browser, or about a course they do not own', async () => {
    const { params, cookie } = await trainerAt({ who: owner })
    const headers = { cookie: cookie() }
    const body = { courseId: course.id, addsStudents: false }
    expect((await world.ask(nobody, bindLtiContext, { params, body }, headers)).body.code).toBe('not_allowed')
    expect((await world.ask(owner, linkLtiAccount, { params })).body.code).toBe('lms_launch_over')
    expect((await world.ask(owner, getLtiLaunch, { params })).body.launch).toBeNull()
    await world.ask(nobody, linkLtiAccount, { params }, headers)
    const elsewhere = await world.course()
    const other = { courseId: elsewhere.id, addsStudents: false }
    expect((await world.ask(nobody, bindLtiContext, { params, body: other }, headers)).body.code).toBe('not_found')

    // Who is linked already stays who they are; with a second factor they are not signed in, so the other one asks.
    await world.db.person.update({ where: { id: owner.id }, data: { secondFactorAt: world.now() } })
    const thief = await world.staff('Thomas', { course, role: 'owner' })
    const theirs = await trainerAt({ who: thief })
    expect(await theirs.read()).toMatchObject({ account: 'other', owned: [], exams: [] })
    const taken = await world.ask(nobody, linkLtiAccount, { params: theirs.params }, { cookie: theirs.cookie() })
    expect(taken.body.code).toBe('lms_identity_taken')
    expect(await world.db.externalIdentity.count({ where: { personId: thief.id } })).toBe(0)
  })

  it('who owns the course may end what binds it, and nobody else', async () => {
    const { id: contextId } = await bound()
    const params = { courseId: course.id, contextId }
    const trainer = await world.staff('Tom', { course, role: 'trainer' })
    const other = await world.staff('Olga', { course: await world.course(), role: 'owner' })
    expect((await world.ask(trainer, unbindLtiContext, { params })).body.code).toBe('not_allowed')
    expect((await world.ask(other, unbindLtiContext, { params })).status).toBe(404)
    await world.ask(owner, unbindLtiContext, { params })
    expect((await world.ask(owner, unbindLtiContext, { params })).status).toBe(404)
    await student({ familyName: 'Reste', email: 'reste@exemple.fr' })
    expect(reasonIn(await open({ sub: 'reste', email: 'reste@exemple.fr' }))).toBe('context_not_bound')
  })

  it('of a bound course cannot send its learners to another: only its owner can', async () => {
    await bound()
    const rival = await world.course()
    const other = await world.staff('Rival', { course: rival, role: 'owner' })
    const { params, cookie } = await trainerAt({ who: other })
    const headers = { cookie: cookie() }
    await world.ask(nobody, linkLtiAccount, { params }, headers)
    const body = { courseId: rival.id, addsStudents: false }
    expect((await world.ask(nobody, bindLtiContext, { params, body }, headers)).status).toBe(404)
    expect(await world.db.ltiContext.count({ where: { contextId: context.id, courseId: course.id } })).toBe(1)
  })
})

const choosing = {
  [ltiClaims.message]: 'LtiDeepLinkingRequest',
  [ltiClaims.link]: undefined,
  [ltiClaims.deepLinking]: {
    deep_link_return_url: 'https://moodle.exemple.fr/mod/lti/contentitem_return.php?course=4',
    accept_types: ['ltiResourceLink'],
    accept_presentation_document_targets: ['iframe', 'window'],
    data: 'csrf:é"<',
  },
}

describe('content is chosen', () => {
  const linked = async (person: string) => {
    await bound()
    await world.db.externalIdentity.create({
      data: { source: `lti:${platformId}`, subject: person, personId: owner.id },
    })
  }

  it('with a signed answer: the exam, a column for its marks, and the data of the platform', async () => {
    await linked(`prof-${count}`)
    const exam = await makeExam(world, { course })
    const { params, cookie, read, browser } = await trainerAt({ more: choosing })
    expect(await read()).toMatchObject({ account: 'linked', link: null, exams: [{ id: exam.id }] })
    const headers = { cookie: cookie() }
    const { body } = await world.ask(
      nobody,
      chooseLtiContent,
      { params, body: { kind: 'exam', examId: exam.id } },
      headers,
    )
    const page = await browser.open(body.to ?? '')
    expect(page.headers['content-security-policy']).toContain('form-action https://moodle.exemple.fr;')
    expect(page.headers['content-security-policy']).toContain("frame-ancestors 'none'")
    expect(page.body).toContain('action="https://moodle.exemple.fr/mod/lti/contentitem_return.php?course=4"')
    const jwt = /name="JWT" value="([^"]+)"/.exec(page.body)?.[1] ?? ''
    const { keys } = (await world.app.inject('/lti/jwks.json')).json()
    const { payload } = await jwtVerify(jwt, await (await import('jose')).importJWK(keys[0], 'RS256'), {
      currentDate: world.now(),
    })
    expect(payload).toMatchObject({
      iss: 'bareme',
      aud: platform.issuer,
      [ltiClaims.message]: 'LtiDeepLinkingResponse',
      [ltiClaims.version]: '1.3.0',
      [ltiClaims.deployment]: 'testdeploy',
      'https://purl.imsglobal.org/spec/lti-dl/claim/data': 'csrf:é"<',
      'https://purl.imsglobal.org/spec/lti-dl/claim/content_items': [
        {
          type: 'ltiResourceLink',
          url: target,
          title: exam.title,
          custom: { bareme_exam: exam.id },
          lineItem: { scoreMaximum: 20, resourceId: exam.id },
        },
      ],
    })
    expect(typeof payload['nonce']).toBe('string')
  })

  it('may be the final mark', async () => {
    await linked(`prof-${count}`)
    const { params, cookie, browser } = await trainerAt({ more: choosing })
    const { body } = await world.ask(
      nobody,
      chooseLtiContent,
      { params, body: { kind: 'final' } },
      { cookie: cookie() },
    )
    const jwt = /name="JWT" value="([^"]+)"/.exec((await browser.open(body.to ?? '')).body)?.[1] ?? ''
    expect(decodeJwt(jwt)['https://purl.imsglobal.org/spec/lti-dl/claim/content_items']).toMatchObject([
      { custom: { bareme_final: 'true' }, lineItem: { scoreMaximum: 20 } },
    ])
  })

  it('never by a learner, nor of another course', async () => {
    await linked(`prof-${count}`)
    expect(reasonIn(await open({ sub: 'e' }, { more: choosing }))).toBe('no_role')
    const elsewhere = await makeExam(world, { course: await world.course() })
    const { params, cookie } = await trainerAt({ more: choosing })
    const body = { kind: 'exam' as const, examId: elsewhere.id }
    expect((await world.ask(nobody, chooseLtiContent, { params, body }, { cookie: cookie() })).body.code).toBe(
      'not_found',
    )
  })

  it('from a frame, which waits for the answer and posts it itself', async () => {
    await linked(`prof-${count}`)
    const browser = ltiBrowser(world)
    const begun = begin({ sub: `prof-${count}` }, { roles: [instructor], more: choosing })
    const frame = await browser.open((await browser.open('/api/lti/login', { fields: begun, framed: true })).to, {
      framed: true,
    })
    const ticket = /ticket=([\w-]{43})/.exec(frame.body)?.[1] ?? ''
    const wait = /data-wait="([\w-]{43})"/.exec(frame.body)?.[1] ?? ''
    const stateOf = async () => JSON.parse((await browser.open(`/api/lti/choice?wait=${wait}`)).body).state
    expect(await stateOf()).toBe('waiting')
    const { state, idToken } = await platform.launches.authorize(
      new URL((await browser.open(`/api/lti/open?ticket=${ticket}`)).to).searchParams,
    )
    const launchId = (await browser.post({ state, id_token: idToken })).split('/').at(-1) ?? ''
    const cookie = Object.entries(browser.cookies)
      .map(([name, value]) => `${name}=${value}`)
      .join('; ')
    const { body } = await world.ask(
      nobody,
      chooseLtiContent,
      { params: { launchId }, body: { kind: 'final' } },
      { cookie },
    )
    expect(body.to).toBeNull()
    expect(await stateOf()).toBe('ready')
    const answer = await browser.open(`/lti/return?wait=${wait}`, { framed: true })
    expect(answer.body).toContain('name="JWT"')
    expect(answer.headers['content-security-policy']).toContain(`frame-ancestors ${platform.issuer};`)
  })
})

describe('in a frame', () => {
  it('a registered platform may frame the one page that offers a tab; every other page stays as it was', async () => {
    await bound()
    await student({ familyName: 'Cadre', email: 'cadre@exemple.fr' })
    const browser = ltiBrowser(world)
    const { to } = await browser.open('/api/lti/login', {
      fields: begin({ sub: 'cadre', email: 'cadre@exemple.fr' }),
      framed: true,
    })
    expect(Object.keys(browser.cookies)).toEqual([])
    const frame = await browser.open(to, { framed: true })
    expect(frame.headers['content-security-policy']).toContain(`frame-ancestors ${platform.issuer};`)
    expect(frame.headers['x-frame-options']).toBeUndefined()
    const ticket = /ticket=([\w-]{43})/.exec(frame.body)?.[1] ?? ''
    const opened = await browser.open(`/api/lti/open?ticket=${ticket}`)
    const { state, idToken } = await platform.launches.authorize(new URL(opened.to).searchParams)
    expect(await browser.post({ state, id_token: idToken })).toBe('/mes-examens')
    // The ticket serves once.
    expect(reasonIn((await browser.open(`/api/lti/open?ticket=${ticket}`)).to)).toBe('login_expired')
    const unknown = await browser.open(`/lti/frame?ticket=${'x'.repeat(43)}`)
    for (const page of [unknown, await browser.open('/lti/jwks.json'), await browser.open('/api/session')]) {
      expect(page.headers['content-security-policy']).toContain("frame-ancestors 'none'")
      expect(page.headers['x-frame-options']).toBe('DENY')
    }
  })

  it('a browser that does not say whether it is one gets the same page', async () => {
    const answer = await world.app.inject({
      ...{ method: 'GET', url: `/api/lti/login?${new URLSearchParams(begin({ sub: 'vieux' })).toString()}` },
      headers: { host: 'localhost' },
    })
    expect(String(answer.headers.location)).toMatch(/^\/lti\/frame\?ticket=/)
  })

  it('writes what came in as text, never as markup', async () => {
    await world.db.ltiPlatform.update({ where: { id: platformId }, data: { name: '<img src=x onerror=alert(1)>' } })
    const browser = ltiBrowser(world)
    const { to } = await browser.open('/api/lti/login', { fields: begin({ sub: 'x' }), framed: true })
    const page = await browser.open(`${to}&raison=`, { framed: true })
    expect(page.body).not.toContain('<img')
    expect(page.body).toContain('&lt;img')
    await world.db.ltiPlatform.update({ where: { id: platformId }, data: { name: 'Moodle de l’école' } })
  })
})

describe('a platform that registers itself', () => {
  it('says who it is, learns who we are, then waits for an owner', async () => {
    const fresh = await ltiPlatform({ now: world.now })
    const { body } = await world.ask(owner, invitePlatform, {})
    const browser = ltiBrowser(world)
    const invitation = fresh.registration.invite('jeton')
    const page = await browser.open(`${body.url}&${new URLSearchParams(invitation).toString()}`, { framed: true })
    expect(page.headers['content-security-policy']).toContain(`frame-ancestors ${fresh.issuer};`)
    const fields = Object.fromEntries(
      [...page.body.matchAll(/name="(\w+)" value="([^"]*)"/g)].map(([, name = '', value = '']) => [name, value]),
    )
    expect((await browser.open('/lti/registration', { fields })).body).toContain('id="registered"')
    expect(fresh.registration.registered).toHaveLength(1)
    const find = async () =>
      (await world.ask(owner, listPlatforms, {})).body.platforms.find(({ issuer }) => issuer === fresh.issuer)
    const waiting = await find()
    expect(waiting).toMatchObject({
      state: 'waiting',
      registeredBy: 'dynamic',
      clientId: 'client-1',
      deploymentIds: ['deploy-1'],
    })
    const begun = fresh.launches.begin({
      clientId: 'client-1',
      payload: launchOf(fresh.issuer, { person: { sub: 'a' }, roles: [learner] }),
      target,
    })
    expect(reasonIn(await ltiBrowser(world).login(begun))).toBe('platform_waits')
    if (!waiting) throw new Error('not listed')
    const { name, issuer, clientId, authorizationUrl, tokenUrl, jwksUrl, frameOrigins, deploymentIds } = waiting
    const approved = {
      name,
      issuer,
      clientId,
      authorizationUrl,
      tokenUrl,
      jwksUrl,
      frameOrigins,
      deploymentIds,
      isActive: true,
    }
    await world.ask(owner, changePlatform, { params: { platformId: waiting.id }, body: approved })
    expect(await ltiBrowser(world).login(begun)).toContain(fresh.endpoints.authorization)
    await fresh.close()
  })

  it('is asked nothing without the invitation of an owner, or an hour later', async () => {
    const { body } = await world.ask(owner, invitePlatform, {})
    const trainer = await world.staff('Tom', { course, role: 'trainer' })
    expect((await world.ask(trainer, invitePlatform, {})).status).toBe(404)
    const asked = platform.asked.length
    const fields = { configurationUrl: platform.endpoints.configuration, token: 't' }
    const browser = ltiBrowser(world)
    expect((await browser.open('/lti/registration', { fields: { ...fields, code: 'forged' } })).body).toContain(
      'invitation_over',
    )
    world.wait(61)
    const code = new URL(body.url).searchParams.get('code') ?? ''
    expect((await browser.open('/lti/registration', { fields: { ...fields, code } })).body).toContain('invitation_over')
    expect(platform.asked.length).toBe(asked)
  })
})

import { LaunchRefusal } from '#core/lms/launch-refusal.ts'
import type { LtiLogin, LtiPlatform } from '#prisma/client/client.ts'
import type { Deps } from '#server/platform/deps.ts'
import { openBytes, sealBytes } from '#server/platform/seal-bytes.ts'
import type { Http } from '#server/platform/serve.ts'
import { hashToken } from '#server/platform/session.ts'
import type { LtiMessage } from './read-lti-message.ts'
import { isOurs } from './read-lti-message.ts'
import { toolAddresses } from './tool-addresses.ts'

/** From the click on the platform to its message; then, for staff, the time to choose or write an exam. */
const lifeMs = 10 * 60_000
const choiceMs = 4 * 3_600_000
const purpose = 'lti-login'

const secretOf = ({ randomBytes }: Deps) => randomBytes(32).toString('base64url')
const hashOf = (secret: string) => new Uint8Array(hashToken(secret))
const cookieOf = (loginId: string) => `lti-${loginId}`

const needed = ['iss', 'login_hint', 'target_link_uri'] as const
type Needed = Record<(typeof needed)[number], string>
type Hints = { client_id?: string | undefined; lti_message_hint?: string | undefined }
type Cookies = { passing: Pick<Http['passing'], 'read'> }

export type LoginRequest = { [Name in keyof Needed]?: string | undefined } & Hints
type Begun = { asked: LoginRequest; http: Http; origin: string }

/**
 * Third-party login (IMS Security Framework 5.1.1). Everything of a launch happens in a tab of its own, where our cookie is
 * ours: from within a frame, a page first offers that tab, with a ticket used once (decision 0123).
 */
export async function beginLogin(deps: Deps, { asked: sent, http, origin }: Begun): Promise<string> {
  const missing = needed.find((name) => !sent[name])
  if (missing) throw new LaunchRefusal('missing_claim', missing)
  const asked = sent as Needed & Hints
  const platform = await findPlatform(deps, asked)
  if (!isOurs(asked.target_link_uri, origin)) throw new LaunchRefusal('wrong_target', '', { platformId: platform.id })
  const ticket = http.isWholePage ? null : secretOf(deps)
  const wait = secretOf(deps)
  const createdAt = deps.now()
  const login = await deps.db.ltiLogin.create({
    data: {
      platformId: platform.id,
      nonce: secretOf(deps),
      ...(ticket ? { ticketHash: hashOf(ticket), waitHash: hashOf(wait) } : {}),
      loginHint: asked.login_hint,
      messageHint: asked.lti_message_hint ?? '',
      targetLinkUri: asked.target_link_uri,
      createdAt,
      expiresAt: new Date(createdAt.getTime() + lifeMs),
    },
  })
  if (!ticket) return sendOn(deps, { login: { ...login, platform }, http, origin })
  return `/lti/frame?${new URLSearchParams({ ticket, wait }).toString()}`
}

/** What waits in a frame behind this ticket, until it is opened. */
export async function findByTicket(deps: Deps, ticket: string) {
  const login = await deps.db.ltiLogin.findUnique({
    where: { ticketHash: hashOf(ticket) },
    include: { platform: true },
  })
  return login && !login.stateHash && login.expiresAt > deps.now() ? login : null
}

/** Opens in a tab of its own what waits in a frame; once. */
export async function openTicket(deps: Deps, { ticket, http, origin }: { ticket: string; http: Http; origin: string }) {
  const login = await findByTicket(deps, ticket)
  if (!login) throw new LaunchRefusal('login_expired')
  refuseUnlessActive(login.platform)
  return sendOn(deps, { login, http, origin })
}

type Whole = LtiLogin & { platform: LtiPlatform }

/** To the platform, with a state that only this browser can bring back. */
async function sendOn(deps: Deps, { login, http, origin }: { login: Whole; http: Http; origin: string }) {
  const state = secretOf(deps)
  const where = { id: login.id, stateHash: null }
  const { count } = await deps.db.ltiLogin.updateMany({ where, data: { stateHash: hashOf(state) } })
  if (count === 0) throw new LaunchRefusal('login_expired')
  http.passing.set({ name: cookieOf(login.id), value: state, seconds: lifeMs / 1_000 })
  const to = new URL(login.platform.authorizationUrl)
  const said = {
    ...{ scope: 'openid', response_type: 'id_token', response_mode: 'form_post', prompt: 'none' },
    ...{ client_id: login.platform.clientId, redirect_uri: toolAddresses(origin).launchUrl },
    ...{ login_hint: login.loginHint, state, nonce: login.nonce },
    ...(login.messageHint === '' ? {} : { lti_message_hint: login.messageHint }),
  }
  for (const [name, value] of Object.entries(said)) to.searchParams.set(name, value)
  return to.href
}

/** The launch this state belongs to. Whose browser brings it is proven at the next step, where our cookie comes along. */
export async function findByState(deps: Deps, state: string): Promise<Whole> {
  const login = await deps.db.ltiLogin.findUnique({ where: { stateHash: hashOf(state) }, include: { platform: true } })
  if (!login) throw new LaunchRefusal('no_login')
  if (login.usedAt) throw new LaunchRefusal('replayed')
  if (login.expiresAt <= deps.now()) throw new LaunchRefusal('login_expired')
  refuseUnlessActive(login.platform)
  return login
}

/** Takes the message, once. */
export async function keepMessage(deps: Deps, { login, message }: { login: LtiLogin; message: LtiMessage }) {
  const sealed = sealedOf(deps, login.id, { message, answer: null })
  const where = { id: login.id, usedAt: null }
  const { count } = await deps.db.ltiLogin.updateMany({ where, data: { usedAt: deps.now(), sealed } })
  if (count === 0) throw new LaunchRefusal('replayed')
}

/** What an accepted message said, to the browser in which its launch began, and to no other. */
export async function findLaunch(deps: Deps, { loginId, http }: { loginId: string; http: Cookies }) {
  const login = await deps.db.ltiLogin.findUnique({ where: { id: loginId }, include: { platform: true } })
  const state = http.passing.read(cookieOf(loginId))
  const isTheirs = login?.stateHash && state && hashToken(state).equals(Buffer.from(login.stateHash))
  if (!login || !isTheirs) throw new LaunchRefusal('other_browser')
  if (!login.sealed || !login.usedAt || login.expiresAt <= deps.now()) throw new LaunchRefusal('login_expired')
  refuseUnlessActive(login.platform)
  return { login, platform: login.platform, ...opened(deps, login) }
}

/** What a frame that waits may know: the answer, once it is signed. */
export async function findAnswer(deps: Deps, wait: string) {
  const login = await deps.db.ltiLogin.findUnique({ where: { waitHash: hashOf(wait) }, include: { platform: true } })
  if (!login || login.expiresAt <= deps.now()) return null
  return { login, platform: login.platform, answer: login.sealed ? opened(deps, login).answer : null }
}

/** The answer to a choice of content, where the page or the frame that posts it finds it. */
export async function keepAnswer(deps: Deps, { login, message, answer }: Launch & { answer: Answer }) {
  await deps.db.ltiLogin.update({
    where: { id: login.id },
    data: { sealed: sealedOf(deps, login.id, { message, answer }) },
  })
}

type Answer = { action: string; jwt: string }
type Content = { message: LtiMessage; answer: Answer | null }

const sealedOf = (deps: Deps, id: string, content: Content) =>
  sealBytes(deps, { purpose, id, bytes: Buffer.from(JSON.stringify(content)) })

function opened(deps: Deps, { id, sealed }: Pick<LtiLogin, 'id' | 'sealed'>): Content {
  const bytes = sealed && openBytes(deps, { purpose, id, sealed })
  if (!bytes) throw new LaunchRefusal('login_expired')
  return JSON.parse(bytes.toString('utf8')) as Content
}

export type Launch = Awaited<ReturnType<typeof findLaunch>>

/** A student is where they wanted to be: the launch is over. */
export async function endLaunch(deps: Deps, { loginId, http }: { loginId: string; http: Http }) {
  http.passing.clear(cookieOf(loginId))
  await deps.db.ltiLogin.updateMany({ where: { id: loginId }, data: { sealed: null } })
}

/** Staff have a choice to make, for which an exam may have to be written first. */
export async function prolong(deps: Deps, { loginId, http }: { loginId: string; http: Http }) {
  const state = http.passing.read(cookieOf(loginId))
  if (!state) return
  http.passing.set({ name: cookieOf(loginId), value: state, seconds: choiceMs / 1_000 })
  const expiresAt = new Date(deps.now().getTime() + choiceMs)
  await deps.db.ltiLogin.updateMany({ where: { id: loginId }, data: { expiresAt } })
}

async function findPlatform(deps: Deps, { iss, client_id }: Needed & Hints) {
  const where = { issuer: iss, ...(client_id === undefined ? {} : { clientId: client_id }) }
  const [platform, other] = await deps.db.ltiPlatform.findMany({ where, take: 2 })
  // Two registrations of one issuer are told apart by what the platform calls us.
  if (!platform || other) throw new LaunchRefusal('unknown_platform')
  refuseUnlessActive(platform)
  return platform
}

function refuseUnlessActive({ id: platformId, approvedAt, disabledAt }: LtiPlatform) {
  if (disabledAt) throw new LaunchRefusal('platform_disabled', '', { platformId })
  if (!approvedAt) throw new LaunchRefusal('platform_waits', '', { platformId })
}

/** Called by the timer. */
export async function removeOldLogins({ db, now }: Deps) {
  await db.ltiLogin.deleteMany({ where: { expiresAt: { lt: now() } } })
}

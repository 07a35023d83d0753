import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { LaunchRefusal, launchRefusals } from '#core/lms/launch-refusal.ts'
import { passingCookie } from '#server/platform/cookie.ts'
import type { Deps } from '#server/platform/deps.ts'
import { allowedAddress } from './call-platform.ts'
import { frameScript, frameStyle } from './frame-files.ts'
import { type FrameWords, frameWords, languageAsked } from './frame-words.ts'
import { findAnswer, findByTicket, findLaunch } from './logins.ts'
import { refusalPlace } from './refusal-place.ts'
import { inviterOf, registerPlatform } from './registration.ts'
import { toolOrigin } from './tool-addresses.ts'

type Asked = FastifyRequest<{ Querystring: Record<string, string | undefined> }>

/**
 * The only pages that another site may frame, and only a registered platform: one link, no session, nothing to click by
 * mistake. They are written here, because a frame without storage cannot run the site.
 */
export function framePages(app: FastifyInstance, deps: Deps) {
  app.get('/lti/frame', async (request: Asked, reply) => {
    const words = wordsFor(request)
    const { ticket = '', wait = '', platform = '', raison = '' } = request.query
    const refusal = launchRefusals.find((code) => code === raison)
    if (refusal) {
      const known = await deps.db.ltiPlatform.findUnique({ where: { id: platform } }).catch(() => null)
      return page(reply, words, { body: refused(words, refusal), ancestors: known ? originsOf(known) : [] })
    }
    const login = await findByTicket(deps, ticket)
    if (!login) return page(reply, words, { body: paragraph(words.over) })
    const body = offered(words, { ticket, wait, platform: login.platform.name })
    return page(reply, words, { body, ancestors: originsOf(login.platform) })
  })

  app.get('/lti/return', async (request: Asked, reply) => {
    const words = wordsFor(request)
    const { wait = '', launch = '' } = request.query
    try {
      const found = wait
        ? await findAnswer(deps, wait)
        : await findLaunch(deps, { loginId: launch, http: cookies(deps, request) })
      if (!found?.answer) return page(reply, words, { body: paragraph(words.over) })
      const { answer, platform } = found
      const ancestors = wait ? originsOf(platform) : []
      return page(reply, words, { body: posted(words, answer), ancestors, formAction: new URL(answer.action).origin })
    } catch (error) {
      if (error instanceof LaunchRefusal) return reply.redirect(refusalPlace(error), 302)
      throw error
    }
  })

  app.get('/lti/registration', async (request: Asked, reply) => {
    const words = wordsFor(request)
    const { code = '', openid_configuration: configurationUrl = '', registration_token: token = '' } = request.query
    const platform = allowedAddress(deps, configurationUrl)
    if (!inviterOf(deps, code) || !platform) return page(reply, words, { body: paragraph(words.notInvited) })
    const body = toRegister(words, { host: platform.host, fields: { code, configurationUrl, token } })
    return page(reply, words, { body, ancestors: [platform.origin], formAction: "'self'" })
  })

  app.post('/lti/registration', { config: { takesForms: true }, bodyLimit: 64 * 1024 }, async (request, reply) => {
    const words = wordsFor(request)
    const { code = '', configurationUrl = '', token = '' } = (request.body ?? {}) as Record<string, string | undefined>
    const ancestors = inviterOf(deps, code) ? [new URL(configurationUrl).origin] : []
    try {
      const origin = toolOrigin(deps, `${request.protocol}://${request.host}`)
      const name = await registerPlatform(deps, { configurationUrl, token, code, origin })
      return page(reply, words, { body: registered(words, name), ancestors })
    } catch (error) {
      if (!(error instanceof LaunchRefusal)) throw error
      request.log.info({ event: 'lti_registration_failed', reason: error.detail }, 'account')
      return page(reply, words, { body: refused(words, error.code), ancestors })
    }
  })

  app.get('/lti/frame.css', async (_request, reply) => reply.type('text/css; charset=utf-8').send(frameStyle))
  app.get('/lti/frame.js', async (_request, reply) => reply.type('text/javascript; charset=utf-8').send(frameScript))
}

const wordsFor = (request: FastifyRequest) => frameWords[languageAsked(request.headers['accept-language'])]
const cookies = ({ settings }: Deps, request: Asked) => ({
  passing: { read: (name: string) => passingCookie(request, settings, name) },
})

type Origins = { issuer: string; authorizationUrl: string; frameOrigins: readonly string[] }

/** Where the pages of a platform are: those of its sign-in page, of its name when that is an address, and those said. */
function originsOf({ issuer, authorizationUrl, frameOrigins }: Origins): string[] {
  const from = [authorizationUrl, issuer].flatMap((address) =>
    /^https?:/.test(address) && URL.canParse(address) ? [new URL(address).origin] : [],
  )
  return [...new Set([...from, ...frameOrigins])]
}

type Page = { body: string; ancestors?: readonly string[]; formAction?: string }

function page(reply: FastifyReply, words: FrameWords, { body, ancestors = [], formAction = "'none'" }: Page) {
  const policy = [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "connect-src 'self'",
    `form-action ${formAction}`,
    "base-uri 'none'",
    `frame-ancestors ${ancestors.length === 0 ? "'none'" : ancestors.join(' ')}`,
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ]
  // What older browsers read instead would refuse every frame, and only `frame-ancestors` can name a platform.
  if (ancestors.length > 0) reply.removeHeader('x-frame-options')
  return reply
    .header('content-security-policy', policy.join('; '))
    .type('text/html; charset=utf-8')
    .send(
      `<!doctype html><html lang="${words.lang}"><head><meta charset="utf-8"><title>${words.title}</title>` +
        `<meta name="viewport" content="width=device-width, initial-scale=1"><link rel="stylesheet" href="/lti/frame.css">` +
        `<script src="/lti/frame.js" defer></script></head><body><main><h1>${words.title}</h1>${body}</main></body></html>`,
    )
}

const paragraph = (sentence: string) => `<p>${escaped(sentence)}</p>`

function offered(words: FrameWords, { ticket, wait, platform }: { ticket: string; wait: string; platform: string }) {
  const to = `/api/lti/open?${new URLSearchParams({ ticket }).toString()}`
  return (
    `<div id="offer">${paragraph(words.offer(platform))}` +
    `<p><a id="open" href="${escaped(to)}" target="_blank" rel="noopener" data-wait="${escaped(wait)}">${words.open}</a></p></div>` +
    `<div id="opened" role="status" hidden>${paragraph(words.opened)}${paragraph(words.wait)}</div>`
  )
}

const refused = (words: FrameWords, code: LaunchRefusal['code']) =>
  `${paragraph(words.refused)}<p><a href="${escaped(refusalPlace(new LaunchRefusal(code)))}" target="_blank" rel="noopener">${words.why}</a></p>`

type ToRegister = { host: string; fields: Record<string, string> }

const toRegister = (words: FrameWords, { host, fields }: ToRegister) =>
  `<form method="post" action="/lti/registration">${Object.entries(fields)
    .map(([name, value]) => `<input type="hidden" name="${name}" value="${escaped(value)}">`)
    .join('')}${paragraph(words.register(host))}<p><button>${words.registerButton}</button></p></form>`

/** The script then asks the platform to close its window. */
const registered = (words: FrameWords, name: string) =>
  `<div id="registered" role="status">${paragraph(words.registered(name))}</div>`

/** Sent by the script; by the button when scripts are off. */
const posted = (words: FrameWords, { action, jwt }: { action: string; jwt: string }) =>
  `<form id="answer" method="post" action="${escaped(action)}"><input type="hidden" name="JWT" value="${escaped(jwt)}">` +
  `${paragraph(words.post(new URL(action).host))}<p><button>${words.send}</button></p></form>`

const signs: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }
const escaped = (text: string) => text.replace(/[&<>"']/g, (sign) => signs[sign] ?? sign)

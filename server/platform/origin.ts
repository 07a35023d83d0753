import type { FastifyRequest } from 'fastify'
import { Refusal } from '#core/refusal.ts'

/**
 * Accepts writes from this site's pages only. Browsers send `Sec-Fetch-Site` to trustworthy (HTTPS) addresses only;
 * over plain HTTP in a classroom the `Origin` header is checked instead. Without either, the request is refused (OWASP
 * cross-site request forgery cheat sheet, "verifying origin").
 */
export function refuseCrossSite(request: FastifyRequest, publicUrl: string | null) {
  if (request.method === 'GET' || request.method === 'HEAD') return
  const site = request.headers['sec-fetch-site']
  if (site !== undefined && site !== 'same-origin') throw new Refusal('cross_site')
  const origin = request.headers.origin
  if (origin === undefined) {
    if (site === 'same-origin') return
    throw new Refusal('cross_site')
  }
  // As most say it, without reading an address.
  if (origin === `${request.protocol}://${request.host}`) return
  const allowed = [request.host, ...(publicUrl ? [new URL(publicUrl).host] : [])]
  if (!URL.canParse(origin) || !allowed.includes(new URL(origin).host)) throw new Refusal('cross_site')
}

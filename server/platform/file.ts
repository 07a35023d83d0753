import { Readable } from 'node:stream'
import type { FastifyReply } from 'fastify'
import type { FileReply, ImageReply } from '#contract/endpoint.ts'
import { cutText } from '#core/cut-text.ts'

/** Sends a download. The sandbox prevents a document that is opened by mistake from running scripts. */
export function sendFile(reply: FastifyReply, { name, type, content }: FileReply) {
  void reply
    .header('content-type', type)
    .header('content-disposition', contentDisposition(name))
    .header('content-security-policy', "default-src 'none'; sandbox")
  return reply.send(
    typeof content === 'string' || content instanceof Uint8Array
      ? Buffer.from(content as string)
      : Readable.from(content),
  )
}

/**
 * Sends an image. Its type was detected from its bytes, and browsers must not guess another one. Only the caller's
 * browser may cache it, because access was checked for this caller.
 */
export function sendImage(reply: FastifyReply, { type, content }: ImageReply) {
  void reply
    .header('content-type', type)
    .header('content-disposition', 'inline')
    .header('content-security-policy', "default-src 'none'; sandbox")
    .header('cache-control', 'private, max-age=31536000, immutable')
    .header('vary', 'cookie')
  return reply.send(Buffer.from(content.buffer, content.byteOffset, content.byteLength))
}

/** Control characters, path separators, quotes, and characters that reverse the writing direction. */
const unwelcome = /[\u0000-\u001f\u007f-\u009f"\\/\u2028-\u202e\u2066-\u2069]/g

/** RFC 6266: an ASCII name for old clients, and the real one in UTF-8 (RFC 8187). */
export function contentDisposition(name: string): string {
  const clean = cutText(name.replace(unwelcome, ' '), 200)
  const plain = clean
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .replace(/[^\x20-\x7e]/g, '_')
  const encoded = encodeURIComponent(clean).replace(/['()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`)
  return `attachment; filename="${plain}"; filename*=UTF-8''${encoded}`
}

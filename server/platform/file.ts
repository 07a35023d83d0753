import { Readable } from 'node:stream'
import type { FastifyReply } from 'fastify'
import type { FileReply } from '#contract/endpoint.ts'

/** Sends a download. A document opened by mistake cannot run anything (sandbox), whatever it holds. */
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

/** RFC 6266: a plain name for old readers, and the real one in UTF-8 (RFC 8187). */
export function contentDisposition(name: string): string {
  const clean = name.replace(/[\u0000-\u001f\u007f"\\/]/g, ' ').slice(0, 200)
  const plain = clean
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .replace(/[^\x20-\x7e]/g, '_')
  const encoded = encodeURIComponent(clean).replace(/['()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`)
  return `attachment; filename="${plain}"; filename*=UTF-8''${encoded}`
}

import type { Endpoint, Reply, Sent } from '#contract/endpoint.ts'
import { addressOf, readReply, Unreachable } from './api.ts'

/** The person stopped sending: nothing to say. */
export class Cancelled extends Error {}

export type BytesSent = { sent: number; total: number }
type UploadOptions = { signal: AbortSignal; onProgress: (bytes: BytesSent) => void }

/** Like `call`, for a large body: says how many bytes have left, which `fetch` cannot, and can be stopped. */
export async function upload<E extends Endpoint>(
  endpoint: E,
  input: Sent<E>,
  { signal, onProgress }: UploadOptions,
): Promise<Reply<E>> {
  const { body } = input as { body: unknown }
  if (signal.aborted) throw new Cancelled()
  const response = await new Promise<Response>((resolve, reject) => {
    const request = new XMLHttpRequest()
    request.open(endpoint.method, addressOf(endpoint, input))
    request.setRequestHeader('content-type', 'application/json')
    request.upload.onprogress = ({ loaded, total }) => onProgress({ sent: loaded, total })
    request.onload = () => resolve(responseOf(request))
    request.onerror = () => reject(new Unreachable('unreachable'))
    request.onabort = () => reject(new Cancelled())
    signal.addEventListener('abort', () => request.abort())
    request.send(JSON.stringify(body))
  })
  return readReply(response)
}

function responseOf(request: XMLHttpRequest): Response {
  const headers = new Headers()
  for (const line of request
    .getAllResponseHeaders()
    .trim()
    .split(/[\r\n]+/)) {
    const [name, ...value] = line.split(':')
    if (name) headers.append(name, value.join(':').trim())
  }
  return new Response(request.responseText, { status: request.status, headers })
}

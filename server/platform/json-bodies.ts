import type { FastifyInstance, FastifyRequest } from 'fastify'
import { Refusal } from '#core/refusal.ts'
import { large } from './large-bodies.ts'
import type { readJson as work } from './read-json.ts'
import { task } from './workers.ts'

const readJson = task<typeof work>('readJson')

/**
 * Parses JSON like Fastify, and large bodies in a worker thread: sixty megabytes of base64 take half a second to read,
 * check and decode, which would delay the saves of a class.
 */
export function jsonBodies(app: FastifyInstance) {
  const readSmall = app.getDefaultJsonParser('error', 'error')
  app.removeContentTypeParser('application/json')
  app.addContentTypeParser('application/json', (request, payload, done) => {
    const limit = request.routeOptions.bodyLimit ?? large
    const announced = announcedBy(request)
    // Allocated once at the announced size, so that nothing is concatenated at the end.
    const whole = announced > large && announced <= limit ? Buffer.allocUnsafeSlow(announced) : null
    const parts: Buffer[] = []
    let size = 0
    const onData = (chunk: Buffer) => {
      if (size + chunk.length > limit) {
        payload.off('data', onData).off('end', onEnd)
        payload.resume()
        done(new Refusal('too_large'))
        return
      }
      if (whole) chunk.copy(whole, size)
      else parts.push(chunk)
      size += chunk.length
    }
    const onEnd = () => {
      const bytes = whole ? whole.subarray(0, size) : Buffer.concat(parts, size)
      if (size <= large) {
        void readSmall(request, bytes.toString('utf8'), done)
        return
      }
      // oxlint-disable promise/no-callback-in-promise -- a parser of Fastify that listens to the stream answers by a callback
      readJson({ bytes }, [bytes]).then(
        (value) => done(null, value),
        (error: Error) => done(error),
      )
      // oxlint-enable promise/no-callback-in-promise
    }
    payload.on('data', onData).on('end', onEnd).on('error', done)
  })
}

const announcedBy = ({ headers }: FastifyRequest) => Number(headers['content-length'] ?? 0)

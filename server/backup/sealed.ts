import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { Transform } from 'node:stream'
import { createGunzip, type Gunzip } from 'node:zlib'

const mark = 'sha256 '
/** The last line of the file: the SHA-256 of every byte before it. */
const sealLength = mark.length + 64 + 1

/** Adds the last line, with which a reader can check that no byte changed. */
export function sealing() {
  const hash = createHash('sha256')
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk)
      done(null, chunk)
    },
    flush(done) {
      done(null, `${mark}${hash.digest('hex')}\n`)
    },
  })
}

/**
 * The bytes of a backup, without the last line, unpacked while they are checked. `isWhole` resolves at the end of the
 * file if the last line is right; before that, nothing may be trusted.
 */
export function unsealed(source: AsyncIterable<Buffer>) {
  const unpacked = createGunzip({ chunkSize: 256 * 1024 })
  const isWhole = pump(source, unpacked)
  // The consumer of the bytes gets the failure too; without a handler, the rejection would be unhandled.
  isWhole.catch((error) => unpacked.destroy(error as Error))
  return { unpacked, isWhole }
}

async function pump(source: AsyncIterable<Buffer>, unpacked: Gunzip): Promise<boolean> {
  const hash = createHash('sha256')
  let pending: Buffer = Buffer.alloc(0)
  // Bytes after the end of the gzip are read as well, since the checksum covers them.
  const isOver = once(unpacked, 'end').catch(() => undefined)
  for await (const chunk of source) {
    const whole = Buffer.concat([pending, chunk])
    const passing = whole.subarray(0, Math.max(0, whole.length - sealLength))
    pending = whole.subarray(passing.length)
    hash.update(passing)
    if (unpacked.destroyed || unpacked.readableEnded) continue
    if (!unpacked.write(passing)) await Promise.race([once(unpacked, 'drain').catch(() => undefined), isOver])
  }
  if (!unpacked.destroyed) unpacked.end()
  return pending.toString('latin1') === `${mark}${hash.digest('hex')}\n`
}

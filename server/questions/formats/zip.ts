import { buffer } from 'node:stream/consumers'
import { ZipFile } from 'yazl'

/** Files → a zip, without timestamps, so that the same files give the same bytes. */
export function zip(files: readonly { path: string; bytes: Uint8Array }[]): Promise<Uint8Array> {
  const archive = new ZipFile()
  for (const { path, bytes } of files) archive.addBuffer(Buffer.from(bytes), path, { mtime: always })
  archive.end()
  return buffer(archive.outputStream)
}

const always = new Date('2000-01-01T12:00:00Z')

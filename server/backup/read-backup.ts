import { type Block, block, endOfRows, firstLine, formatVersion, type Header, header } from './format.ts'
import { damaged, notABackup, otherFormat } from './refusals.ts'
import { unsealed } from './sealed.ts'

export type BackupReader = Awaited<ReturnType<typeof openBackup>>

const newline = 10
const end = Buffer.concat([Buffer.from([newline]), endOfRows])
const longestLine = 1024 * 1024

/** Reads a backup once, from start to end. Its content is only trusted once `finish` has checked it. */
export async function openBackup(source: AsyncIterable<Buffer>) {
  const { unpacked, isWhole } = unsealed(source)
  const lines = lineReader(unpacked[Symbol.asyncIterator]() as AsyncIterator<Buffer>)
  const head = await readHeader(lines)
  return {
    head,
    /** The next table, the sequences, a file, or the counts at the end. */
    async next(): Promise<Block> {
      const parsed = block.safeParse(jsonOf(await lines.line()))
      if (!parsed.success) throw damaged()
      return parsed.data
    },
    rows: lines.rows,
    /** Checks that everything was read and that the checksum of the file is right. */
    async finish() {
      if (!(await lines.isAtEnd()) || !(await isWhole)) throw damaged()
    },
    close: () => unpacked.destroy(),
  }
}

async function readHeader(lines: ReturnType<typeof lineReader>): Promise<Header> {
  let first: string
  try {
    first = await lines.line()
  } catch (cause) {
    throw notABackup(cause)
  }
  if (first !== firstLine.trimEnd()) throw notABackup()
  const read = jsonOf(await lines.line())
  const parsed = header.safeParse(read)
  const { version } = (read ?? {}) as { version?: unknown }
  if (typeof version === 'number' && version > formatVersion) throw otherFormat()
  if (!parsed.success) throw damaged()
  return parsed.data
}

function lineReader(chunks: AsyncIterator<Buffer>) {
  let pending: Buffer = Buffer.alloc(0)
  const more = async () => {
    const { value, done } = await readOn(chunks)
    if (done) return false
    pending = pending.length === 0 ? value : Buffer.concat([pending, value])
    return true
  }
  const take = (length: number) => {
    const taken = pending.subarray(0, length)
    pending = pending.subarray(length)
    return taken
  }

  async function line(): Promise<string> {
    for (;;) {
      const at = pending.indexOf(newline)
      if (at !== -1) return take(at + 1).toString('utf8', 0, at)
      if (pending.length > longestLine || !(await more())) throw damaged()
    }
  }

  /** The rows of a table, complete ones, up to the line that ends them. */
  async function* rows(): AsyncGenerator<Buffer> {
    for (;;) {
      if (pending.subarray(0, endOfRows.length).equals(endOfRows)) {
        take(endOfRows.length)
        return
      }
      const at = pending.indexOf(end)
      if (at !== -1) {
        yield take(at + 1)
        take(endOfRows.length)
        return
      }
      const whole = pending.lastIndexOf(newline) + 1
      if (whole > 0) yield take(whole)
      if (!(await more())) throw damaged()
    }
  }

  return { line, rows, isAtEnd: async () => pending.length === 0 && !(await more()) }
}

/** zlib reports damaged input with several errors, which all become one refusal. */
async function readOn(chunks: AsyncIterator<Buffer>) {
  try {
    return await chunks.next()
  } catch (error) {
    const { code = '' } = error as { code?: string }
    if (code.startsWith('Z_') || code === 'ERR_STREAM_PREMATURE_CLOSE') throw damaged(error)
    throw error
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

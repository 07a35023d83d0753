import { Refusal } from '#core/refusal.ts'
import { Prisma } from '#prisma/client/client.ts'
import { type ArchivedTable, rowsQuery } from './archived-tables.ts'
import type { ArchiveRow } from './row-shapes.ts'

/** Limits per statement, in rows and in characters, since an image is a row of megabytes. */
const atOnce = { rows: 500, length: 8_000_000 }
const named = (name: string) => Prisma.raw(`"${name}"`)

type WriteRowsInput = { table: ArchivedTable; rows: readonly ArchiveRow[]; examId: string; lastLine: bigint }

/** Writes the rows of one table, reads them back and compares: all of them, unchanged, and no others. */
export async function writeArchiveRows(tx: Prisma.TransactionClient, written: WriteRowsInput) {
  await insert(tx, written)
  await compare(tx, written)
}

/** Columns added in later versions get their default. */
async function insert(tx: Prisma.TransactionClient, { table: { table }, rows }: WriteRowsInput) {
  const [first] = rows
  if (first === undefined) return
  const list = Prisma.join(Object.keys(first).map(named))
  for (const text of textsOf(rows)) {
    try {
      await tx.$executeRaw`insert into ${named(table)} (${list})
        select ${list} from jsonb_populate_recordset(null::${named(table)}, ${text}::text::jsonb)`
    } catch (error) {
      // A value or a foreign key that the database refuses means the archive was not written by Barème.
      if (error instanceof Prisma.PrismaClientKnownRequestError && error.code !== 'P2034')
        throw new Refusal('archive_altered', { file: table })
      throw error
    }
  }
}

async function columnsOf(tx: Prisma.TransactionClient, table: string) {
  const rows = await tx.$queryRaw<{ name: string }[]>`
    select column_name::text as name from information_schema.columns
    where table_schema = current_schema() and table_name = ${table}`
  return rows.map(({ name }) => name)
}

function* textsOf(rows: readonly ArchiveRow[]) {
  let buffered: string[] = []
  let length = 0
  for (const value of rows) {
    const row = JSON.stringify(value)
    buffered.push(row)
    length += row.length
    if (buffered.length < atOnce.rows && length < atOnce.length) continue
    yield `[${buffered.join(',')}]`
    buffered = []
    length = 0
  }
  if (buffered.length > 0) yield `[${buffered.join(',')}]`
}

async function compare(tx: Prisma.TransactionClient, { table, rows, examId, lastLine }: WriteRowsInput) {
  const columns = await columnsOf(tx, table.table)
  const expected: string[] = []
  for (const text of textsOf(rows)) {
    const plain = await tx.$queryRaw<{ row: string }[]>`
      select value::text as row from jsonb_array_elements(${text}::text::jsonb) with ordinality order by ordinality`
    expected.push(...plain.map(({ row }) => row))
  }
  const given = new Set(rows[0] === undefined ? columns : Object.keys(rows[0]))
  const read = rowsQuery({
    ...table,
    ...narrowed(table, { rows, lastLine }),
    omitted: columns.filter((one) => !given.has(one)),
  })
  const parts = read.split('$1')
  const found = await tx.$queryRaw<{ row: string }[]>(
    new Prisma.Sql(
      parts,
      parts.slice(1).map(() => examId),
    ),
  )
  const actual = found.map(({ row }) => row)
  const inOrder = (texts: readonly string[]) => (table.isOrdered ? texts : texts.toSorted()).join('\n')
  if (inOrder(actual) !== inOrder(expected)) throw new Refusal('archive_altered', { file: table.table })
}

/**
 * Limits the comparison to the rows of the archive: the course may also have its own students, images and audit
 * entries.
 */
function narrowed({ table, where }: ArchivedTable, { rows, lastLine }: Pick<WriteRowsInput, 'rows' | 'lastLine'>) {
  if (table === 'AuditLine') return { where: `${where} and id > ${lastLine}` }
  // Images that the course already has are the same bytes, since the hash is the key.
  if (table === 'Image') return { where: `${where} and hash = any(array[${listOf(rows, 'hash')}]::text[])` }
  if (table !== 'Student') return {}
  return { where: `id = any(array[${listOf(rows, 'id')}]::uuid[])` }
}

/** Ids and hashes were parsed by their shapes, so they contain no quote. */
const listOf = (rows: readonly ArchiveRow[], column: 'id' | 'hash') =>
  rows.map((row) => `'${row[column] as string}'`).join(',')

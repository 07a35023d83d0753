import { Refusal } from '#core/refusal.ts'
import { Prisma } from '#prisma/client/client.ts'
import { type ArchivedTable, rowsQuery } from './archived-tables.ts'

/** Of rows, or of characters: an image is a row of megabytes. */
const atOnce = { rows: 500, length: 8_000_000 }
const named = (name: string) => Prisma.raw(`"${name}"`)
const keysOf = (row: string) => Object.keys(JSON.parse(row) as object)

type Written = { table: ArchivedTable; rows: readonly string[]; examId: string; lastLine: bigint }

/** Writes the rows of one table, and reads them back: all of them, as they were, and nothing more. */
export async function writeRows(tx: Prisma.TransactionClient, written: Written) {
  const columns = await columnsOf(tx, written.table.table)
  await insert(tx, { ...written, columns })
  await compare(tx, { ...written, columns })
}

type Columned = Written & { columns: readonly string[] }

/** Columns this version added since take their own default; a column it does not know comes from a newer one. */
async function insert(tx: Prisma.TransactionClient, { table: { table }, rows, columns }: Columned) {
  const [first] = rows
  if (first === undefined) return
  const given = keysOf(first)
  const unknown = given.find((name) => !columns.includes(name))
  if (unknown !== undefined) throw new Refusal('archive_other_version', { table, column: unknown.slice(0, 100) })
  const list = Prisma.join(given.map(named))
  for (const text of textsOf(rows)) {
    try {
      await tx.$executeRaw`insert into ${named(table)} (${list})
        select ${list} from jsonb_populate_recordset(null::${named(table)}, ${text}::text::jsonb)`
    } catch (error) {
      // Values the database cannot hold, keys that lead nowhere: not what Barème wrote.
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

function* textsOf(rows: readonly string[]) {
  let held: string[] = []
  let length = 0
  for (const row of rows) {
    held.push(row)
    length += row.length
    if (held.length < atOnce.rows && length < atOnce.length) continue
    yield `[${held.join(',')}]`
    held = []
    length = 0
  }
  if (held.length > 0) yield `[${held.join(',')}]`
}

async function compare(tx: Prisma.TransactionClient, { table, rows, examId, lastLine, columns }: Columned) {
  const expected: string[] = []
  for (const text of textsOf(rows)) {
    const plain = await tx.$queryRaw<{ row: string }[]>`
      select value::text as row from jsonb_array_elements(${text}::text::jsonb) with ordinality order by ordinality`
    expected.push(...plain.map(({ row }) => row))
  }
  const given = new Set(rows[0] === undefined ? columns : keysOf(rows[0]))
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

/** Beside the rows of the archive there may be what the course had: students, images, older lines of the audit. */
function narrowed({ table, where }: ArchivedTable, { rows, lastLine }: Pick<Written, 'rows' | 'lastLine'>) {
  if (table === 'AuditLine') return { where: `${where} and id > ${lastLine}` }
  // Those the course has already are the same bytes: their hash is their name.
  if (table === 'Image') return { where: `${where} and hash = any(array[${listOf(rows, 'hash')}]::text[])` }
  if (table !== 'Student') return {}
  return { where: `id = any(array[${listOf(rows, 'id')}]::uuid[])` }
}

/** Checked when the archive was read: ids and hashes hold no quote. */
const listOf = (rows: readonly string[], column: 'id' | 'hash') =>
  rows.map((row) => `'${(JSON.parse(row) as Record<string, string>)[column]}'`).join(',')

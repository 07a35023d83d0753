import type { erasedPlaces } from '#contract/privacy/privacy.ts'
import type { Eraser } from '#core/privacy/erasure.ts'
import { Refusal } from '#core/refusal.ts'
import { Prisma } from '#prisma/client/client.ts'
import { type NamedColumns, namedColumns } from './named-columns.ts'

type Tx = Prisma.TransactionClient
type Name = (typeof erasedPlaces)[number]
type Row = { place: string; owner: string | null } & Record<string, unknown>
/** A row to be changed: where it is, and the new values of its columns. */
export type NamedText = { place: string; columns: Record<string, unknown> }

const names = Object.keys(namedColumns) as Name[]
const atOnce = 2_000

/** Every row of the course that contains the name of an erased student, with its new text. */
export async function findNamedTexts(
  tx: Tx,
  { courseId, eraser, ids }: { courseId: string; eraser: Eraser; ids: ReadonlySet<string> },
) {
  const found = new Map<Name, NamedText[]>()
  for (const name of names) {
    const place = namedColumns[name]
    const passages: NamedText[] = []
    for (let after = '(0,0)'; ; ) {
      const rows = await tx.$queryRaw<Row[]>(selectOf(name, place, { courseId, after }))
      passages.push(...rows.flatMap((row) => rewritten(row, place, { eraser, ids })))
      const last = rows.at(-1)
      if (rows.length < atOnce || last === undefined) break
      after = last.place
    }
    found.set(name, passages)
  }
  return found
}

/** Table and column names are constants of this folder; course and place are parameters. */
function selectOf(
  name: Name,
  { join, course, owner, texts, json, intimate = [] }: NamedColumns,
  at: { courseId: string; after: string },
) {
  const columns = [...texts, ...json, ...intimate].map((column) => `t."${column}"`).join(', ')
  return Prisma.sql`
    select t.ctid::text as place, ${Prisma.raw(owner)} as owner, ${Prisma.raw(columns)}
    from ${Prisma.raw(`"${name}" t ${join}`)}
    where ${Prisma.raw(course)} = ${at.courseId}::uuid and t.ctid > ${at.after}::tid
    order by t.ctid limit ${atOnce}`
}

type Erasing = { eraser: Eraser; ids: ReadonlySet<string> }

function rewritten(row: Row, { texts, json, intimate = [] }: NamedColumns, { eraser, ids }: Erasing): NamedText[] {
  const owner = row.owner !== null && ids.has(row.owner) ? row.owner : null
  const next: Record<string, unknown> = {}
  for (const column of texts) next[column] = eraser.text(row[column] as string, owner)
  for (const column of json) next[column] = row[column] === null ? null : eraser.json(row[column], owner)
  for (const column of intimate) next[column] = owner === null ? eraser.text(row[column] as string) : ''
  const columns = Object.entries(next).filter(
    ([column, value]) => JSON.stringify(value) !== JSON.stringify(row[column]),
  )
  return columns.length === 0 ? [] : [{ place: row.place, columns: Object.fromEntries(columns) }]
}

export async function writeNamedTexts(tx: Tx, found: ReadonlyMap<Name, readonly NamedText[]>) {
  for (const [name, passages] of found) {
    const isJson = new Set(namedColumns[name].json)
    for (const { place, columns } of passages) {
      const set = Object.entries(columns).map(([column, value]) =>
        isJson.has(column)
          ? Prisma.sql`${Prisma.raw(`"${column}"`)} = ${value === null ? null : JSON.stringify(value)}::jsonb`
          : Prisma.sql`${Prisma.raw(`"${column}"`)} = ${value as string}`,
      )
      const table = Prisma.raw(`"${name}"`)
      const written = await tx.$executeRaw`update ${table} set ${Prisma.join(set)} where ctid = ${place}::tid`
      // The row was changed in the meantime: the transaction is rolled back.
      if (written !== 1) throw new Refusal('changed_meanwhile')
    }
  }
}

import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import pg from 'pg'
import { batched } from '#server/platform/batcher.ts'

// The limits of the benchmark: what the bytes of a save cost when nobody looks at them. `/echo` answers at once,
// `/insert` once a row for each is committed, grouped as saves are.

const pool = new pg.Pool({ connectionString: process.env['DATABASE_URL'] ?? '', max: 4 })
await pool.query('create table if not exists bare (place bigint, body text)')

type Row = { place: number; body: string }
const insert = batched<Row, Row>(async (_deps, rows) => {
  await pool.query({
    name: 'bare',
    text: 'insert into bare select * from unnest($1::bigint[], $2::text[])',
    values: [rows.map(({ place }) => place), rows.map(({ body }) => body)],
  })
  return rows
})
const deps = {} as never
let place = 0

const server = createServer((request, response) => {
  void read(request).then(async (body) => {
    place += 1
    if (request.url?.startsWith('/insert')) await insert(deps, { place, body })
    // As long as the acknowledgement of a save.
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify({ body: body.padEnd(acknowledgement, ' ').slice(0, acknowledgement) }))
  })
})
const acknowledgement = 350

async function read(request: IncomingMessage) {
  const parts: Buffer[] = []
  for await (const part of request) parts.push(part as Buffer)
  return Buffer.concat(parts).toString()
}

server.listen(0, '127.0.0.1', () => console.log(`ready   http://localhost:${(server.address() as AddressInfo).port}`))
process.on('SIGTERM', () => process.exit(0))

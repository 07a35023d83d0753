import { copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fromPrevious } from './migration-sql.ts'

// npm run db:migration -- add_teams
// Each migration keeps the schema it leads to, so the next one is the difference of two files and needs no database.

const here = import.meta.dirname
const migrations = join(here, 'migrations')
const name = process.argv[2] ?? ''
if (!/^[a-z][a-z0-9_]*$/.test(name)) {
  console.error('Usage: npm run db:migration -- what_changes (a-z, 0-9, _)')
  process.exit(1)
}

const last = readdirSync(migrations)
  .filter((folder) => /^\d/.test(folder))
  .sort()
  .at(-1)
if (!last) throw new Error('no first migration: npm run db:baseline')
const before = (file: string) => readFileSync(join(migrations, last, file), 'utf8')
const today = (file: string) => readFileSync(join(here, file), 'utf8')

const sql = await fromPrevious(before('schema.prisma'), today('schema.prisma'))
const isAfterChanged = before('after.sql') !== today('after.sql')
if (sql === '' && !isAfterChanged) {
  console.error(`Nothing changed since ${last}.`)
  process.exit(1)
}

const stamp = new Date().toISOString().replace(/\D/g, '').slice(0, 14)
const folder = join(migrations, `${stamp}_${name}`)
const note = isAfterChanged ? '\n-- after.sql changed since the last migration: write that change here by hand.\n' : ''
mkdirSync(folder)
writeFileSync(join(folder, 'migration.sql'), `${sql}\n${note}`)
copyFileSync(join(here, 'schema.prisma'), join(folder, 'schema.prisma'))
copyFileSync(join(here, 'after.sql'), join(folder, 'after.sql'))
console.log(`prisma/migrations/${stamp}_${name}/migration.sql: read it before committing.`)

import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fromEmpty } from './migration-sql.ts'

// While nothing is released there is one migration, and it is a function of schema.prisma and after.sql.

const first = '20261122000000_init'
const here = import.meta.dirname
const folder = join(here, 'migrations', first)

const others = readdirSync(join(here, 'migrations')).filter((name) => /^\d/.test(name) && name !== first)
if (others.length > 0) {
  console.error(`Later migrations exist (${others.join(', ')}): write a new one with npm run db:migration -- <name>.`)
  process.exit(1)
}

rmSync(folder, { recursive: true, force: true })
mkdirSync(folder, { recursive: true })
writeFileSync(
  join(folder, 'migration.sql'),
  await fromEmpty(readFileSync(join(here, 'schema.prisma'), 'utf8'), readFileSync(join(here, 'after.sql'), 'utf8')),
)
copyFileSync(join(here, 'schema.prisma'), join(folder, 'schema.prisma'))
copyFileSync(join(here, 'after.sql'), join(folder, 'after.sql'))
console.log(`prisma/migrations/${first}/migration.sql`)

import type pg from 'pg'
import * as enums from '#prisma/client/enums.ts'
import * as names from '#prisma/client/internal/prismaNamespace.ts'
import { CannotStart } from '../cannot-start.ts'

/**
 * Refuses a database of a newer version that lacks a column or a value this version uses, or wants one it never writes.
 * Migrations are made so that this never happens to the version before: docs/decisions/0060-migrations-add-first.md.
 */
export async function refuseMissing(client: pg.Client) {
  const columns = Object.values(names.ModelName).flatMap((model) => fieldsOf(model).map((field) => `${model}.${field}`))
  const values = Object.entries(enums).flatMap(([name, members]) => Object.keys(members).map((one) => `${name}.${one}`))
  const { rows } = await client.query<{ name: string; isRequired: boolean }>(
    `select format('%s.%s', c.relname, a.attname) as name, a.attnotnull and not a.atthasdef and a.attidentity = '' as "isRequired"
     from pg_attribute a join pg_class c on c.oid = a.attrelid
     where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and a.attnum > 0 and not a.attisdropped
     union all select format('%s.%s', t.typname, e.enumlabel), false from pg_enum e join pg_type t on t.oid = e.enumtypid`,
  )
  const there = new Set(rows.map(({ name }) => name))
  const missing = [...columns, ...values].filter((name) => !there.has(name))
  const known = new Set(columns)
  const tables = new Set<string>(Object.values(names.ModelName))
  const isOurs = (name: string) => tables.has(name.slice(0, name.indexOf('.')))
  const unwritten = rows.filter(({ name, isRequired }) => isRequired && isOurs(name) && !known.has(name))
  const wrong = [...missing, ...unwritten.map(({ name }) => name)]
  if (wrong.length > 0) throw new CannotStart(tooNew(wrong.slice(0, 5).join(', ')))
}

function fieldsOf(model: keyof typeof names.ModelName): string[] {
  const fields: Record<string, unknown> = names
  return Object.values(fields[`${model}ScalarFieldEnum`] as Record<string, string>)
}

const tooNew = (wrong: string) => ({
  french: `La base vient d'une version trop récente de Barème pour celle-ci (${wrong}). Installez une version plus récente.`,
  english: `The database comes from a version of Barème too recent for this one (${wrong}). Install a more recent version.`,
})

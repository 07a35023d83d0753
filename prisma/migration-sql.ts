import { diffSchemas } from './schema-engine.ts'

/** The whole schema as SQL: Prisma's part, then what its language cannot say. */
export async function fromEmpty(schema: string, after: string) {
  const tables = await diffSchemas('empty', { path: 'schema.prisma', content: schema })
  return `${withoutSchema(tables).trim()}\n\n${after.trim()}\n`
}

export async function fromPrevious(previous: string, schema: string) {
  const before = { path: 'schema.prisma', content: previous }
  return withoutSchema(await diffSchemas(before, { path: 'schema.prisma', content: schema })).trim()
}

// "public" always exists, and a role that owns only its tables may not even ask to create it.
function withoutSchema(sql: string) {
  return sql.replace(/^-- CreateSchema\nCREATE SCHEMA IF NOT EXISTS "public";\n+/m, '')
}

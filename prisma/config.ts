// Generating the client never runs the schema engine, yet Prisma insists on having its binary and downloads it from a
// host that may be out of reach. Naming any executable is enough; whoever wants the real one can name it.
process.env['PRISMA_SCHEMA_ENGINE_BINARY'] ??= process.execPath

import { defineConfig } from 'prisma/config'

// Prisma reads the default export of this file: the one place where the house allows it.
export default defineConfig({
  schema: 'schema.prisma',
  migrations: { path: 'migrations' },
  datasource: { url: process.env['DATABASE_URL'] ?? '' },
})

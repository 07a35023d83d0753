import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import {
  bindMigrationAwareSqlAdapterFactory,
  type SqlMigrationAwareDriverAdapterFactory,
} from '@prisma/driver-adapter-utils'
import * as bindings from '@prisma/schema-engine-wasm/schema_engine_bg'

// Prisma's migration engine as WebAssembly: `prisma migrate` needs a native binary downloaded from a host that a
// classroom, a container or a build machine may not reach. This one comes with npm.

export type SchemaFile = { path: string; content: string }

/** The SQL that turns one schema into another, without any database. */
export async function diffSchemas(from: SchemaFile | 'empty', to: SchemaFile) {
  const engine = await startEngine(noDatabase, [to])
  const { stdout } = await engine.diff({
    from: from === 'empty' ? { tag: 'empty' } : { tag: 'schemaDatamodel', files: [from] },
    to: { tag: 'schemaDatamodel', files: [to] },
    script: true,
    exitCode: null,
    filters,
  })
  return stdout ?? ''
}

const filters = { externalTables: [], externalEnums: [] }

async function startEngine(adapter: SqlMigrationAwareDriverAdapterFactory, files: SchemaFile[]) {
  await loadModule()
  const datamodels =
    files.length > 0 ? files : [{ path: 'schema.prisma', content: 'datasource db {\n  provider = "postgresql"\n}\n' }]
  return bindings.SchemaEngine.new(
    { datamodels: datamodels.map(({ path, content }) => [path, content]) },
    () => undefined,
    bindMigrationAwareSqlAdapterFactory(adapter),
  )
}

let loading: Promise<void> | undefined

/** Node has no import of .wasm yet: what the package's own entry file does, by hand and once. */
function loadModule() {
  loading ??= (async () => {
    const folder = dirname(createRequire(import.meta.url).resolve('@prisma/schema-engine-wasm/schema_engine_bg'))
    const bytes = readFileSync(join(folder, 'schema_engine_bg.wasm'))
    const { instance } = await WebAssembly.instantiate(bytes, { './schema_engine_bg.js': lettingGo(bindings) })
    bindings.__wbg_set_wasm(instance.exports)
    const start = instance.exports['__wbindgen_start'] as () => void
    start()
  })()
  return loading
}

/** The engine forgets a ten second timer after each run: it must not keep a finished process alive. */
function lettingGo(module: object) {
  const entries = Object.entries(module).map(([name, value]) => [
    name,
    name.startsWith('__wbg_setTimeout_') ? (work: () => void, delay: number) => setTimeout(work, delay).unref() : value,
  ])
  return Object.fromEntries(entries) as WebAssembly.ModuleImports
}

// The engine asks a database for its version even to compare two files: this one only says "PostgreSQL 18".
const versionReply = {
  columnNames: ['exists', 'version', 'numeric_version'],
  columnTypes: [5, 7, 0],
  rows: [[true, 'PostgreSQL 18.0', 180_000]],
}
const noConnection = {
  provider: 'postgres',
  adapterName: 'no-database',
  queryRaw: async () => versionReply,
  executeRaw: async () => 0,
  executeScript: async () => undefined,
  startTransaction: () => Promise.reject(new Error('there is no database here')),
  getConnectionInfo: () => ({ schemaName: 'public', supportsRelationJoins: true }),
  dispose: async () => undefined,
}
const noDatabase = {
  provider: 'postgres',
  adapterName: 'no-database',
  connect: async () => noConnection,
  connectToShadowDb: async () => noConnection,
} as unknown as SqlMigrationAwareDriverAdapterFactory

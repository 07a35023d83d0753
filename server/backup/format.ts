import { z } from 'zod'

/**
 * A backup is a gzip of readable text: a line naming the format, a header, then each table as PostgreSQL's own COPY
 * text up to a line `\.`, the sequences, the other files of DATA_DIR, and the counts. After the gzip, one line with the
 * SHA-256 of everything before it.
 */
export const firstLine =
  '# Sauvegarde de Barème. SECRET : ce fichier contient des données personnelles et la clé du site.\n'
export const formatVersion = 1

const migration = z.object({ name: z.string(), checksum: z.string() })
export type AppliedMigration = z.output<typeof migration>

export const header = z.object({
  format: z.literal('bareme-backup'),
  version: z.int(),
  takenAt: z.string(),
  bareme: z.string(),
  postgres: z.string(),
  migrations: z.array(migration),
  secret: z.string().min(1),
})
export type Header = z.output<typeof header>

const fingerprint = z.object({ rows: z.int(), sha256: z.string() })
export type Fingerprint = z.output<typeof fingerprint>

export const block = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('table'), name: z.string(), columns: z.array(z.string()).min(1) }),
  z.object({ kind: z.literal('file'), path: z.string() }),
  z.object({
    kind: z.literal('sequences'),
    sequences: z.record(z.string(), z.object({ value: z.string(), isCalled: z.boolean() })),
  }),
  z.object({ kind: z.literal('end'), tables: z.record(z.string(), fingerprint) }),
])
export type Block = z.output<typeof block>

export const endOfRows = Buffer.from('\\.\n')
export const lineOf = (value: Block | Header) => Buffer.from(`${JSON.stringify(value)}\n`)

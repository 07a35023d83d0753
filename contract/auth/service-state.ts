import { z } from 'zod'
import { count, endpoint, instant, text, uuid } from '#contract/endpoint.ts'

const verdict = z.enum(['good', 'warn', 'bad', 'unknown'])
const bytes = z.number().min(0)
const disk = z.object({ free: bytes, total: bytes }).nullable()

export const readServiceState = endpoint({
  access: 'staff',
  method: 'GET',
  path: '/api/service-state',
  summary: 'Says how the service is, for owners of a course: version, database, servers, jobs, backup, disk.',
  reply: z.object({
    readAt: instant,
    /** Of the server that answers. */
    version: text,
    verdicts: z.object({ database: verdict, servers: verdict, jobs: verdict, backup: verdict, disk: verdict }),
    database: z.object({
      version: text,
      bytes,
      latencyMs: z.number().min(0),
      migrationCount: count,
      lastMigration: z.object({ name: text, at: instant }).nullable(),
    }),
    /** Those that gave a sign of life within half a minute. */
    servers: z.array(
      z.object({
        id: uuid,
        host: text,
        version: text,
        startedAt: instant,
        seenAt: instant,
        isThisOne: z.boolean(),
        pool: z.object({ size: count, used: count, waiting: count }),
        disk,
      }),
    ),
    /** Over all servers: the latest success, the most failures in a row. */
    jobs: z.array(
      z.object({ name: text, lastSuccessAt: instant.nullable(), lastFailureAt: instant.nullable(), failures: count }),
    ),
    backup: z.object({ at: instant.nullable(), bytes: bytes.nullable() }),
    /** The fullest of the servers that keep files. */
    disk,
  }),
})

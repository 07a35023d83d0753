import { randomBytes } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import * as contract from '#contract/attempts/sitting.ts'
import { endpoint } from '#contract/endpoint.ts'
import { buildApp } from '#server/app.ts'
import { connect } from '#server/platform/database/connect.ts'
import type { Deps } from '#server/platform/deps.ts'
import { listen } from '#server/platform/listen.ts'
import { createServe } from '#server/platform/serve.ts'

// The server plus one route for the benchmark: a save as one prepared upsert per request, with the same admission,
// parsing and reply as the real one, as a reference for it.

const plainSave = endpoint({
  ...contract.saveAnswer,
  path: '/api/bench/attempts/:attemptId/answers/:questionId',
})

const { pool, db } = connect(process.env['DATABASE_URL'] ?? '')
const deps: Deps = {
  pool,
  db,
  now: () => new Date(),
  sqlNow: () => null,
  sleep: (ms) => sleep(ms),
  randomBytes,
  secret: Buffer.from(process.env['SECRET'] ?? ''),
  settings: {
    tls: null,
    publicUrl: null,
    trustProxy: false,
    requireSecondFactor: false,
    questionsDir: 'questions',
    siteDir: null,
    logLevel: 'warn',
    metricsPort: null,
    tracesTo: null,
    dataDir: null,
    readyWithoutDatabaseMs: 0,
    assistant: null,
    lmsOnThisMachine: false,
    mail: null,
    signOn: [],
    lan: false,
  },
}
const app = await buildApp(deps)
createServe(app, deps)(plainSave, async ({ params, body }) => {
  const { rows } = await pool.query<{ savedAt: Date }>({
    name: 'plain-save',
    text: `insert into "Answer" ("attemptId", "questionId", choices, flagged, device, epoch, sequence, "savedAt")
           values ($1, $2, $3, $4, $5, $6, $7, clock_timestamp())
           on conflict ("attemptId", "questionId") do update set choices = excluded.choices, flagged = excluded.flagged,
             device = excluded.device, epoch = excluded.epoch, sequence = excluded.sequence, "savedAt" = excluded."savedAt"
           returning "savedAt"`,
    values: [params.attemptId, params.questionId, body.choices, body.flagged, body.device, body.epoch, body.sequence],
  })
  const savedAt = (rows[0]?.savedAt ?? new Date(0)).toISOString()
  const { device, epoch, sequence } = body
  const known = { status: 'in_progress' as const, remainingMs: 1, timingVersion: 1, messages: [] }
  const clock = { ...known, epoch, device, serverNow: savedAt }
  return { ...params, sequence, savedAt, clock }
})
const port = await listen(app, { port: 0, host: '127.0.0.1' })
console.log(`ready   http://localhost:${port}`)
process.on('SIGTERM', () => process.exit(0))

import { expect, it } from 'vitest'
import { judgeService, type ServiceFacts } from '#core/service-state.ts'

const hour = 3_600_000
const well: ServiceFacts = {
  now: 100 * hour,
  latencyMs: 2,
  versions: ['1', '1'],
  waiting: 0,
  jobs: [{ failures: 0 }],
  backupAt: 90 * hour,
  disk: { free: 50, total: 100 },
}

it.each<[Partial<ServiceFacts>, object]>([
  [{}, { database: 'good', servers: 'good', jobs: 'good', backup: 'good', disk: 'good' }],
  [{ latencyMs: 101 }, { database: 'warn' }],
  [{ latencyMs: 1_001 }, { database: 'bad' }],
  [{ versions: [] }, { servers: 'unknown' }],
  [{ versions: ['1', '2'] }, { servers: 'warn' }],
  [{ waiting: 21 }, { servers: 'warn' }],
  [{ jobs: [] }, { jobs: 'unknown' }],
  [{ jobs: [{ failures: 1 }] }, { jobs: 'good' }],
  [{ jobs: [{ failures: 2 }] }, { jobs: 'bad' }],
  [{ backupAt: null }, { backup: 'bad' }],
  [{ backupAt: 63 * hour }, { backup: 'warn' }],
  [{ disk: null }, { disk: 'unknown' }],
  [{ disk: { free: 0, total: 0 } }, { disk: 'unknown' }],
  [{ disk: { free: 19, total: 100 } }, { disk: 'warn' }],
  [{ disk: { free: 9, total: 100 } }, { disk: 'bad' }],
])('%o is %o', (facts, verdicts) => {
  expect(judgeService({ ...well, ...facts })).toMatchObject(verdicts)
})

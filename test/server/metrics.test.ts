import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import * as sitting from '#contract/attempts/sitting.ts'
import { runJobs } from '#server/jobs.ts'
import { startMetrics } from '#server/platform/metrics-server.ts'
import { giveSign } from '#server/platform/replicas.ts'
import { makeExam } from '#test/setup/exam.ts'
import { pageIds } from '#test/setup/page-ids.ts'
import { createWorld, type Someone, type World } from '#test/setup/world.ts'

let world: World
let metrics: Awaited<ReturnType<typeof startMetrics>>
beforeAll(async () => {
  world = await createWorld({ settings: { metricsPort: 0, dataDir: '.' } })
  metrics = await startMetrics(world.deps, '127.0.0.1')
})
afterAll(async () => {
  await metrics.close()
  await world.close()
})

const read = async () => (await fetch(`http://127.0.0.1:${metrics.port}/metrics`)).text()
const valueIn = (text: string, line: string) =>
  Number(
    text
      .split('\n')
      .find((one) => one.startsWith(`${line} `))
      ?.slice(line.length + 1),
  )

it('counts an exam that is played: requests, saves, copies, jobs, servers; and names nobody and nothing', async () => {
  const course = await world.course('Cours Confidentiel')
  const ana = await world.student({ course, name: 'Ana Curieuse', code: 'K7QM4XZD' })
  const exam = await makeExam(world, { course })
  const [questionId = ''] = exam.questionIds
  const { body: copy } = await world.ask(ana, sitting.startAttempt, {
    params: { examId: exam.id },
    body: { device: 'laptop01:page0001' },
  })
  const params = { attemptId: copy.id, questionId }
  const save = (sequence: number, choices: string[], who: Someone = ana) =>
    world.ask(who, sitting.saveAnswer, {
      params,
      body: { choices, flagged: false, device: 'laptop01:page0001', epoch: 1, sequence },
    })
  const choices = pageIds(world, { questionId, letters: ['a'] })
  expect((await save(1, choices)).status).toBe(200)
  expect((await save(2, choices)).status).toBe(200)
  await world.ask(ana, sitting.submitAttempt, { params: { attemptId: copy.id } })
  expect((await save(3, choices)).status).toBe(409)
  await world.app.inject({ url: '/api/nothing?secret=PAROLE' })
  await runJobs(world.deps, { error: () => undefined })
  await giveSign(world.deps, world.now())

  const text = await read()
  const route = 'route="/api/attempts/:attemptId/answers/:questionId"'
  expect(valueIn(text, `bareme_http_requests_total{method="PUT",${route},status="2xx"}`)).toBe(2)
  expect(valueIn(text, 'bareme_save_duration_seconds_count')).toBe(3)
  expect(valueIn(text, 'bareme_save_batch_size_count')).toBe(3)
  expect(valueIn(text, 'bareme_answers_saved_total')).toBe(2)
  expect(valueIn(text, 'bareme_answers_refused_total{reason="attempt_closed"}')).toBe(1)
  expect(valueIn(text, 'bareme_sittings_in_progress')).toBe(0)
  expect(valueIn(text, 'bareme_job_failures{job_name="mark"}')).toBe(0)
  expect(valueIn(text, 'bareme_job_last_success_timestamp_seconds{job_name="mark"}')).toBe(world.now().getTime() / 1000)
  expect(valueIn(text, 'bareme_replicas')).toBe(1)
  expect(valueIn(text, 'bareme_database_up')).toBe(1)
  expect(valueIn(text, 'bareme_disk_size_bytes')).toBeGreaterThan(0)
  expect(text).toMatch(/^nodejs_eventloop_lag_p99_seconds /m)

  const held = await everyText()
  const labels = [...text.matchAll(/="((?:[^"\\]|\\.)*)"/g)].map(([, value = '']) => value)
  expect(labels.length).toBeGreaterThan(50)
  expect(labels.filter((label) => [...held].some((one) => label.includes(one)))).toEqual([])
  expect(text).not.toMatch(/PAROLE|[0-9a-f]{8}-[0-9a-f]{4}-/)
})

it('answers nothing else on its port, and nothing on the one of the site', async () => {
  expect((await fetch(`http://127.0.0.1:${metrics.port}/api/session`)).status).toBe(404)
  expect((await world.app.inject({ url: '/metrics' })).statusCode).toBe(404)
})

/** Every text of the base that is about somebody or something of theirs: names, ids, codes, tokens. */
async function everyText() {
  const { rows: columns } = await world.pool.query<{ table: string; column: string }>(
    `select table_name as table, column_name as column from information_schema.columns
     where table_schema = 'public' and data_type in ('text', 'uuid', 'bytea') and table_name not like '\\_%'
       and table_name <> 'Replica'`,
  )
  const held = new Set<string>()
  for (const { table, column } of columns) {
    const { rows } = await world.pool.query<{ said: string }>(
      `select distinct "${column}"::text as said from "${table}"`,
    )
    for (const { said } of rows) if (said && said.length > 3) held.add(said)
  }
  return held
}

describe('the rules of alert and the dashboard', () => {
  /** Of Prometheus itself, and of the kubelet. */
  const outside = ['up', 'kubelet_volume_stats_available_bytes', 'kubelet_volume_stats_capacity_bytes']
  const folder = 'deploy/monitoring'
  const text = (file: string) => readFileSync(join(folder, file), 'utf8')
  const rules = parse(text('alerts.yml')) as { groups: { rules: { alert: string; expr: string }[] }[] }
  const dashboard = JSON.parse(text('grafana/dashboards/bareme.json')) as {
    panels: { title: string; targets?: { expr: string }[] }[]
  }
  const expressions = [
    ...rules.groups.flatMap(({ rules: all }) => all.map(({ expr }) => expr)),
    ...dashboard.panels.flatMap(({ targets = [] }) => targets.map(({ expr }) => expr)),
  ]

  it('name only metrics that the server exports, and no label it does not set', async () => {
    const exported = await read()
    const names = new Set(
      [...exported.matchAll(/^# TYPE (\S+) (\S+)$/gm)].flatMap(([, name = '', type]) =>
        type === 'histogram' ? [`${name}_bucket`, `${name}_sum`, `${name}_count`] : [name],
      ),
    )
    const named = expressions.flatMap(
      (expr) => expr.match(/\b(?:bareme|nodejs|process|kubelet)_\w+\b|\bup\b(?={)/g) ?? [],
    )
    expect(named.length).toBeGreaterThan(30)
    expect(named.filter((name) => !names.has(name) && !outside.includes(name))).toEqual([])
    // A route that is watched is one that exists.
    expect(expressions.join('\n')).toContain('/api/attempts/:attemptId/answers.*')
    expect(sitting.saveAnswer.path).toMatch(/^\/api\/attempts\/:attemptId\/answers/)
  })

  it('are understood by Prometheus, and ring when they should', (context) => {
    const tool = (...args: string[]) => spawnSync('promtool', args, { cwd: folder, encoding: 'utf8' })
    if (tool('--version').error) return context.skip('promtool is not on PATH')
    for (const args of [
      ['check', 'config', 'prometheus.yml'],
      ['check', 'rules', 'alerts.yml'],
      ['test', 'rules', 'alerts.test.yml'],
    ]) {
      const { status, stdout, stderr } = tool(...args)
      expect(status, stdout + stderr).toBe(0)
    }
  })
})

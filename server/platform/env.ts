import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { readMailbox } from '#core/letters.ts'
import { CannotStart } from './cannot-start.ts'
import { readTrust } from './trust-proxy.ts'

export type Environment = z.output<typeof environment>

/** The parsed environment. An empty variable counts as unset, because compose files leave variables out this way. */
export function readEnvironment(env: NodeJS.ProcessEnv): Environment {
  const parsed = environment.safeParse(withFiles(env))
  if (parsed.success) return parsed.data
  const names = [...new Set(parsed.error.issues.map(({ path }) => String(path[0])))]
  const list = (language: 'french' | 'english') =>
    names.map((name) => `  ${name} : ${expected[name]?.[language]}`).join('\n')
  throw new CannotStart({
    french: `Réglages à corriger (variables d'environnement) :\n${list('french')}`,
    english: `Settings to correct (environment variables):\n${list('english')}`,
  })
}

const httpUrl = z.url({ protocol: /^https?$/ }).transform((url) => new URL(url).origin)
/** An address to which a path is added: no password in it, nothing behind the path. */
const baseAddress = z
  .url({ protocol: /^https?$/ })
  .transform((url) => new URL(url))
  .refine((url) => url.username === '' && url.password === '' && url.search === '' && url.hash === '')
  .transform((url) => url.href.replace(/\/+$/, ''))
const levels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const

const environment = z
  .object({
    PORT: z.coerce.number().int().min(0).max(65_535).default(3000),
    HOST: z.string().optional(),
    DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
    DATABASE_PASSWORD: z.string().optional(),
    DATABASE_DIRECT_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
    DATABASE_POOL: z.coerce.number().int().min(2).max(200).default(16),
    DATABASE_POOLER: z.enum(['none', 'transaction']).default('none'),
    READY_WITHOUT_DATABASE_SECONDS: z.coerce.number().int().min(0).max(600).default(30),
    DATA_DIR: z.string().optional(),
    SECRET: z.string().min(32).optional(),
    TLS_CERT: z.string().optional(),
    TLS_KEY: z.string().optional(),
    TRUST_PROXY: z.string().default('false').transform(readTrust),
    REQUIRE_SECOND_FACTOR: z.enum(['true', 'false']).default('false'),
    LOG_LEVEL: z.enum(levels).optional(),
    LOG_FORMAT: z.enum(['text', 'json']).default('text'),
    METRICS_PORT: z.coerce.number().int().min(0).max(65_535).optional(),
    OTEL_EXPORTER_OTLP_ENDPOINT: baseAddress.optional(),
    PUBLIC_URL: httpUrl.optional(),
    QUESTIONS_DIR: z.string().default('questions'),
    SSO_FILE: z.string().optional(),
    SMTP_URL: z
      .url({ protocol: /^smtps?$/ })
      .refine(isMailServer)
      .optional(),
    SMTP_PASSWORD: z.string().optional(),
    SMTP_FROM: z.string().transform(readSender).optional(),
    SMTP_TLS: z.enum(['required', 'offered']).default('required'),
    LMS_ON_THIS_MACHINE: z.enum(['true', 'false']).default('false'),
    ASSISTANT_URL: baseAddress.optional(),
    ASSISTANT_MODEL: z.string().max(100).optional(),
    ASSISTANT_KEY: z
      .string()
      .regex(/^[\x21-\x7e]{1,4000}$/)
      .optional(),
  })
  .refine((env) => (env.ASSISTANT_URL === undefined) === (env.ASSISTANT_MODEL === undefined), {
    path: ['ASSISTANT_MODEL'],
  })
  .refine((env) => (env.SMTP_URL === undefined) === (env.SMTP_FROM === undefined), { path: ['SMTP_FROM'] })
  .refine((env) => env.SMTP_FROM !== null, { path: ['SMTP_FROM'] })
  // What is typed at the provider is this address, whatever host a request names.
  .refine((env) => env.SSO_FILE === undefined || env.PUBLIC_URL !== undefined, { path: ['PUBLIC_URL'] })
  // A file that cannot be read, or holds nothing.
  .refine((env) => env.SMTP_PASSWORD !== '', { path: ['SMTP_PASSWORD'] })
  .refine((env) => (env.TLS_CERT === undefined) === (env.TLS_KEY === undefined), { path: ['TLS_CERT'] })
  // What holds a lock or listens needs the same connection from one statement to the next.
  .refine((env) => env.DATABASE_POOLER === 'none' || env.DATABASE_DIRECT_URL, { path: ['DATABASE_DIRECT_URL'] })
  .transform((env) => ({
    port: env.PORT,
    host: env.HOST,
    databaseUrl: env.DATABASE_URL && withPassword(env.DATABASE_URL, env.DATABASE_PASSWORD),
    directUrl: env.DATABASE_DIRECT_URL && withPassword(env.DATABASE_DIRECT_URL, env.DATABASE_PASSWORD),
    poolSize: env.DATABASE_POOL,
    hasPooler: env.DATABASE_POOLER === 'transaction',
    readyWithoutDatabaseMs: env.READY_WITHOUT_DATABASE_SECONDS * 1000,
    dataDir: env.DATA_DIR,
    secret: env.SECRET,
    tls: env.TLS_CERT && env.TLS_KEY ? { certFile: env.TLS_CERT, keyFile: env.TLS_KEY } : undefined,
    trustProxy: env.TRUST_PROXY,
    requireSecondFactor: env.REQUIRE_SECOND_FACTOR === 'true',
    logLevel: env.LOG_LEVEL,
    isLogOnly: env.LOG_FORMAT === 'json',
    metricsPort: env.METRICS_PORT ?? null,
    tracesTo: env.OTEL_EXPORTER_OTLP_ENDPOINT ?? null,
    publicUrl: env.PUBLIC_URL,
    questionsDir: env.QUESTIONS_DIR,
    lmsOnThisMachine: env.LMS_ON_THIS_MACHINE === 'true',
    signOnFile: env.SSO_FILE,
    mail: env.SMTP_URL && env.SMTP_FROM ? mailServer({ ...env, SMTP_URL: env.SMTP_URL, from: env.SMTP_FROM }) : null,
    assistant:
      env.ASSISTANT_URL && env.ASSISTANT_MODEL
        ? { url: env.ASSISTANT_URL, model: env.ASSISTANT_MODEL, key: env.ASSISTANT_KEY ?? null }
        : null,
  }))

const secrets = [
  'DATABASE_URL',
  'DATABASE_DIRECT_URL',
  'DATABASE_PASSWORD',
  'SECRET',
  'SMTP_URL',
  'SMTP_PASSWORD',
  'ASSISTANT_KEY',
]

const expected: Record<string, { french: string; english: string }> = {
  PORT: { french: 'un numéro de port, de 0 à 65535', english: 'a port number, 0 to 65535' },
  DATABASE_URL: {
    french:
      'une adresse postgresql://utilisateur:motdepasse@machine:5432/base (ou DATABASE_URL_FILE : un fichier lisible)',
    english: 'an address postgresql://user:password@host:5432/database (or DATABASE_URL_FILE: a readable file)',
  },
  DATABASE_DIRECT_URL: {
    french:
      'une adresse postgresql:// qui ne passe pas par PgBouncer, nécessaire quand DATABASE_POOLER=transaction (migrations, messages)',
    english:
      'a postgresql:// address that does not go through PgBouncer, needed when DATABASE_POOLER=transaction (migrations, messages)',
  },
  DATABASE_POOL: {
    french: 'le nombre de connexions de ce serveur à la base, de 2 à 200',
    english: 'how many connections this server may open to the database, 2 to 200',
  },
  DATABASE_POOLER: {
    french: '« none » ou « transaction » (PgBouncer devant la base)',
    english: '"none" or "transaction" (PgBouncer in front of the database)',
  },
  READY_WITHOUT_DATABASE_SECONDS: {
    french: 'un nombre de secondes, de 0 à 600',
    english: 'a number of seconds, 0 to 600',
  },
  SECRET: {
    french: 'au moins 32 caractères tirés au hasard (ou SECRET_FILE : un fichier lisible)',
    english: 'at least 32 random characters (or SECRET_FILE: a readable file)',
  },
  TLS_CERT: {
    french: 'un fichier PEM, toujours avec TLS_KEY',
    english: 'a PEM file, always together with TLS_KEY',
  },
  TRUST_PROXY: {
    french:
      "le nombre de mandataires devant Barème (1, 2…), ou leurs adresses (10.0.0.0/8, 127.0.0.1) ; jamais « true », qui croirait n'importe qui",
    english:
      'how many proxies stand in front of Barème (1, 2…), or their addresses (10.0.0.0/8, 127.0.0.1); never "true", which would believe anybody',
  },
  REQUIRE_SECOND_FACTOR: { french: '« true » ou « false »', english: '"true" or "false"' },
  LOG_LEVEL: { french: `l'un de ${levels.join(', ')}`, english: `one of ${levels.join(', ')}` },
  LOG_FORMAT: { french: '« text » ou « json »', english: '"text" or "json"' },
  METRICS_PORT: { french: 'un numéro de port, de 0 à 65535', english: 'a port number, 0 to 65535' },
  OTEL_EXPORTER_OTLP_ENDPOINT: {
    french: 'une adresse http:// ou https:// sans mot de passe (http://collecteur:4318)',
    english: 'an http:// or https:// address without a password (http://collector:4318)',
  },
  SMTP_URL: {
    french:
      'une adresse smtp://compte@serveur:587 ou smtps://compte@serveur:465 (ou SMTP_URL_FILE : un fichier lisible)',
    english: 'an address smtp://account@server:587 or smtps://account@server:465 (or SMTP_URL_FILE: a readable file)',
  },
  SMTP_FROM: {
    french: 'une adresse, seule ou « Nom <bareme@exemple.fr> », toujours avec SMTP_URL',
    english: 'an address, alone or "Name <bareme@example.org>", always together with SMTP_URL',
  },
  SMTP_PASSWORD: {
    french: 'un mot de passe (ou SMTP_PASSWORD_FILE : un fichier lisible)',
    english: 'a password (or SMTP_PASSWORD_FILE: a readable file)',
  },
  SMTP_TLS: { french: '« required » ou « offered »', english: '"required" or "offered"' },
  LMS_ON_THIS_MACHINE: { french: '« true » ou « false »', english: '"true" or "false"' },
  ASSISTANT_URL: {
    french: 'une adresse http:// ou https:// sans mot de passe (https://assistant.exemple.fr/v1)',
    english: 'an http:// or https:// address without a password (https://assistant.example.org/v1)',
  },
  ASSISTANT_MODEL: {
    french: "le nom d'un modèle, toujours avec ASSISTANT_URL",
    english: 'the name of a model, always together with ASSISTANT_URL',
  },
  ASSISTANT_KEY: {
    french: 'une clé sans espace ni accent (ou ASSISTANT_KEY_FILE : un fichier lisible)',
    english: 'a key without spaces or accents (or ASSISTANT_KEY_FILE: a readable file)',
  },
  PUBLIC_URL: {
    french: 'une adresse http:// ou https://, nécessaire avec SSO_FILE',
    english: 'an http:// or https:// address, needed with SSO_FILE',
  },
}

/** `bareme@exemple.fr`, or with a name before it; null when it is neither. */
function readSender(typed: string) {
  const [, name = '', inBrackets, alone] = /^(?:([^<>"\r\n]{0,100})<([^<>]+)>|([^<>]+))$/.exec(typed.trim()) ?? []
  const address = readMailbox(inBrackets ?? alone ?? '')
  return address && { name: name.trim() || 'Barème', address }
}

/** With a name to connect to, and an account and a password that can be read. */
function isMailServer(typed: string) {
  const { hostname, port, username, password } = new URL(typed)
  const isHost = /^(?:[\w.-]+|\[[\da-f:.]+\])$/i.test(hostname) && port !== '0'
  return isHost && [username, password].every(isReadable)
}

function isReadable(words: string) {
  try {
    decodeURIComponent(words)
    return true
  } catch {
    return false
  }
}

type MailSettings = {
  SMTP_URL: string
  SMTP_PASSWORD?: string | undefined
  SMTP_TLS: 'required' | 'offered'
  from: { name: string; address: string }
}

function mailServer({ SMTP_URL, SMTP_PASSWORD, SMTP_TLS, from }: MailSettings) {
  const { protocol, hostname, port, username, password } = new URL(SMTP_URL)
  const isImplicit = protocol === 'smtps:'
  return {
    host: hostname.replace(/^\[|\]$/g, ''),
    port: port === '' ? (isImplicit ? 465 : 587) : Number(port),
    tls: isImplicit ? ('implicit' as const) : SMTP_TLS,
    user: username === '' ? null : decodeURIComponent(username),
    password: SMTP_PASSWORD ?? (password === '' ? null : decodeURIComponent(password)),
    from,
  }
}

/** Given apart from the address, the password can be the same file that the database container reads. */
function withPassword(address: string, password: string | undefined) {
  if (password === undefined) return address
  const url = new URL(address)
  url.password = encodeURIComponent(password)
  return url.href
}

/** Secrets may be given as files, which neither `docker inspect` nor a process list shows. */
function withFiles(env: NodeJS.ProcessEnv) {
  const given = Object.entries(env).filter(([, value]) => value !== undefined && value.trim() !== '')
  const values: Record<string, string | undefined> = Object.fromEntries(given)
  for (const name of secrets) {
    const path = values[`${name}_FILE`]
    if (path && !values[name]) values[name] = readOrNothing(path)
  }
  return values
}

// An unreadable file is reported as an invalid value.
function readOrNothing(path: string) {
  try {
    return readFileSync(path, 'utf8').trim()
  } catch {
    return ''
  }
}

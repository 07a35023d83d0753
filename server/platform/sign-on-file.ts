import { readFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { LineCounter, parseDocument } from 'yaml'
import { z } from 'zod'
import { CannotStart } from './cannot-start.ts'
import { isNestedTooDeep } from './yaml-depth.ts'

/** Whom a provider of sign-on signs in. */
export const served = ['staff', 'students'] as const
export type Served = (typeof served)[number]

const words = z.string().trim().min(1).max(200)
const claimName = words
/** HTTPS, unless it never leaves this machine. */
const providerUrl = z
  .url({ protocol: /^https?$/ })
  .transform((typed) => new URL(typed))
  .refine(({ protocol, hostname }) => protocol === 'https:' || ['localhost', '127.0.0.1', '[::1]'].includes(hostname))
  .refine(({ username, password, search, hash }) => [username, password, search, hash].every((part) => part === ''))
  .transform(({ href }) => href)

const common = {
  /** In the addresses typed at the provider: it does not change. */
  name: z.string().regex(/^[a-z0-9](?:[a-z0-9-]{0,28}[a-z0-9])?$/),
  label: z.strictObject({ fr: words.max(60), en: words.max(60) }),
  serves: z
    .array(z.enum(served))
    .min(1)
    .refine((list) => new Set(list).size === list.length),
  staff: z
    .strictObject({
      /** Who is let in without an owner: one rule is enough. */
      admit: z
        .array(
          z.union([
            z.strictObject({ domain: z.string().regex(/^[a-z0-9-]+(?:\.[a-z0-9-]+)+$/) }),
            z.strictObject({ claim: claimName, value: words }),
          ]),
        )
        .max(50)
        .default([]),
      /** What the provider says when it has asked a second factor; absent: ours is always asked. */
      secondFactor: z.strictObject({ claim: claimName, value: words }).optional(),
    })
    .prefault({}),
  students: z
    .union([
      z.strictObject({ match: z.literal('email') }),
      z.strictObject({ match: z.literal('number'), claim: claimName }),
      z.strictObject({ match: z.literal('claim'), claim: claimName }),
    ])
    .default({ match: 'email' }),
}

const emailOf = (claim: string) =>
  z
    .strictObject({
      claim: claimName.default(claim),
      /** The school vouches for every address, so that no `email_verified` is needed. */
      trusted: z.boolean().default(false),
    })
    .prefault({})

const oidc = z.strictObject({
  ...common,
  type: z.literal('oidc'),
  issuer: providerUrl,
  clientId: words,
  /** Absent: the provider knows this client as a public one. */
  clientSecretFile: words.optional(),
  scopes: z
    .array(z.string().regex(/^[\x21\x23-\x5b\x5d-\x7e]{1,200}$/))
    .max(20)
    .default(['openid', 'profile', 'email']),
  email: emailOf('email'),
})

const cas = z.strictObject({
  ...common,
  type: z.literal('cas'),
  url: providerUrl.transform((url) => url.replace(/\/+$/, '')),
  email: emailOf('mail'),
})

const file = z.strictObject({
  providers: z
    .array(z.discriminatedUnion('type', [oidc, cas]))
    .min(1)
    .max(20),
})

type OfFile = z.output<typeof file>['providers'][number]
export type OidcProvider = Omit<Extract<OfFile, { type: 'oidc' }>, 'clientSecretFile'> & { clientSecret: string | null }
export type CasProvider = Extract<OfFile, { type: 'cas' }>
export type SignOnProvider = OidcProvider | CasProvider

type Fault = { path: readonly PropertyKey[]; french: string; english: string }

/** The providers of sign-on of this file. Whatever is wrong in it stops the server, with the line and the reason. */
export function readSignOnFile(path: string): SignOnProvider[] {
  const text = readOrStop(path)
  const lines = new LineCounter()
  if (isNestedTooDeep(text)) throw refused(path, [{ line: 1, french: 'trop de niveaux', english: 'too many levels' }])
  const document = parseDocument(text, { lineCounter: lines, uniqueKeys: true })
  const [broken] = document.errors
  if (broken) {
    const { line } = lines.linePos(broken.pos[0])
    const [reason = ''] = broken.message.split('\n')
    throw refused(path, [{ line, french: `YAML illisible : ${reason}`, english: `unreadable YAML: ${reason}` }])
  }
  const lineOf = (where: readonly PropertyKey[]) => {
    for (let length = where.length; length > 0; length -= 1) {
      const node = document.getIn(where.slice(0, length), true) as { range?: [number, number, number] } | undefined
      if (node?.range) return lines.linePos(node.range[0]).line
    }
    return 1
  }
  const stop = (faults: readonly Fault[]) =>
    refused(
      path,
      faults.map((fault) => ({ ...fault, line: lineOf(fault.path), at: fault.path.join('.') })),
    )
  const parsed = file.safeParse(document.toJS())
  if (!parsed.success) throw stop(parsed.error.issues.map(faultOf))
  const { providers } = parsed.data
  const faults = providers.flatMap((provider, i) => faultsOf(provider, { i, all: providers }))
  if (faults.length > 0) throw stop(faults)
  return providers.map((provider, i) => {
    if (provider.type === 'cas') return provider
    const { clientSecretFile, ...rest } = provider
    if (clientSecretFile === undefined) return { ...rest, clientSecret: null }
    const clientSecret = secretIn(resolve(dirname(path), clientSecretFile))
    if (clientSecret) return { ...rest, clientSecret }
    const at = ['providers', i, 'clientSecretFile']
    throw stop([{ path: at, french: 'fichier illisible ou vide', english: 'a file that is unreadable or empty' }])
  })
}

/** What the shapes alone do not say. */
function faultsOf(provider: OfFile, { i, all }: { i: number; all: readonly OfFile[] }): Fault[] {
  const { name, type, serves, students, email } = provider
  const at = (...rest: string[]) => ['providers', i, ...rest]
  const isTwice = all.some((other, j) => j < i && other.name === name)
  const readsEmail = serves.includes('staff') || students.match === 'email'
  return [
    ...(isTwice ? [{ path: at('name'), french: 'nom déjà pris', english: 'a name that is already taken' }] : []),
    ...(type === 'cas' && readsEmail && !email.trusted
      ? [
          {
            path: at('email'),
            french: 'CAS ne dit pas si une adresse est vérifiée : écrivez « trusted: true » si l’annuaire en répond',
            english:
              'CAS does not say whether an address is verified: write "trusted: true" if the directory vouches for it',
          },
        ]
      : []),
    ...(type === 'oidc' && !provider.scopes.includes('openid')
      ? [{ path: at('scopes'), french: 'il faut « openid »', english: '"openid" is needed' }]
      : []),
  ]
}

const expected: Readonly<Record<string, { french: string; english: string }>> = {
  name: {
    french: '1 à 30 lettres minuscules, chiffres ou tirets',
    english: '1 to 30 lower-case letters, digits or hyphens',
  },
  type: { french: '« oidc » ou « cas »', english: '"oidc" or "cas"' },
  label: { french: 'un texte « fr » et un texte « en »', english: 'a text "fr" and a text "en"' },
  serves: { french: '« staff », « students » ou les deux', english: '"staff", "students" or both' },
  issuer: { french: 'une adresse https:// sans mot de passe', english: 'an https:// address without a password' },
  url: { french: 'une adresse https:// sans mot de passe', english: 'an https:// address without a password' },
  students: {
    french: '« match » : email, ou number ou claim avec un « claim »',
    english: '"match": email, or number or claim with a "claim"',
  },
  admit: {
    french: 'des règles « domain », ou « claim » et « value »',
    english: 'rules "domain", or "claim" and "value"',
  },
}

function faultOf(issue: z.core.$ZodIssue): Fault {
  if (issue.code === 'unrecognized_keys') {
    const names = issue.keys.join(', ')
    return {
      path: [...issue.path, ...issue.keys.slice(0, 1)],
      french: `clé inconnue : ${names}`,
      english: `unknown key: ${names}`,
    }
  }
  const known = issue.path.map(String).findLast((name) => Object.hasOwn(expected, name))
  return {
    path: issue.path,
    ...((known && expected[known]) || {
      french: 'il faut une liste « providers », chacun avec ses clés',
      english: `a list "providers" is needed, each with its keys (${issue.message})`,
    }),
  }
}

type Line = { line: number; at?: string; french: string; english: string }

function refused(path: string, faults: readonly Line[]) {
  const list = (language: 'french' | 'english') =>
    faults.map(({ line, at, ...reason }) => `  ${path}:${line}${at ? ` ${at}` : ''} : ${reason[language]}`).join('\n')
  return new CannotStart({
    french: `Connexion de l'établissement à corriger (SSO_FILE) :\n${list('french')}`,
    english: `Sign-on to correct (SSO_FILE):\n${list('english')}`,
  })
}

function readOrStop(path: string) {
  try {
    return readFileSync(path, 'utf8')
  } catch (cause) {
    throw new CannotStart(
      { french: `Fichier illisible (SSO_FILE) : ${path}`, english: `The file cannot be read (SSO_FILE): ${path}` },
      { cause },
    )
  }
}

function secretIn(path: string) {
  try {
    return readFileSync(path, 'utf8').trim()
  } catch {
    return ''
  }
}

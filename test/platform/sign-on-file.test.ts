import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { CannotStart } from '#server/platform/cannot-start.ts'
import { readEnvironment } from '#server/platform/env.ts'
import { readSignOnFile } from '#server/platform/sign-on-file.ts'

const folder = mkdtempSync(join(tmpdir(), 'bareme-sso-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const path = join(folder, 'sso.yaml')
const read = (text: string) => {
  writeFileSync(path, text)
  return readSignOnFile(path)
}
writeFileSync(join(folder, 'secret'), 's3cret\n')
writeFileSync(join(folder, 'empty'), '\n')

const oidc = `providers:
  - name: universite
    type: oidc
    label: { fr: Compte de l’université, en: University account }
    serves: [staff, students]
    issuer: https://idp.univ.fr/realms/main
    clientId: bareme
    clientSecretFile: secret
`
const cas = `  - name: cas
    type: cas
    label: { fr: ENT, en: Portal }
    serves: [students]
    url: https://cas.univ.fr/cas/
    students: { match: number, claim: supannEtuId }
`

it('reads every provider, secrets from files beside it', () => {
  expect(read(oidc + cas)).toMatchObject([
    {
      ...{ name: 'universite', type: 'oidc', clientSecret: 's3cret', scopes: ['openid', 'profile', 'email'] },
      ...{ email: { claim: 'email', trusted: false }, staff: { admit: [] }, students: { match: 'email' } },
    },
    { name: 'cas', url: 'https://cas.univ.fr/cas', email: { claim: 'mail', trusted: false } },
  ])
})

it('takes a provider without a secret for a public client', () => {
  expect(read(oidc.replace(/ +clientSecretFile.*\n/, ''))).toMatchObject([{ clientSecret: null }])
})

/** Each with the line it names and what it says, in both languages. */
const wrong: readonly (readonly [string, string, number, string])[] = [
  ['empty', '', 1, 'providers'],
  ['not YAML', 'providers: [', 1, 'YAML'],
  ['no provider', 'providers: []\n', 1, 'providers'],
  ['an unknown key', `${oidc}    secret: abc\n`, 9, 'secret'],
  ['a name that no address holds', oidc.replace('universite', 'Université !'), 2, 'name'],
  ['a name twice', oidc + cas.replace('name: cas', 'name: universite'), 9, 'name'],
  ['a plain address', oidc.replace('https://idp', 'http://idp'), 6, 'https://'],
  ['a password in an address', oidc.replace('https://idp', 'https://a:b@idp'), 6, 'https://'],
  ['nobody served', oidc.replace('[staff, students]', '[]'), 5, 'staff'],
  ['another type', oidc.replace('type: oidc', 'type: saml'), 3, 'type'],
  [
    'a secret that is not there',
    oidc.replace('clientSecretFile: secret', 'clientSecretFile: nowhere'),
    8,
    'clientSecretFile',
  ],
  [
    'a secret that is empty',
    oidc.replace('clientSecretFile: secret', 'clientSecretFile: empty'),
    8,
    'clientSecretFile',
  ],
  ['no openid', `${oidc}    scopes: [email]\n`, 9, 'openid'],
  ['a number without its claim', `${oidc}    students: { match: number }\n`, 9, 'claim'],
  ['a rule that is none', `${oidc}    staff: { admit: [{ domain: 'univ' }] }\n`, 9, 'domain'],
  ['CAS addresses nobody vouches for', oidc + cas.replace('[students]', '[staff]'), 9, 'trusted'],
  ['nested without end', `providers: ${'['.repeat(1_000)}`, 1, 'levels'],
]

describe('a wrong file stops the server, with its line and its reason', () => {
  it.each(wrong)('%s', (_name, text, line, reason) => {
    const stopped = (() => {
      try {
        return read(text)
      } catch (error) {
        return error
      }
    })()
    expect(stopped).toBeInstanceOf(CannotStart)
    const { french, english } = stopped as CannotStart
    for (const said of [french, english]) expect(said).toContain(`${path}:${line}`)
    expect(english).toContain(reason)
  })

  it('a file that is not there', () => {
    expect(() => readSignOnFile(join(folder, 'nowhere.yaml'))).toThrow(CannotStart)
  })
})

it('needs the public address, which is typed at the provider', () => {
  expect(() => readEnvironment({ SSO_FILE: path })).toThrow(/PUBLIC_URL/)
  expect(readEnvironment({ SSO_FILE: path, PUBLIC_URL: 'https://bareme.univ.fr' })).toMatchObject({ signOnFile: path })
})

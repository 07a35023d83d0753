import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { describe, expect, it, test } from 'vitest'
import { examSettings } from '#core/exams/seb-exam-settings.ts'
import { configKeyText, plistOf } from '#core/exams/seb-settings.ts'
import { readSebFile } from '#server/exams/read-seb-file.ts'
import { sha256 } from '#server/platform/sha256.ts'
import { sharedFixtures } from '#test/setup/shared-fixtures.ts'

const folder = join(sharedFixtures, 'seb')
const isMissing = !existsSync(folder)
const file = (name: string) => readFileSync(join(folder, name))
const read = (bytes: Uint8Array | string) => readSebFile({ base64: Buffer.from(bytes) })
const list = (inner: string) => `<?xml version="1.0"?><plist version="1.0"><dict>${inner}</dict></plist>`

describe.skipIf(isMissing)('the Config Keys of shared/fixtures/seb', () => {
  const expected = isMissing ? {} : (JSON.parse(file('expected.json').toString()) as Record<string, string>)
  const keyOf = (name: string) => {
    const got = read(file(name))
    return 'key' in got ? got.key : got.fault
  }

  it('is that of SEB for a file of macOS', () => {
    expect(keyOf('unencrypted_mac_001.seb')).toBe(expected['unencrypted_mac_001.seb'])
    expect(sha256(file('JSON_unencrypted_mac_001.txt'))).toBe(expected['unencrypted_mac_001.seb'])
  })

  it('is that of SEB for a file of Windows, with its originator or without', () => {
    const pair = 'simpleunencrypted.seb == simpleunencryptedwithoutoriginator.seb'
    const [key = ''] = expected[pair]?.split(' ') ?? []
    expect(key).toMatch(/^[0-9a-f]{64}$/)
    expect(pair.split(' == ').map(keyOf)).toEqual([key, key])
  })

  // Moodle hashes the empty list it reads there; a school that gives an empty file gave the wrong file.
  it('is none for an empty file', () => {
    expect(sha256('[]')).toBe(expected.empty_string)
    expect(read('')).toEqual({ fault: 'not_seb' })
  })

  it('is the same packed, marked as plain, and both', () => {
    const plain = file('simpleunencrypted.seb')
    const packed = gzipSync(plain)
    const marked = Buffer.concat([Buffer.from('plnd'), packed])
    const keys = [packed, Buffer.concat([Buffer.from('plnd'), plain]), marked, gzipSync(marked)].map(read)
    expect(keys).toEqual(keys.map(() => read(plain)))
  })
})

it('reads back the settings we give, to the key we work out', () => {
  const site = {
    origin: 'https://exemple.fr',
    startUrl: 'https://exemple.fr/é?a=1&b=2',
    quitUrl: 'https://exemple.fr/q',
  }
  const settings = examSettings({ ...site, hashedQuitPassword: sha256('mot de passe') })
  expect(read(plistOf(settings))).toEqual({
    key: sha256(configKeyText(settings)),
    quitUrl: 'https://exemple.fr/q',
    sendsKeys: true,
  })
})

test.each(['pswd', 'pwcc', 'pkhs', 'phsk'])('refuses a file encrypted as %s, packed or not, and says so', (mark) => {
  const bytes = Buffer.concat([Buffer.from(mark), Buffer.alloc(100, 7)])
  expect(read(bytes)).toEqual({ fault: 'encrypted' })
  expect(read(gzipSync(bytes))).toEqual({ fault: 'encrypted' })
})

test.each([
  ['another format', 'PK\u0003\u0004'],
  ['a list cut short', '<?xml version="1.0"?><plist><dict><key>a</key>'],
  ['a list without a dictionary', '<?xml version="1.0"?><plist><array/></plist>'],
  ['a name without a value', list('<key>a</key>')],
  ['a value without a name', list('<true/><true/>')],
  ['a name twice', list('<key>a</key><true/><key>a</key><false/>')],
  ['an unknown element', list('<key>a</key><script/>')],
  ['a number that is none', list('<key>a</key><integer>0x1f</integer>')],
  ['layers without an end', gzipSync(gzipSync(gzipSync(gzipSync(gzipSync(list(''))))))],
])('refuses %s', (_name, bytes) => {
  expect(read(bytes)).toEqual({ fault: 'not_seb' })
})

it('refuses entities that grow', () => {
  const bomb = `<?xml version="1.0"?><!DOCTYPE plist [<!ENTITY a "${'x'.repeat(1_000)}"><!ENTITY b "&a;&a;">]><plist><dict><key>s</key><string>&b;</string></dict></plist>`
  expect(read(bomb)).toEqual({ fault: 'not_seb' })
})

it('refuses a file that unpacks to too much, and one that is nested too deep', () => {
  expect(read(gzipSync(Buffer.alloc(64 * 1024 * 1024, 32)))).toEqual({ fault: 'too_large' })
  const deep = `${'<array>'.repeat(60)}${'</array>'.repeat(60)}`
  expect(read(list(`<key>a</key>${deep}`))).toEqual({ fault: 'not_seb' })
  const deeper = `${'<array>'.repeat(50_000)}${'</array>'.repeat(50_000)}`
  expect(read(list(`<key>a</key>${deeper}`))).toEqual({ fault: 'not_seb' })
})

it('takes no quit address that is no page', () => {
  const quit = (address: string) => read(list(`<key>quitURL</key><string>${address}</string>`))
  expect(quit('javascript:alert(1)')).toMatchObject({ quitUrl: '' })
  expect(quit('https://ecole.fr/fin')).toMatchObject({ quitUrl: 'https://ecole.fr/fin', sendsKeys: false })
})

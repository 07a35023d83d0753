import { describe, expect, it, test } from 'vitest'
import { hashedAddress, mayChangeBrowser, readConfigKey, standingOf } from '#core/exams/locked-browser.ts'
import { examSettings } from '#core/exams/seb-exam-settings.ts'
import { sebFileStart } from '#core/exams/seb-file.ts'
import { configKeyText, plistOf, type SebDict, type SebValue } from '#core/exams/seb-settings.ts'

const dict = (entries: Record<string, SebValue>): SebDict => ({
  kind: 'dict',
  entries: new Map(Object.entries(entries)),
})
const integer = (text: string) => ({ kind: 'integer', text }) as const
const string = (text: string) => ({ kind: 'string', text }) as const

describe('the text under a Config Key', () => {
  it('has the names in order whatever their case, small letters first where only the case differs', () => {
    const names = ['b', 'allowWLAN', 'C', 'allowWlan', 'A', 'a_b', 'ab']
    const text = configKeyText(dict(Object.fromEntries(names.map((name) => [name, integer('1')]))))
    expect([...text.matchAll(/"(\w+)"/g)].map(([, name]) => name)).toEqual([
      ...['A', 'a_b', 'ab', 'allowWlan', 'allowWLAN', 'b', 'C'],
    ])
  })

  it('leaves the originator out of the outer dictionary only', () => {
    const inner = dict({ originatorVersion: string('x') })
    expect(configKeyText(dict({ originatorVersion: string('SEB_Win_2.1.1'), inner }))).toBe(
      '{"inner":{"originatorVersion":"x"}}',
    )
  })

  it('escapes nothing, and has no white space of its own', () => {
    const text = 'ws:\\localhost "é" /\n'
    expect(configKeyText(dict({ a: string(text), b: { kind: 'boolean', isTrue: false } }))).toBe(
      `{"a":"${text}","b":false}`,
    )
  })

  it('leaves out an empty dictionary, and keeps an empty list, text and what a list holds', () => {
    const empty = dict({})
    const list = { kind: 'array', items: [empty, integer('2'), dict({ z: integer('1'), y: empty })] } as const
    expect(configKeyText(dict({ empty, list, none: { kind: 'array', items: [] }, s: string('') }))).toBe(
      '{"list":[{},2,{"z":1}],"none":[],"s":""}',
    )
  })

  it('writes dates and data as texts, numbers as they are', () => {
    const values = dict({
      d: { kind: 'date', text: '1940-10-09T22:13:56Z' },
      e: { kind: 'data', text: '4iLO' },
      f: { kind: 'real', text: '0.5' },
    })
    expect(configKeyText(values)).toBe('{"d":"1940-10-09T22:13:56Z","e":"4iLO","f":0.5}')
  })
})

describe('the settings we give', () => {
  const settings = examSettings({
    origin: 'https://examens.exemple.fr',
    startUrl: 'https://examens.exemple.fr/navigateur/1?a=1&b=2',
    quitUrl: 'https://examens.exemple.fr/navigateur/1/quitter',
    hashedQuitPassword: 'ab'.repeat(32),
  })

  it('open this site only, send keys, and keep what waits on the device', () => {
    const text = configKeyText(settings)
    for (const part of [
      '"URLFilterEnable":true',
      '"URLFilterRules":[{"action":1,"active":true,"expression":"https://examens.exemple.fr/*","regex":false}]',
      '"sendBrowserExamKey":true',
      '"browserWindowWebView":3',
      '"removeBrowserProfile":false',
      '"removeLocalStorage":false',
      `"hashedQuitPassword":"${'ab'.repeat(32)}"`,
      '"quitURL":"https://examens.exemple.fr/navigateur/1/quitter"',
      '"allowSwitchToApplications":false',
      '"enablePrivateClipboard":true',
    ])
      expect(text).toContain(part)
  })

  it('are a property list whose texts cannot end an element', () => {
    const list = plistOf(settings)
    expect(list).toContain('<string>https://examens.exemple.fr/navigateur/1?a=1&amp;b=2</string>')
    expect(list).toMatch(/^<\?xml version="1.0" encoding="UTF-8"\?>\n<!DOCTYPE plist PUBLIC /)
    expect(plistOf(dict({ 'a<b': string(']]></string>') }))).toContain(
      '<key>a&lt;b</key>\n  <string>]]&gt;&lt;/string&gt;</string>',
    )
  })
})

describe('where a student works', () => {
  test.each([
    ['required', null, false, 'inside'],
    ['required', 'absent', false, 'refused'],
    ['required', 'wrong_key', true, 'excused'],
    ['recommended', 'wrong_address', false, 'outside'],
    ['recommended', 'absent', true, 'excused'],
    ['recommended', null, true, 'inside'],
  ] as const)('%s, %s, excused %s: %s', (use, fault, isExcused, standing) => {
    expect(standingOf({ use, fault, isExcused })).toBe(standing)
  })
})

describe('a change of the locked browser', () => {
  const from = { use: 'recommended', keys: ['k1'] } as const
  test.each([
    ['anything before a start', 'open', false, { use: 'required', keys: [] }, true],
    ['looser once started', 'open', true, { use: 'off', keys: ['k1'] }, true],
    ['another key once started', 'open', true, { use: 'recommended', keys: ['k1', 'k2'] }, true],
    ['stricter once started', 'open', true, { use: 'required', keys: ['k1'] }, false],
    ['a key less once started', 'open', true, { use: 'recommended', keys: ['k2'] }, false],
    ['nothing once closed', 'closed', false, { use: 'recommended', keys: ['k1'] }, false],
    ['nothing once released', 'released', true, { use: 'off', keys: ['k1'] }, false],
  ] as const)('%s', (_name, status, hasStarted, to, may) => {
    expect(mayChangeBrowser({ status, hasStarted, from, to })).toBe(may)
  })
})

it('reads a typed key in any case, with spaces, and nothing else', () => {
  const key = 'f75decc72c75aa76007b19d0ce485f447f04f48a9f1c83db0558dead68aa5cab'
  expect(readConfigKey(` ${key.toUpperCase().slice(0, 32)} ${key.slice(32)}\n`)).toBe(key)
  expect(readConfigKey(key.slice(1))).toBeNull()
  expect(readConfigKey(`${key.slice(1)}g`)).toBeNull()
})

it('hashes an address without its fragment', () => {
  expect(hashedAddress('https://a.fr/b?c=1#d#e')).toBe('https://a.fr/b?c=1')
  expect(hashedAddress('https://a.fr/')).toBe('https://a.fr/')
})

test.each([
  ['<?xml version="1.0"?>', 'list'],
  ['\n <plist>', 'list'],
  ['<!DOCTYPE plist>', 'list'],
  ['plnd\u001f\u008b', 'plain'],
  ['\u001f\u008b\b', 'packed'],
  ['pswd', 'encrypted'],
  ['pwcc', 'encrypted'],
  ['pkhs', 'encrypted'],
  ['phsk', 'encrypted'],
  ['PK\u0003\u0004', 'other'],
  ['', 'other'],
] as const)('a file that begins with %j is %s', (start, kind) => {
  expect(sebFileStart(Uint8Array.from(start, (letter) => letter.charCodeAt(0)))).toBe(kind)
})

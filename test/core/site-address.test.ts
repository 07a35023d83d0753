import { expect, it } from 'vitest'
import { isLoopback, readSiteAddress, typedAddress } from '#core/site-address.ts'

it.each([
  ['localhost', true],
  ['LOCALHOST.', true],
  ['localhost..', true],
  ['bareme.localhost', true],
  ['localhost.localdomain', true],
  ['127.0.0.1', true],
  ['127.9.8.7', true],
  ['0.0.0.0', true],
  ['[::1]', true],
  ['[::]', true],
  ['[::ffff:7f00:1]', true],
  ['192.168.1.20', false],
  ['[fd00::1]', false],
  ['[::ffff:c0a8:114]', false],
  ['localhost.exemple.fr', false],
  ['examens.exemple.fr', false],
])('%s leads back to the computer itself: %s', (host, expected) => {
  expect(isLoopback(host)).toBe(expected)
})

it.each([
  ['examens.exemple.fr', { origin: 'https://examens.exemple.fr' }],
  [' http://192.168.1.20:3000/cours/1?a=b ', { origin: 'http://192.168.1.20:3000' }],
  ['192.168.1.20:3000', { origin: 'https://192.168.1.20:3000' }],
  ['[fd00::1]:3000', { origin: 'https://[fd00::1]:3000' }],
  ['École.exemple.fr', { origin: 'https://xn--cole-9oa.exemple.fr' }],
  ['localhost:3000', { fault: 'loopback' }],
  ['http://2130706433/', { fault: 'loopback' }],
  ['http://[::ffff:127.0.0.1]', { fault: 'loopback' }],
  ['http://127.1', { fault: 'loopback' }],
  ['localhost..', { fault: 'loopback' }],
  ['127.0.0.1.', { fault: 'loopback' }],
  ['examens.exemple.fr.', { origin: 'https://examens.exemple.fr' }],
  ['http://exemple.fr.:3000', { origin: 'http://exemple.fr:3000' }],
  ['examens..exemple.fr', { fault: 'unreadable' }],
  ['.exemple.fr', { fault: 'unreadable' }],
  ['*', { fault: 'unreadable' }],
  ["exemple.fr'x", { fault: 'unreadable' }],
  [`${'x'.repeat(64)}.fr`, { fault: 'unreadable' }],
  ['javascript:alert(1)', { fault: 'unreadable' }],
  ['exemple.fr:0', { fault: 'unreadable' }],
  ['', { fault: 'unreadable' }],
  ['salle 204', { fault: 'unreadable' }],
  ['ftp://exemple.fr', { fault: 'unreadable' }],
  ['javascript://exemple.fr', { fault: 'unreadable' }],
  ['https://ana:secret@exemple.fr', { fault: 'unreadable' }],
  ['https:\\\\exemple.fr', { fault: 'unreadable' }],
])('%s is read as an address of the site', (typed, expected) => {
  expect(readSiteAddress(typed, 'https')).toEqual(expected)
})

it('is typed without its scheme, with its port', () => {
  expect(typedAddress('http://192.168.1.20:3000')).toBe('192.168.1.20:3000')
  expect(typedAddress('https://examens.exemple.fr')).toBe('examens.exemple.fr')
})

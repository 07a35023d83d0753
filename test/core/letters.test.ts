import { expect, it } from 'vitest'
import { letterKinds, mailtoOf, readMailbox, writeLetter } from '#core/letters.ts'

it.each([
  ['ana.roy@exemple.fr', 'ana.roy@exemple.fr'],
  [" o'neil+td@sous.exemple.fr ", "o'neil+td@sous.exemple.fr"],
  ['ana@École.fr', 'ana@xn--cole-9oa.fr'],
  ['ana@exemple.fr\r\nBcc: tous@exemple.fr', null],
  ['ana@exemple.fr, bob@exemple.fr', null],
  ['"ana roy"@exemple.fr', null],
  ['ana@exemple.fr>', null],
  ['Ana <ana@exemple.fr>', null],
  ['ana(commentaire)@exemple.fr', null],
  ['ana..roy@exemple.fr', null],
  ['.ana@exemple.fr', null],
  ['ana@[127.0.0.1]', null],
  ['ana@127.0.0.1', null],
  ['ana@localhost', null],
  ['ana@exemple.fr:25', null],
  ['ana%40autre.fr@exemple', null],
  ['élodie@exemple.fr', null],
  [`${'a'.repeat(65)}@exemple.fr`, null],
  [`a@${'b'.repeat(60)}.${'c'.repeat(60)}.${'d'.repeat(60)}.${'e'.repeat(70)}.fr`, null],
  ['ana', null],
  ['', null],
])('%s is a mailbox: %s', (typed, expected) => {
  expect(readMailbox(typed)).toBe(expected)
})

it('names stay on their line, whatever is in them', () => {
  const name = 'Ana\r\nBcc: tous@exemple.fr\u2028\u202eyoR'
  for (const language of ['fr', 'en'] as const) {
    const { subject, text } = writeLetter(
      { kind: 'released', name, course: 'Réseaux\nX-Evil: 1', exam: 'QCM\r\n\r\n1', address: 'https://exemple.fr' },
      language,
    )
    expect(subject).not.toMatch(/[\r\n]/)
    expect(text).toContain('Ana Bcc: tous@exemple.fr yoR')
    expect(text).not.toMatch(/^Bcc|\r|\u202e/m)
  }
})

it('every letter has a subject and a text in both languages, and no mark in that of results', () => {
  const all = {
    course: 'C',
    by: 'B',
    name: 'N',
    link: 'L',
    until: 'U',
    code: 'K',
    address: 'A',
    exam: 'E',
    lines: ['M'],
  }
  for (const kind of letterKinds) {
    const [fr, en] = (['fr', 'en'] as const).map((language) => writeLetter({ kind, ...all } as never, language))
    expect(fr?.subject).not.toBe('')
    expect(fr?.text).not.toBe(en?.text)
    expect(`${fr?.text}${en?.text}`).not.toMatch(/undefined/)
  }
})

it('a mailto: holds the whole letter, escaped', () => {
  expect(mailtoOf("o'neil+td@exemple.fr", { subject: 'À « toi » & moi', text: 'Une\nligne?' })).toBe(
    "mailto:o'neil%2Btd%40exemple.fr?subject=%C3%80%20%C2%AB%20toi%20%C2%BB%20%26%20moi&body=Une%0D%0Aligne%3F",
  )
})

it('half a sign, typed or left by a cut, breaks no mailto:', () => {
  for (const course of ['Réseaux \ud83d', `${'a'.repeat(999)}😀`]) {
    const given = { kind: 'released', name: 'Ana', course, exam: 'QCM', address: 'https://exemple.fr' } as const
    expect(mailtoOf('ana@exemple.fr', writeLetter(given, 'fr'))).toMatch(/^mailto:ana/)
  }
})

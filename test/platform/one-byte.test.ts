import { readdirSync, readFileSync } from 'node:fs'
import { SourceMap, type SourceMapPayload } from 'node:module'
import { join } from 'node:path'
import { runInThisContext } from 'node:vm'
import { beforeAll, describe, expect, it } from 'vitest'
import { build } from '#server/build.ts'
import { projectRoot } from '#server/platform/project-root.ts'
import { escapable, escapeAt } from '#server/vite-one-byte.ts'

const escaped = (code: string) => escapeAt(code, escapable(code))
const resultOf = (code: string): unknown => runInThisContext(`(${code})`)

describe('one byte per letter', () => {
  it.each([
    ['a string', '"l’œuvre"'],
    ['a letter of two units', '"a😀b"'],
    ['a template', '`un ’ et …`'],
    ['a regular expression', '/[’‘]+/.exec("‘’")[0]'],
    ['one with the flag u', '/^[😀-😂]$/u.test("😁")'],
    ['what follows a backslash', '"\\\\⧅"'],
    ['a template of SQL', '((parts) => parts[0])`lower’`'],
    ['a name', '((œ) => œ)(1)'],
    ['a key', '({ "œ": 1 })["œ"]'],
  ])('says the same in %s', (_what, code) => {
    expect(escaped(code)).not.toMatch(/[^\0-\u00ff]/)
    expect(resultOf(escaped(code))).toEqual(resultOf(code))
  })

  it('leaves alone what would not say the same', () => {
    for (const code of ['String.raw`’`', '"\\’"']) expect(escaped(code)).toBe(code)
  })

  describe('the built server', () => {
    const folder = join(projectRoot, 'dist/server')
    beforeAll(build)

    it('has no file of more than a hundred kilobytes that V8 keeps in two bytes per letter', () => {
      const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.js'))
      const texts = files.map((name) => [name, readFileSync(join(folder, name), 'utf8')] as const)
      expect(
        texts.filter(([, text]) => text.length > 100_000 && /[^\0-\u00ff]/.test(text)).map(([name]) => name),
      ).toEqual([])
    })

    it('still has maps that tell where a line of its code was written', () => {
      const code = readFileSync(join(folder, 'main.js'), 'utf8')
      const map = new SourceMap(JSON.parse(readFileSync(join(folder, 'main.js.map'), 'utf8')) as SourceMapPayload)
      // The last part of the bundle, after all the letters that became longer.
      const sentence = 'a question file to mend'
      const before = code.slice(0, code.indexOf(sentence)).split('\n')
      const entry = map.findEntry(before.length - 1, before.at(-1)?.length ?? 0)
      if (!('originalSource' in entry)) throw new Error('no entry')
      const source = readFileSync(join(folder, entry.originalSource), 'utf8').split('\n')
      expect([entry.originalSource, source[entry.originalLine]]).toEqual([
        '../../server/main.ts',
        expect.stringContaining(sentence),
      ])
    })
  })
})

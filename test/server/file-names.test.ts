import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cutText, wholeSigns } from '#core/cut-text.ts'
import { contentDisposition } from '#server/platform/file.ts'

/** Any sequence of UTF-16 code units, lone surrogates included. */
const anyText = fc
  .array(fc.oneof(fc.nat({ max: 0xffff }), fc.integer({ min: 0xd800, max: 0xdfff })), { maxLength: 300 })
  .map((units) => String.fromCharCode(...units))

describe('the name of a file that leaves', () => {
  it('is a header whatever the title, cut in the middle of an emoji included', () => {
    expect(contentDisposition(`${'a'.repeat(199)}😀.csv`)).toBe(
      `attachment; filename="${'a'.repeat(199)}"; filename*=UTF-8''${'a'.repeat(199)}`,
    )
    fc.assert(
      fc.property(anyText, (name) => {
        const header = contentDisposition(name)
        expect(header).toMatch(/^attachment; filename="[\x20\x21\x23-\x5b\x5d-\x7e]*"; filename\*=UTF-8''[\w.!~%-]*$/)
        expect(decodeURIComponent(header.split("''")[1] ?? '')).not.toMatch(/\p{Surrogate}/u)
      }),
    )
  })

  it('cannot be read backwards, nor be a path', () => {
    expect(contentDisposition('notes\u202Evsc.exe/../a\\b"')).toContain('filename="notes vsc.exe .. a b "')
  })
})

describe('a text that is cut', () => {
  it('is whole signs, the start of the text, and not longer than said', () => {
    fc.assert(
      fc.property(anyText, fc.nat({ max: 50 }), (text, most) => {
        const cut = cutText(text, most)
        expect(cut).not.toMatch(/\p{Surrogate}/u)
        expect(cut.length).toBeLessThanOrEqual(most)
        expect(wholeSigns(text).startsWith(cut)).toBe(true)
        expect(cut.length).toBeGreaterThanOrEqual(Math.min(most, text.length) - 1)
      }),
    )
  })
})

import { buffer } from 'node:stream/consumers'
import { deflateSync } from 'node:zlib'
import { describe, expect, it, vi } from 'vitest'
import { ZipFile } from 'yazl'
import { materialFaultCodes, materialRemarkCodes } from '#core/courses/material.ts'
import { largestMaterial, readMaterial } from '#server/courses/formats/read-material.ts'
import { zip } from '#server/questions/formats/zip.ts'
import { writePdf } from '#test/setup/decks/write-pdf.ts'
import { bodyShape, bullets, line, writePptx } from '#test/setup/decks/write-pptx.ts'
import en from '#web/text/en/courses.json' with { type: 'json' }
import fr from '#web/text/fr/courses.json' with { type: 'json' }

// Files of some megabytes are written and read: slow when the machine is shared.
vi.setConfig({ testTimeout: 60_000 })

type Read = Awaited<ReturnType<typeof readMaterial>>
const faultOf = (read: Read) => ('fault' in read ? read.fault.code : `read: ${read.material.format}`)
const reading = async (content: string | Uint8Array, name = 'cours.pptx') =>
  readMaterial({ name, bytes: Buffer.from(content) })
const zipped = (files: Record<string, string | Uint8Array>) =>
  zip(Object.entries(files).map(([path, content]) => ({ path, bytes: Buffer.from(content) })))

const word = (body: string) =>
  zipped({
    '[Content_Types].xml':
      '<Types><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>',
    'word/document.xml': `<w:document xmlns:w="w"><w:body>${body}</w:body></w:document>`,
  })
const paragraph = (text: string) => `<w:p><w:r><w:t>${text}</w:t></w:r></w:p>`

/** The start of an OLE container, then the names of its streams in UTF-16. */
const ole = (...names: string[]) =>
  Buffer.concat([
    Buffer.from('d0cf11e0a1b11ae1', 'hex'),
    Buffer.alloc(504),
    ...names.map((name) => Buffer.from(name, 'utf16le')),
  ])

describe('what is refused', () => {
  it('says so in both languages', () => {
    for (const text of [fr, en]) {
      expect(Object.keys(text.materialFaults).sort()).toEqual([...materialFaultCodes].sort())
      expect(Object.keys(text.materialRemarks).sort()).toEqual([...materialRemarkCodes].sort())
    }
  })

  it.each<[what: string, content: () => string | Uint8Array | Promise<Uint8Array>, fault: string]>([
    ['an empty file', () => '', 'empty'],
    ['a file of blanks', () => '\n \n', 'empty'],
    ['an encrypted Office file', () => ole('EncryptionInfo', 'EncryptedPackage'), 'encrypted'],
    ['an old .ppt', () => ole('PowerPoint Document'), 'old_office'],
    ['an old .doc', () => ole('WordDocument'), 'old_office'],
    ['an old .xls', () => ole('Workbook'), 'other_format'],
    ['RTF', () => '{\\rtf1 bonjour}', 'other_format'],
    ['a picture', () => Buffer.from('89504e470d0a1a0a', 'hex'), 'other_format'],
    ['bytes of nothing known', () => Buffer.from([1, 0, 2, 0, 3, 0, 9]), 'other_format'],
    ['a zip that is cut', async () => (await writePptx({ slides: [{ title: 'a' }] })).subarray(0, 900), 'damaged'],
    ['a zip of photographs', () => zipped({ 'a.jpg': 'x', 'b.jpg': 'y' }), 'not_a_deck'],
    ['a zip that is empty', () => zipped({}), 'not_a_deck'],
    [
      'a workbook',
      () =>
        zipped({
          '[Content_Types].xml':
            '<Types><x ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>',
        }),
      'other_format',
    ],
    ['a deck of Keynote', () => zipped({ 'Index/Document.iwa': 'x' }), 'other_format'],
    [
      'an encrypted OpenDocument',
      () =>
        zipped({
          mimetype: 'application/vnd.oasis.opendocument.presentation',
          'META-INF/manifest.xml': '<manifest:manifest><manifest:encryption-data/></manifest:manifest>',
        }),
      'encrypted',
    ],
    ['a drawing', () => zipped({ mimetype: 'application/vnd.oasis.opendocument.graphics' }), 'other_format'],
    ['a deck without slides', () => writePptx({ slides: [] }), 'no_slide'],
    ['a deck without text', () => writePptx({ slides: [{}, {}] }), 'no_text'],
    ['a document without text', () => word('<w:p/>'), 'no_text'],
    ['a document whose XML is cut', () => word('<w:p><w:r>'), 'damaged'],
    [
      'entities that would swell',
      () =>
        zipped({
          '[Content_Types].xml': 'wordprocessingml.document.main',
          'word/document.xml': '<!DOCTYPE d [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]><d>&b;</d>',
        }),
      'too_complex',
    ],
    ['XML that is too deep', () => word('<w:sdt><w:sdtContent>'.repeat(300)), 'too_complex'],
    ['XML with a million elements', () => word('<w:p/>'.repeat(400_000)), 'too_complex'],
    [
      'a zip that swells',
      () =>
        zipped({
          '[Content_Types].xml': 'wordprocessingml.document.main',
          'word/document.xml': Buffer.alloc(30_000_000, 32),
        }),
      'too_complex',
    ],
    ['a file in the zip that leads elsewhere', () => evil(), 'damaged'],
    ['a PDF that is cut', async () => Buffer.from('%PDF-1.7\n1 0 obj\n<< /Type'), 'damaged'],
    ['a PDF with a password', () => writePdf({ pages: [['Bonjour']], isEncrypted: true }), 'password'],
    [
      'a PDF of ten thousand pages',
      () => writePdf({ pages: Array.from({ length: 10_000 }, () => ['x']) }),
      'too_many_pages',
    ],
    ['a PDF whose stream would swell', () => swelling(), 'too_complex'],
    ['a PDF without text', () => writePdf({ pages: [[], []] }), 'scanned'],
    ['a page of HTML that is too deep', () => `<!doctype html><body>${'<div>'.repeat(5_000)}x`, 'too_complex'],
  ])('%s', async (_, content, fault) => {
    expect(faultOf(await reading(await content()))).toBe(fault)
  })

  it('a file of 200 MB, before it is read', async () => {
    const started = process.cpuUsage()
    expect(largestMaterial).toBeLessThan(200 * 1024 * 1024)
    expect(await readMaterial({ name: 'cours.pptx', bytes: new Uint8Array(200 * 1024 * 1024) })).toMatchObject({
      fault: { code: 'too_large' },
    })
    expect(process.cpuUsage(started).user / 1000).toBeLessThan(200)
  })

  it('names the format to save an old file in', async () => {
    expect(await reading(ole('PowerPoint Document'))).toEqual({ fault: { code: 'old_office', detail: 'PPTX' } })
    expect(await reading(ole('WordDocument'), 'cours.docx')).toEqual({ fault: { code: 'old_office', detail: 'DOCX' } })
  })

  it('puts no sentence of a library, in one language, into ours', async () => {
    const zip = (await writePptx({ slides: [{ title: 'a' }] })).subarray(0, 900)
    expect(await reading(zip)).toEqual({ fault: { code: 'damaged', detail: 'ZIP' } })
    expect(await reading(Buffer.from('%PDF-1.7\n1 0 obj\n<< /Type'))).toEqual({
      fault: { code: 'damaged', detail: 'PDF' },
    })
  })

  function swelling() {
    const packed = deflateSync(Buffer.alloc(80_000_000, 32))
    const stream = Buffer.from(`9 0 obj\n<< /Length ${packed.length} /Filter /FlateDecode >>\nstream\n`)
    const pdf = Buffer.from(writePdf({ pages: [['Bonjour']] }))
    const at = pdf.indexOf('xref')
    return Buffer.concat([pdf.subarray(0, at), stream, packed, Buffer.from('\nendstream\nendobj\n'), pdf.subarray(at)])
  }

  async function evil() {
    const archive = new ZipFile()
    archive.addBuffer(Buffer.from('x'), 'ab/word/x.xml')
    archive.end()
    const bytes = await buffer(archive.outputStream)
    return Buffer.from(bytes.toString('latin1').replaceAll('ab/word/', '../word/'), 'latin1')
  }
})

describe('the content decides', () => {
  it.each([
    ['cours.docx', () => writePptx({ slides: [{ title: 'Titre' }] }), 'pptx'],
    ['cours.pptx', () => word(paragraph('Bonjour')), 'docx'],
    ['cours.doc', () => '# Titre\n\nTexte', 'markdown'],
    ['cours.md', () => '<!doctype html><html><body><h1>Titre</h1><p>Texte</p></body></html>', 'html'],
    ['cours', () => writePdf({ pages: [['Bonjour']] }), 'pdf'],
  ])('%s', async (name, content, format) => {
    expect(faultOf(await reading(await content(), name))).toBe(`read: ${format}`)
  })

  it('not the encoding that was expected: a text of Windows is read, and told', async () => {
    const read = await reading(Buffer.from('# R\xe9seaux\n\nUn r\xe9seau', 'latin1'), 'cours.md')
    expect(read).toMatchObject({
      material: { parts: [{ heading: 'Réseaux' }], remarks: [{ code: 'guessed_encoding' }] },
    })
  })
})

describe('a large file', () => {
  it('of 500 slides is read whole, in a few seconds', async () => {
    const slides = Array.from({ length: 500 }, (_, index) => ({
      title: `Sujet ${Math.floor(index / 2)}`,
      body: bodyShape(bullets('Un premier point', 'Un deuxième point', [1, 'Un détail'])),
      notes: 'Une note',
    }))
    const bytes = await writePptx({ slides })
    const started = process.cpuUsage()
    const read = await readMaterial({ name: 'cours.pptx', bytes })
    expect('material' in read && read.material.parts.length).toBe(500)
    expect(process.cpuUsage(started).user / 1000).toBeLessThan(20_000)
  })

  it('with a film keeps its slides: what is not read is not unpacked', async () => {
    const slides = [{ title: 'Un film', body: bodyShape(line('Le texte')) }]
    const bytes = await writePptx({ slides, media: { 'film.mp4': Buffer.alloc(60_000_000) } })
    expect(faultOf(await readMaterial({ name: 'cours.pptx', bytes }))).toBe('read: pptx')
  })

  it('of Markdown is read in a time that grows with its length', async () => {
    for (const piece of [
      '`',
      '[',
      '![](',
      '<!-- ',
      '.a[',
      '# ',
      '---\n',
      '* _',
      '```\n',
      '| a ',
      '\n???\n',
      'a\n--\n',
    ]) {
      const started = process.cpuUsage()
      await reading(piece.repeat(Math.ceil(300_000 / piece.length)), 'cours.md')
      expect(process.cpuUsage(started).user / 1000, piece).toBeLessThan(5_000)
    }
  })
})

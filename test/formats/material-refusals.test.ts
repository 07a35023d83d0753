import { createHash } from 'node:crypto'
import { buffer } from 'node:stream/consumers'
import { deflateSync } from 'node:zlib'
import { describe, expect, it, vi } from 'vitest'
import { ZipFile } from 'yazl'
import { largestImage } from '#contract/questions/images.ts'
import { materialFaultCodes, materialRemarkCodes } from '#core/courses/material.ts'
import { largestMaterial, readMaterial } from '#server/courses/formats/read-material.ts'
import { zip } from '#server/questions/formats/zip.ts'
import { writePdf } from '#test/setup/decks/write-pdf.ts'
import { bodyShape, bullets, line, writePptx } from '#test/setup/decks/write-pptx.ts'
import { png } from '#test/setup/images.ts'
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
    ['a PDF whose pages turn in circles', () => circling(), 'damaged'],
    ['a PDF of fifty thousand empty pages', () => emptyPages(50_000), 'too_many_pages'],
    ['a PDF that announces one page of fifty thousand', () => emptyPages(50_000, 1), 'scanned'],
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

  /** Objects of a PDF from the third on, after a catalog and a page tree with these children. */
  function pdfOf(kids: string, count: number, objects: readonly string[]) {
    const all = ['<< /Type /Catalog /Pages 2 0 R >>', `<< /Type /Pages /Count ${count} /Kids [${kids}] >>`, ...objects]
    let body = '%PDF-1.4\n'
    const places = all.map((content, index) => {
      const at = body.length
      body += `${index + 1} 0 obj\n${content}\nendobj\n`
      return `${String(at).padStart(10, '0')} 00000 n \n`
    })
    const table = `xref\n0 ${all.length + 1}\n0000000000 65535 f \n${places.join('')}`
    return `${body}${table}trailer\n<< /Size ${all.length + 1} /Root 1 0 R >>\nstartxref\n${body.length}\n%%EOF\n`
  }

  function circling() {
    return pdfOf('3 0 R', 3, ['<< /Type /Pages /Count 3 /Parent 2 0 R /Kids [2 0 R] >>'])
  }

  function emptyPages(count: number, said = count) {
    const kids = Array.from({ length: count }, (_, index) => `${index + 3} 0 R`).join(' ')
    return pdfOf(kids, said, Array(count).fill('<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >>'))
  }

  async function evil() {
    const archive = new ZipFile()
    archive.addBuffer(Buffer.from('x'), 'ab/word/x.xml')
    archive.end()
    const bytes = await buffer(archive.outputStream)
    return Buffer.from(bytes.toString('latin1').replaceAll('ab/word/', '../word/'), 'latin1')
  }
})

describe('a zip of Markdown', () => {
  const shown = async (files: Record<string, string | Uint8Array>, name = 'Mon cours.zip') => {
    const read = await readMaterial({ name, bytes: await zipped(files) })
    if ('fault' in read) return read.fault
    const { material, images } = read
    return {
      title: material.title,
      parts: material.parts.map(({ level, heading, text }) => [level, heading, text]),
      remarks: material.remarks.map(({ code, detail }) => `${code} ${detail}`),
      images: images.map(({ width, height }) => `${width}×${height}`),
    }
  }
  const shows = (hash: string, words = 'Le schéma') => `![${words}](image:${hash})`
  const hashOf = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')
  const [drawing, other] = [png({ width: 30, height: 20 }), png({ width: 7, height: 7, seed: 4 })]

  it('gives its text with the pictures beside it', async () => {
    const files = {
      'cours/cours.md':
        '# Réseaux\n\n## Un pont\n\n![Le schéma](images/le%20pont.png "Titre") et ![](../haut.png?x=1)\n',
      'cours/images/le pont.png': drawing,
      'haut.png': other,
      '__MACOSX/cours/._cours.md': 'x',
    }
    expect(await shown(files)).toEqual({
      title: 'Réseaux',
      parts: [
        [1, 'Réseaux', ''],
        [2, 'Un pont', `${shows(hashOf(drawing))} et ${shows(hashOf(other), '')}`],
      ],
      remarks: [],
      images: ['30×20', '7×7'],
    })
  })

  it('reads its files in the order of their names, each under its title or its name', async () => {
    const files = { '10-volumes.md': '## Monter\n\nb', '2-reseaux.md': '# Réseaux\n\na', 'vide.md': ' ' }
    expect(await shown(files)).toMatchObject({
      title: 'Mon cours',
      parts: [
        [1, 'Réseaux', 'a'],
        [1, '10 volumes', ''],
        [2, 'Monter', 'b'],
      ],
    })
  })

  it('looks for pictures inside the zip alone, and says which are not there', async () => {
    const heavy = Buffer.concat([drawing, Buffer.alloc(largestImage)])
    const files = {
      'a.md': [
        '/etc/passwd',
        '../../../etc/passwd',
        'file:///etc/passwd',
        'https://ex.fr/a.png',
        'non.png',
        'lourde.png',
        '%ZZ.png',
      ]
        .map((address) => `![x](${address})`)
        .join('\n\n'),
      'lourde.png': heavy,
    }
    expect(await shown(files)).toMatchObject({
      parts: [[2, expect.any(String), Array(7).fill('x').join('\n\n')]],
      remarks: [
        'missing_image /etc/passwd',
        'missing_image ../../../etc/passwd',
        'missing_image file:///etc/passwd',
        'missing_image https://ex.fr/a.png',
        'missing_image non.png',
        'large_image lourde.png',
        'missing_image %ZZ.png',
      ],
      images: [],
    })
  })

  it('reads pictures as HTML, by reference and as Obsidian writes them; a missing one is told by its file and its line', async () => {
    const text = [
      '# Réseaux',
      '',
      'Voici <img src="images/le pont.png" alt="Le schéma" width=300> dans une phrase.',
      '',
      '<p align="center">',
      "    <a href='x'><img alt='Le schéma'",
      "       src='images/le%20pont.png'></a>",
      '</p>',
      '',
      '![Le schéma][pont], ![Pont] et ![x][inconnu]',
      '',
      '![[le pont.png|300]] puis ![[le pont.png|Le schéma]] mais ![[Une note]]',
      '',
      '`![[code.png]]`, <!-- <img src="cache.png"> -->',
      '',
      '```md',
      '![a](code.png) <img src="code.png">',
      '```',
      '',
      '![[absente.png]]',
      '<img src="perdue.png">',
      '![y](partie.png)',
      '',
      '[pont]: <images/le pont.png> "Titre"',
    ]
    const files = { 'cours/a.md': text.join('\n'), 'cours/images/le pont.png': drawing }
    const read = await readMaterial({ name: 'a.zip', bytes: await zipped(files) })
    if ('fault' in read) throw new Error(read.fault.code)
    const here = shows(hashOf(drawing))
    expect(read.material.parts.map(({ text: said }) => said)).toEqual([
      [
        `Voici ${here} dans une phrase.`,
        here,
        `${here}, ${shows(hashOf(drawing), 'Pont')} et ![x][inconnu]`,
        `${shows(hashOf(drawing), '')} puis ${here} mais ![[Une note]]`,
        '`![[code.png]]`, ',
        '```md\n![a](code.png) <img src="code.png">\n```',
        'y',
        '[pont]: <images/le pont.png> "Titre"',
      ].join('\n\n'),
    ])
    expect(read.material.remarks).toEqual(
      [
        ['absente.png', 20],
        ['perdue.png', 21],
        ['partie.png', 22],
      ].map(([detail, line]) => ({ code: 'missing_image', page: 1, detail, place: { file: 'cours/a.md', line } })),
    )
  })

  it('says the line of a picture that a page or a Markdown file alone does not have', async () => {
    const remarksOf = async (name: string, text: string) => {
      const read = await readMaterial({ name, bytes: Buffer.from(text) })
      return 'fault' in read ? read.fault : read.material.remarks
    }
    const told = { code: 'missing_image', page: 1, detail: 'a.png', place: { file: '', line: 3 } }
    expect(await remarksOf('a.html', '<!doctype html>\n<h1>a</h1>\n<p>b <img src="a.png"></p>')).toEqual([told])
    expect(await remarksOf('a.md', '# a\n\nb ![x](a.png)\n')).toEqual([told])
  })

  it('has the limits of every zip', async () => {
    expect(await shown({ 'a.md': Buffer.alloc(30_000_000, 32) })).toMatchObject({ code: 'too_complex' })
    expect(await shown({ 'images/a.png': drawing })).toMatchObject({ code: 'not_a_deck' })
    expect(await shown({ 'a.md': ' ' })).toMatchObject({ code: 'no_text' })
    const bytes = Buffer.from(await zipped({ 'ab/cours.md': '# Titre', 'ab/a.png': drawing }))
    const evil = Buffer.from(bytes.toString('latin1').replaceAll('ab/a.png', '../a.png'), 'latin1')
    expect(faultOf(await readMaterial({ name: 'a.zip', bytes: evil }))).toBe('damaged')
  })
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

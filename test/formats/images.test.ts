import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it, vi } from 'vitest'
import { imageAddress, largestImage } from '#contract/questions/images.ts'
import { readBank } from '#server/questions/bank/read-bank.ts'
import { exportCommand } from '#server/questions/formats/export-command.ts'
import { exportQuestions } from '#server/questions/formats/export-questions.ts'
import { importCommand } from '#server/questions/formats/import-command.ts'
import { importFile } from '#server/questions/formats/import-file.ts'
import { zip } from '#server/questions/formats/zip.ts'
import { imagesIn, imagesOf, readdress } from '#server/questions/images/images-in.ts'
import { withOurImages } from '#server/questions/images/import-images.ts'
import { type ImageFault, imageAddressOf, isFault, readImage } from '#server/questions/images/read-image.ts'
import { render } from '#server/questions/rendering/render.ts'
import { gif, jpeg, png, pngChunk, svg, webp, webpLossless } from '#test/setup/images.ts'
import { smallBank, smallOutline } from '#test/setup/small-bank.ts'
import { fixtureFiles, importFixture, withFixtures } from './fixtures.ts'

const text = (words: string) => Buffer.from(words, 'latin1')
/** The same bytes, some of them others. */
function patched(bytes: Buffer, at: number, ...values: number[]) {
  const copy = Buffer.from(bytes)
  copy.set(values, at)
  return copy
}
/** A chunk that follows the canvas of a WebP. */
function extended(width: number, height: number, inner: Buffer) {
  const canvas = Buffer.alloc(18)
  canvas.write('VP8X', 'latin1')
  canvas.writeUInt32LE(10, 4)
  canvas.writeUIntLE(width - 1, 12, 3)
  canvas.writeUIntLE(height - 1, 15, 3)
  const head = text('RIFF    WEBP')
  head.writeUInt32LE(4 + canvas.length + inner.length, 4)
  return Buffer.concat([head, canvas, inner])
}

describe('what is an image', () => {
  it.each([
    ['PNG', png(), 'image/png', 'png'],
    ['JPEG', jpeg, 'image/jpeg', 'jpg'],
    ['GIF', gif, 'image/gif', 'gif'],
    ['WebP', webp, 'image/webp', 'webp'],
    ['WebP without loss', webpLossless, 'image/webp', 'webp'],
    ['WebP with a canvas', extended(8, 5, webp.subarray(12)), 'image/webp', 'webp'],
  ])('%s: its type and its size are in its bytes', (_name, bytes, type, ending) => {
    const image = readImage(bytes)
    if (isFault(image)) throw new Error(image)
    expect([image.type, image.width, image.height]).toEqual([type, 8, 5])
    expect(image.hash).toMatch(/^[0-9a-f]{64}$/)
    expect(Buffer.compare(Buffer.from(image.bytes), bytes)).toBe(0)
    expect(imageAddressOf(image)).toBe(`images/${image.hash}-8x5.${ending}`)
    expect(imageAddressOf(image)).toMatch(imageAddress)
  })

  it.each<[string, Buffer, ImageFault]>([
    ['nothing', text(''), 'not_an_image'],
    ['words under the name of a PNG', text('Ceci n’est pas une image.'), 'not_an_image'],
    ['a page', text('<!doctype html><script>alert(1)</script>'), 'not_an_image'],
    ['a bitmap', text(`BM${'\0'.repeat(60)}`), 'not_an_image'],
    ['a RIFF that sings', text('RIFF\x04\0\0\0WAVE'), 'not_an_image'],
    ['an SVG', svg, 'image_svg'],
    ['an SVG after a comment and a prefix', text('\xef\xbb\xbf<!-- x --><s:svg xmlns:s="x"/>'), 'image_svg'],
    ['an SVG in UTF-16', Buffer.from('\ufeff<svg onload="alert(1)">', 'utf16le'), 'image_svg'],
    ['a PNG that is cut', png().subarray(0, -6), 'image_damaged'],
    ['only its signature', png().subarray(0, 8), 'image_damaged'],
    ['a PNG with a page after it', Buffer.concat([png(), text('<script>')]), 'image_damaged'],
    ['a PNG with a byte changed', patched(png(), 20, 1), 'image_damaged'],
    ['a PNG whose chunk claims four gigabytes', patched(png(), 33, 255, 255, 255, 255), 'image_damaged'],
    [
      'a PNG whose header comes second',
      Buffer.concat([png().subarray(0, 8), pngChunk('teXt', Buffer.alloc(0)), png().subarray(8)]),
      'image_damaged',
    ],
    [
      'a PNG without a picture',
      Buffer.concat([png().subarray(0, 33), pngChunk('IEND', Buffer.alloc(0))]),
      'image_damaged',
    ],
    ['a PNG of no width', png({ width: 0 }), 'image_damaged'],
    ['a PNG that claims to be immense', png({ width: 60_000, height: 60_000 }), 'image_too_wide'],
    ['a PNG just too wide', png({ width: 4_097, height: 1 }), 'image_too_wide'],
    ['a PNG of too many pixels', png({ width: 4_000, height: 4_000 }), 'image_too_wide'],
    ['a JPEG that is cut', jpeg.subarray(0, -2), 'image_damaged'],
    ['a JPEG that ends before its picture', Buffer.concat([jpeg.subarray(0, 2), text('\xff\xd9')]), 'image_damaged'],
    ['a JPEG with an archive after it', Buffer.concat([jpeg, text('PK\x03\x04')]), 'image_damaged'],
    ['a JPEG whose segment runs out', patched(jpeg, 4, 255, 255), 'image_damaged'],
    ['a JPEG whose segment goes back', patched(jpeg, 4, 0, 1), 'image_damaged'],
    [
      'a JPEG and then no mark',
      Buffer.concat([jpeg.subarray(0, 20), text('words'), jpeg.subarray(20)]),
      'image_damaged',
    ],
    ['a GIF that is cut', gif.subarray(0, -1), 'image_damaged'],
    ['only its beginning', gif.subarray(0, 10), 'image_damaged'],
    ['a GIF with a page after it', Buffer.concat([gif, text('<script>')]), 'image_damaged'],
    ['a GIF without a picture', Buffer.concat([gif.subarray(0, 25), text(';')]), 'image_damaged'],
    ['a GIF whose picture is larger than its screen', patched(gif, 6, 1, 0), 'image_damaged'],
    ['a GIF with a block nobody knows', patched(gif, 25, 1), 'image_damaged'],
    ['a WebP that is cut', webp.subarray(0, -4), 'image_damaged'],
    ['a WebP that announces less than it holds', Buffer.concat([webp, text('<script>')]), 'image_damaged'],
    ['a WebP whose canvas is smaller than its picture', extended(4, 4, webp.subarray(12)), 'image_damaged'],
    ['a WebP with a canvas and no picture', extended(8, 5, Buffer.alloc(0)), 'image_damaged'],
    ['a WebP that claims to be immense', extended(16_384, 16_384, webp.subarray(12)), 'image_too_wide'],
    ['a WebP whose picture is something else', patched(webpLossless, 20, 0), 'image_damaged'],
    ['a megabyte and a byte', Buffer.concat([png(), Buffer.alloc(largestImage)]), 'image_too_large'],
  ])('%s: no, and why', (_name, bytes, fault) => {
    expect(readImage(bytes)).toBe(fault)
  })

  it('one of a megabyte exactly', () => {
    const filler = pngChunk('teXt', Buffer.alloc(largestImage - png().length - 12))
    expect(png({ more: [filler] })).toHaveLength(largestImage)
    expect(readImage(png({ more: [filler] }))).toMatchObject({ type: 'image/png' })
  })

  it('one whose end is filled with zeros, as some tools do', () => {
    expect(readImage(Buffer.concat([jpeg, Buffer.alloc(8)]))).toMatchObject({ width: 8 })
    expect(readImage(Buffer.concat([gif, Buffer.alloc(3)]))).toMatchObject({ width: 8 })
  })
})

const address = imageAddressOf(readImage(png()) as Exclude<ReturnType<typeof readImage>, string>)

describe('an image in a text', () => {
  it('is shown with its words and its size', () => {
    expect(render(`Voici ![une couche](${address} "titre") seule.`)).toEqual([
      {
        type: 'element',
        tag: 'p',
        children: [
          { type: 'text', value: 'Voici ' },
          {
            type: 'element',
            tag: 'img',
            props: { src: `/api/images/${address.slice(7, 71)}`, alt: 'une couche', width: 8, height: 5 },
          },
          { type: 'text', value: ' seule.' },
        ],
      },
    ])
  })

  it.each([
    'https://exemple.fr/x.png',
    '//exemple.fr/x.png',
    'javascript:alert(1)',
    'data:image/png;base64,AAAA',
    '/api/session',
    'images/x.png',
    '../images/x.png',
    address.replace('8x5', '9999x9999'),
    address.replace('8x5', '0x5'),
    address.replace('.png', '.svg'),
    `${address}?x`,
  ])('is a place with its words when it is not one of ours, fetched from nowhere: %s', (url) => {
    const tree = render(`Voici ![une couche](<${url}>).`)
    expect(JSON.stringify(tree)).not.toContain('src')
    expect(tree).toMatchObject([
      { children: [{ value: 'Voici ' }, { tag: 'img', props: { alt: 'une couche' } }, { value: '.' }] },
    ])
  })

  it('is found where it is shown, and not where it is quoted', () => {
    expect(imagesIn('![a](a.png) et ![b][ref]\n\n[ref]: <b c.png>\n\n`![c](c.png)`\n\n```\n![d](d.png)\n```')).toEqual([
      'a.png',
      'b c.png',
    ])
    expect(imagesIn('aucune')).toEqual([])
    expect(imagesIn(`${'> '.repeat(40)}![a](a.png)`)).toEqual([])
  })

  it('goes elsewhere, and nothing around it moves', () => {
    const to = new Map([
      ['a.png', 'images/1.png'],
      ['b c.png', 'images/2.png'],
    ])
    expect(readdress('*x* ![a|b](a.png "t") `![a](a.png)` ![n](n.png)', to)).toBe(
      '*x* ![a|b](images/1.png "t") `![a](a.png)` ![n](n.png)',
    )
    expect(readdress('![é][r] fin\n\n[r]: <b c.png> "t"', to)).toBe('![é](images/2.png "t") fin\n\n[r]: <b c.png> "t"')
    expect(readdress('| a |\n|---|\n| ![x\\|y](a.png) |', to)).toBe('| a |\n|---|\n| ![x\\|y](images/1.png) |')
  })
})

const gifText = (url: string) => `::Un::[markdown] Que montre ![ceci](${url}) ? {=a ~b}\n`
const taken = async (bytes: Uint8Array, name: string, held: string[] = []) => {
  const read = withOurImages(await importFile({ bytes, name }), new Set(held))
  return { ...read, told: read.notices.map(({ code, detail }) => `${code} ${detail}`) }
}

describe('images that come with questions', () => {
  it('are called by what they are made of', async () => {
    const archive = await zip([
      { path: 'q/un.gift', bytes: text(gifText('pics/x.png')) },
      { path: 'q/pics/x.png', bytes: png() },
    ])
    const { usable, images, told } = await taken(archive, 'q.zip')
    expect(usable[0]?.stem).toContain(`![ceci](${address})`)
    expect(usable[0]?.files.map(({ name }) => name)).toEqual([address])
    expect(images.map(imageAddressOf)).toEqual([address])
    expect(told).toEqual([])
  })

  it.each([
    ['an SVG under the name of a PNG', svg, 'image_svg'],
    ['a page', text('<html>'), 'not_an_image'],
    ['a cut one', png().subarray(0, 40), 'image_damaged'],
    ['an immense one', png({ width: 50_000 }), 'image_too_wide'],
  ])('are told when they cannot be kept: %s', async (_name, bytes, code) => {
    const archive = await zip([
      { path: 'un.gift', bytes: text(gifText('x.png')) },
      { path: 'x.png', bytes },
    ])
    const { usable, images, told } = await taken(archive, 'q.zip')
    expect(usable).toHaveLength(1)
    expect(images).toEqual([])
    expect(told).toEqual([`${code} Un : x.png`])
  })

  it('are told once when they did not come, and never fetched from elsewhere', async () => {
    expect((await taken(text(gifText('x.png')), 'q.gift')).told).toEqual(['missing_image Un : x.png'])
    const far = 'https://exemple.fr/x.png'
    expect((await taken(text(gifText(far)), 'q.gift')).told).toEqual([`external_image Un : ${far}`])
  })

  it('need not come when the bank has them already', async () => {
    expect((await taken(text(gifText(address)), 'q.gift', [address])).told).toEqual([])
    expect((await taken(text(gifText(address)), 'q.gift')).told).toEqual([`missing_image Un : ${address}`])
  })

  it('never make a question longer than the bank can hold', async () => {
    const long = `${'x'.repeat(980)} ![y](x.png)`
    const archive = await zip([
      { path: 'un.gift', bytes: text(`::Un::[markdown] Que dire ? {=a ~${long}}\n`) },
      { path: 'x.png', bytes: png() },
    ])
    const { usable, unusable } = await taken(archive, 'q.zip')
    expect(usable).toEqual([])
    expect(unusable.map(({ reason, title }) => [reason, title])).toEqual([['too_long', 'Un']])
  })

  it('come out of a Blackboard pool, whatever folder it puts them in', async () => {
    const pool = `<?xml version="1.0"?><POOL><TITLE value="Bases"/>
      <QUESTION_MULTIPLECHOICE id="q1"><BODY><TEXT>&lt;p&gt;Que montre &lt;img src="@X@EmbeddedFile.location@X@x.png" alt="ceci"&gt; ?&lt;/p&gt;</TEXT><FLAGS><ISHTML value="true"/></FLAGS></BODY>
      <ANSWER id="a1"><TEXT>Oui</TEXT></ANSWER><ANSWER id="a2"><TEXT>Non</TEXT></ANSWER>
      <GRADABLE><CORRECTANSWER answer_id="a1"/></GRADABLE></QUESTION_MULTIPLECHOICE></POOL>`
    const archive = await zip([
      { path: 'res00001.dat', bytes: text(pool) },
      { path: 'res00001/x.png', bytes: png() },
    ])
    const { usable, told } = await taken(archive, 'pool.zip')
    expect(usable[0]?.stem).toContain(`![ceci](${address})`)
    expect(told).toEqual([])
  })
})

it('the command line writes them beside the questions, and an export takes them along', async () => {
  const { folder, write, remove } = await smallBank()
  const silent = [vi.spyOn(console, 'log'), vi.spyOn(console, 'error')].map((spy) => spy.mockReturnValue(undefined))
  try {
    await write('course.yaml', smallOutline)
    const archive = await zip([
      { path: 'un.gift', bytes: text(gifText('x.png')) },
      { path: 'x.png', bytes: png() },
    ])
    await writeFile(join(folder, 'q.zip'), archive)
    expect(await importCommand([join(folder, 'q.zip'), '--section', 'images'], folder)).toBe(0)
    const { questions, images, problems } = await readBank(folder)
    expect(problems).toEqual([])
    expect(questions.map(({ question }) => question.stem.trim())).toEqual([`Que montre ![ceci](${address}) ?`])
    expect(images.map(imageAddressOf)).toEqual([address])
    expect(await readFile(join(folder, address))).toEqual(png())
    // The same file again changes nothing.
    expect(await importCommand([join(folder, 'q.zip'), '--section', 'images'], folder)).toBe(0)
    expect((await readBank(folder)).questions).toHaveLength(1)

    const out = join(folder, 'out.zip')
    expect(await exportCommand(['moodle-xml', '--out', out], folder)).toBe(0)
    expect((await taken(await readFile(out), 'out.xml')).images.map(imageAddressOf)).toEqual([address])
    expect(await exportCommand(['yaml', '--out', out], folder)).toBe(0)
    expect((await taken(await readFile(out), 'out.zip')).images.map(imageAddressOf)).toEqual([address])
  } finally {
    for (const spy of silent) spy.mockRestore()
    await remove()
  }
})

/** Of the files of other tools, those that show an image: what came with them, what they only name. */
const known: Record<string, [images: string[], missing: string[]]> = {
  'gift/fuhrmanator/multiLineFeedback1.gift': [[], ["06- création d'instance : 3.png"]],
  'moodle-xml/multichoice.xml': [['jpeg 30x20', 'jpeg 30x20', 'jpeg 30x20', 'jpeg 30x20'], []],
  'moodle-xml/truefalse.xml': [['jpeg 48x48', 'jpeg 34x49', 'jpeg 24x24', 'jpeg 24x24'], []],
  'qti12-canvas/choice.xml': [
    [],
    ['Grading - specific - 3 pt score : org0/images/image.png', 'How much time each week? : org1/images/image.png'],
  ],
  'qti12-canvas/multiple_choice.xml': [[], ['How much time each week? : org1/images/image.png']],
  'qti12-canvas/true_false.xml': [[], ['Grading - specific - 3 pt score : org0/images/image.png']],
  'qti22/choice.xml': [[], ['Unattended Luggage : images/sign.png']],
  'qti22/choice_fixed.xml': [[], ['Unattended Luggage : images/sign.png']],
  'qti30/simple.zip': [['png 170x99'], []],
}

withFixtures('images of the files of other tools', () => {
  it('are kept when they came, and named when they did not: the whole table', async () => {
    const found: typeof known = {}
    for (const path of fixtureFiles) {
      const { images, notices } = withOurImages(await importFixture(path), new Set())
      const missing = notices.filter(({ code }) => code === 'missing_image').map(({ detail }) => detail)
      const kept = images.map(({ type, width, height }) => `${type.slice(6)} ${width}x${height}`)
      if (kept.length + missing.length > 0) found[path] = [kept, missing]
    }
    expect(found).toEqual(known)
  }, 60_000)

  const carriers = ['moodle-xml', 'qti22', 'qti30'] as const
  const withOnes = Object.entries(known).flatMap(([path, [images]]) => (images.length > 0 ? [path] : []))
  it.each(withOnes)('%s: they go out and come back the same, under the same hash', async (path) => {
    const { usable, images } = withOurImages(await importFixture(path), new Set())
    const hashes = (all: typeof images) => all.map(({ hash }) => hash).sort()
    for (const format of carriers) {
      const { bytes, name, losses } = await exportQuestions(usable, format)
      expect(losses.map(({ feature }) => feature)).not.toContain('files')
      const back = await taken(bytes, name)
      expect(hashes([...back.images]), format).toEqual(hashes([...images]))
      expect(back.usable.flatMap(imagesOf).sort(), format).toEqual(usable.flatMap(imagesOf).sort())
      expect(
        back.told.filter((one) => one.includes('image')),
        format,
      ).toEqual([])
    }
  })
})

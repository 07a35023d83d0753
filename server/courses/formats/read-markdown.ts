import { parse } from 'yaml'
import type { MaterialPart, MaterialRemark } from '#core/courses/material.ts'
import { cutText } from '#core/cut-text.ts'
import type { TextEncoding } from '#server/platform/decode-text.ts'
import { isNestedTooDeep } from '#server/platform/yaml-depth.ts'
import { type MarkdownLine, markdownLines } from '#server/questions/formats/markdown-lines.ts'
import { inlineImages } from '#server/questions/images/inline-images.ts'
import {
  keepImage,
  levelOf,
  type MaterialRead,
  type MaterialReading,
  materialOf,
  newMaterialReading,
  remark,
} from './reading.ts'

/**
 * Markdown, plain or in slides: Marp, remark, reveal.js (separators `---` and `--`, notes, directives), or the table of
 * contents of such decks in YAML. The text of each part stays as it was written.
 */
export function readMarkdown(file: DecodedText, name: string): MaterialRead {
  const reading = newMaterialReading()
  const source = sourceOf(file, reading)
  const outline = outlineIn(source)
  if (outline) return readOutline(reading, outline, name)
  const { titles, pages, parts } = partsIn(source, { reading, name: '', before: 0, pictureAt: () => undefined })
  return materialOf(reading, { format: 'markdown', titles: [...titles, name], pages, parts })
}

type DecodedText = { text: string; encoding: TextEncoding }
/** `pictureAt`: the picture that the file shows by this address; `large` when it is too heavy to be looked at. */
export type MarkdownFile = DecodedText & {
  readonly path: string
  readonly pictureAt: (address: string) => Uint8Array | 'large' | undefined
}

/** The files of one course, one after the other; one without a title of its own goes by its name. */
export function readMarkdownFiles(files: readonly MarkdownFile[], name: string): MaterialRead {
  const reading = newMaterialReading()
  const found: (string | undefined)[] = []
  const parts: MaterialPart[] = []
  let pages = 0
  for (const file of files) {
    const { path, pictureAt } = file
    const read = partsIn(sourceOf(file, reading), { reading, name: path, before: pages, pictureAt })
    const isNamed = files.length === 1 || read.parts[0]?.level === 1
    const title = { page: pages + 1, level: 1 as const, heading: titleOfFile(path), text: '', notes: '' }
    if (read.parts.length > 0) parts.push(...(isNamed ? [] : [title]), ...read.parts)
    found.push(...read.titles)
    pages += read.pages
  }
  return materialOf(reading, {
    format: 'markdown',
    titles: files.length === 1 ? [...found, name] : [name],
    pages,
    parts,
  })
}

function sourceOf({ text, encoding }: DecodedText, reading: MaterialReading): string {
  if (encoding === 'windows-1252') remark(reading, { code: 'guessed_encoding', detail: encoding })
  return text.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n')
}

type Around = Pick<MarkdownFile, 'pictureAt'> & {
  reading: MaterialReading
  /** Of the file among others; empty when it is alone. */
  name: string
  /** The pages of the files before. */
  before: number
}

function partsIn(source: string, { before, name, ...given }: Around) {
  const { text, lines: lineOf } = inlineImages(source)
  const around: PicturesAround = { ...given, placeOf: (address) => ({ file: name, line: lineOf.get(address) ?? 1 }) }
  const { body, data } = frontMatter(text)
  const lines = markdownLines(body)
  const style = styleOf(lines, data)
  const slides = slidesIn(lines, style)
  const parts = slides.flatMap((slide, index) =>
    partsOf(slide, { ...around, style, page: before + (style.isDeck ? index + 1 : 1) }),
  )
  const first = parts[0]?.level === 1 ? parts[0].heading : undefined
  const own = typeof data['title'] === 'string' ? data['title'] : undefined
  return { titles: [own, first], pages: style.isDeck ? slides.length : 1, parts }
}

type Data = Record<string, unknown>

function frontMatter(source: string): { body: string; data: Data } {
  const found = /^---[ \t]*\n([\s\S]{0,20000}?)\n(?:---|\.\.\.)[ \t]*(?:\n|$)/.exec(source)
  if (!found) return { body: source, data: {} }
  const data = yamlObject(found[1] ?? '')
  return data === null ? { body: source, data: {} } : { body: source.slice(found[0].length), data }
}

function yamlObject(text: string): Data | null {
  try {
    if (isNestedTooDeep(text)) return null
    const value: unknown = parse(text, { maxAliasCount: 10, logLevel: 'silent' })
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Data) : null
  } catch {
    return null
  }
}

// --- Slides ------------------------------------------------------------------------------------------------------

type Style = {
  /** Separators cut it into slides. */
  readonly isDeck: boolean
  /** remark: `--` is a pause, `???` begins the notes, `.class[…]` frames a text, properties stand at the top. */
  readonly isRemark: boolean
  readonly isMarp: boolean
  readonly headingDivider: number
}

const separator = /^(?:---+|\*\*\*+|___+)\s*$/
const property = /^(?:class|name|layout|template|count|background-(?:image|size|position|color)|exclude|continued):/

function styleOf(lines: readonly MarkdownLine[], data: Data): Style {
  const said = lines.filter(({ isCode, isComment }) => !isCode && !isComment).map(({ text }) => text)
  const isMarp = data['marp'] === true || data['marp'] === 'true'
  const after = said.filter(
    (_, index) =>
      index === 0 ||
      separator.test(said[index - 1] ?? '') ||
      (said[index - 1] === '' && separator.test(said[index - 2] ?? '')),
  )
  const isRemark =
    !isMarp &&
    (said.some((line) => /^\?\?\?\s*$/.test(line)) ||
      said.some((line) => line === '--') ||
      after.some((line) => property.test(line)))
  const separators = lines.filter((_, index) => isSeparator(lines, index, { isRemark }))
  const divider = Number(
    Array.isArray(data['headingDivider']) ? Math.max(...data['headingDivider'].map(Number)) : data['headingDivider'],
  )
  const isDeck = isMarp || isRemark || separators.length >= 2
  return { isDeck, isRemark, isMarp, headingDivider: isMarp && divider >= 1 ? divider : 0 }
}

/** Under a line of text, `---` makes it a heading; in remark it is always a separator. */
function isSeparator(lines: readonly MarkdownLine[], index: number, { isRemark }: { isRemark: boolean }): boolean {
  const line = lines[index]
  if (!line || line.isCode || line.isComment || !separator.test(line.text)) return false
  const above = lines[index - 1]
  return isRemark
    ? /^---+\s*$/.test(line.text)
    : !line.text.startsWith('-') || !above || above.text.trim() === '' || above.isCode || above.isComment
}

function slidesIn(lines: readonly MarkdownLine[], style: Style): MarkdownLine[][] {
  if (!style.isDeck) return [[...lines]]
  const slides: MarkdownLine[][] = [[]]
  for (const [index, line] of lines.entries()) {
    const level = /^(#{1,6})\s/.exec(line.isCode ? '' : line.text)?.[1]?.length ?? 7
    const begins = level <= style.headingDivider && slides.at(-1)?.some(({ text }) => text.trim() !== '')
    if (isSeparator(lines, index, style)) slides.push([])
    else if (begins) slides.push([line])
    else slides.at(-1)?.push(line)
  }
  return slides.filter((slide, index) => index > 0 || slide.some(({ text }) => text.trim() !== ''))
}

type PicturesAround = Pick<Around, 'reading' | 'pictureAt'> & {
  placeOf: (address: string) => NonNullable<MaterialRemark['place']>
}
type PartsInput = PicturesAround & { style: Style; page: number }

function partsOf(slide: readonly MarkdownLine[], { style, page, ...around }: PartsInput): MaterialPart[] {
  const { body, notes, isTitle, isHidden } = style.isDeck
    ? slideOf(slide, style)
    : { body: [...slide], notes: [], isTitle: false, isHidden: false }
  const parts = cutAtHeadings(withoutComments(body, { notes, style }))
  if (isHidden) {
    remark(around.reading, {
      code: 'hidden_slide',
      page,
      detail: parts.find(({ heading }) => heading !== '')?.heading ?? '',
    })
    return []
  }
  const [first] = parts
  if (first && isTitle) parts[0] = { ...first, level: 1 }
  const said = notes.join('\n').trim()
  const withNotes = first || said === '' ? parts : [{ level: 2 as const, heading: '', lines: [] }]
  return withNotes.map(({ level, heading, lines }, index) => ({
    ...{ page, level, heading },
    text: lines
      .map(({ text, isCode }) => (isCode ? text : withImages(text, { ...around, page })))
      .join('\n')
      .replace(/\n{3,}/g, '\n\n')
      .trim(),
    notes: index === 0 ? said : '',
  }))
}

/** A slide without its properties, pauses and frames; its notes apart. */
function slideOf(slide: readonly MarkdownLine[], { isRemark }: Style) {
  const body: MarkdownLine[] = []
  const notes: string[] = []
  let inNotes = false
  let atTop = true
  let isTitle = false
  let isHidden = false
  for (const line of slide) {
    if (!line.isCode && (/^\?\?\?\s*$/.test(line.text) || /^notes?\s*:\s*/i.test(line.text))) {
      inNotes = true
      const rest = line.text.replace(/^\?\?\?\s*$|^notes?\s*:\s*/i, '')
      if (rest !== '') notes.push(rest)
    } else if (inNotes) notes.push(line.text)
    else if (isRemark && atTop && property.test(line.text)) {
      if (/^class:.*\btitle\b/.test(line.text)) isTitle = true
      if (/^(?:layout|exclude):\s*true/.test(line.text)) isHidden = true
    } else if (!line.isCode && /^--\s*$/.test(line.text)) {
      // In remark, a pause begins a slide that goes on with this one, with properties of its own.
      body.push({ ...line, text: '' })
      atTop = true
    } else {
      if (line.text.trim() !== '') atTop = false
      if (isRemark && !line.isCode && /^\s*(?:(?:\.[\w-]+)+\[|\])\s*$/.test(line.text)) body.push({ ...line, text: '' })
      else body.push(isRemark && !line.isCode ? { ...line, text: unframed(line.text) } : line)
    }
  }
  return { body, notes, isTitle, isHidden }
}

/** `.small[text]` of remark; what opens here and closes on another line keeps its words too. */
const unframed = (text: string) =>
  text.replace(/(?<![\w`])(?:\.[a-z][\w-]*)+\[([^\][]*(?:\[[^\][]*\](?:\([^()]*\))?[^\][]*)*)\](?!\()/gi, '$1')

const directive =
  /^\s*_?(?:class|paginate|header|footer|theme|backgroundColor|backgroundImage|backgroundPosition|backgroundRepeat|backgroundSize|color|headingDivider|size|style|math|marp|transition|fit|\.slide|\.element)\s*:/

/** Comments are directives, or notes of Marp, or remarks that nobody was meant to read. */
function withoutComments(
  body: readonly MarkdownLine[],
  { notes, style }: { notes: string[]; style: Style },
): MarkdownLine[] {
  const kept: MarkdownLine[] = []
  let comment: string[] = []
  for (const line of body) {
    if (line.isCode) {
      kept.push(line)
      continue
    }
    if (!line.isComment) {
      kept.push({ ...line, text: line.text.replace(/<!--.*?-->/g, '') })
      continue
    }
    comment.push(line.text)
    const end = line.text.indexOf('-->')
    if (end === -1) continue
    const said = comment.join('\n')
    const inside = said.slice(said.indexOf('<!--') + 4, said.lastIndexOf('-->')).trim()
    if (style.isMarp && inside !== '' && !directive.test(inside)) notes.push(inside)
    const rest = line.text.slice(end + 3)
    kept.push({ text: /^\s*<!--/.test(rest) ? '' : rest, isCode: false, isComment: false })
    comment = []
  }
  return kept
}

type CutPart = Pick<MaterialPart, 'level' | 'heading'> & { lines: MarkdownLine[] }

function cutAtHeadings(lines: readonly MarkdownLine[]): CutPart[] {
  const parts: CutPart[] = []
  for (const [index, line] of lines.entries()) {
    const heading = line.isCode ? null : headingAt(lines, index)
    if (heading) {
      if (heading.isSetext) parts.at(-1)?.lines.pop()
      parts.push({ level: levelOf(heading.level), heading: plainHeading(heading.text), lines: [] })
    } else {
      if (parts.length === 0) parts.push({ level: 2, heading: '', lines: [] })
      parts.at(-1)?.lines.push(line)
    }
  }
  return parts.filter(({ heading, lines: own }) => heading !== '' || own.some(({ text }) => text.trim() !== ''))
}

function headingAt(lines: readonly MarkdownLine[], index: number) {
  const { text = '' } = lines[index] ?? {}
  const marked = /^ {0,3}(#{1,6})(?:[ \t]+(.*?))?(?:[ \t]+#+)?[ \t]*$/.exec(text)
  if (marked) return { level: marked[1]?.length ?? 1, text: marked[2] ?? '', isSetext: false }
  const above = lines[index - 1]
  const under = /^ {0,3}(=+|-{2,})[ \t]*$/.exec(text)
  const isText = above && !above.isCode && above.text.trim() !== '' && !/^\s*(?:[-*+>|#]|\d+[.)]|$)/.test(above.text)
  // A second line of text above would make a paragraph of two lines the heading.
  const isAlone = (lines[index - 2]?.text.trim() ?? '') === ''
  return under && isText && isAlone
    ? { level: under[1]?.startsWith('=') ? 1 : 2, text: above.text, isSetext: true }
    : null
}

/** Plain words of a heading: without emphasis, code marks, links, attributes and pictures. */
function plainHeading(text: string): string {
  return cutText(text, 1_000)
    .replace(/!\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/\s*\{[#.][^}]*\}\s*$/, '')
    .replace(/<!--.*?-->|<\/?[a-z][^>]*>/gi, '')
    .replace(/(\*\*|__|`+)(.+?)\1/g, '$2')
    .replace(/(?<![\p{L}\p{N}])([*_])(?=\S)(.+?)(?<=\S)\1(?![\p{L}\p{N}])/gu, '$2')
    .replace(/\\([\\`*_{}[\]()#+.!|<>-])/g, '$1')
    .trim()
}

type ImagesInput = PicturesAround & { page: number }

/** Pictures inside the file or beside it are kept; the others are not there. Each character is looked at once. */
function withImages(text: string, around: ImagesInput): string {
  const opening = /!\[([^\]\n]{0,500})\]\([ \t]{0,10}<?/g
  const closing = /[)\s>]/g
  let written = ''
  let from = 0
  let end = -1
  for (let match = opening.exec(text); match; match = opening.exec(text)) {
    if (end < opening.lastIndex) {
      closing.lastIndex = opening.lastIndex
      end = closing.exec(text)?.index ?? text.length
    }
    const rest = /^>?(?:\s{1,10}(?:"[^"\n]{0,500}"|'[^'\n]{0,500}'))?\s{0,10}\)/.exec(text.slice(end, end + 1_100))
    if (!rest) continue
    written += text.slice(from, match.index)
    written += imageOf(text.slice(opening.lastIndex, end), { ...around, alt: match[1] ?? '' })
    from = end + rest[0].length
    opening.lastIndex = from
  }
  return written + text.slice(from)
}

type ImageInput = ImagesInput & { alt: string }

function imageOf(address: string, { reading, pictureAt, placeOf, page, alt }: ImageInput): string {
  // Marp writes the place and the size of a picture where its words would be.
  const words = /^(?:bg|w:|h:|fit|left|right|\d+%)/.test(alt) ? '' : alt
  const data = /^data:image\/[\w+.-]{1,40};base64,/.exec(address)
  const bytes = data ? Buffer.from(address.slice(data[0].length), 'base64') : pictureAt(address)
  if (bytes === undefined || bytes === 'large') {
    const code = bytes === 'large' ? 'large_image' : 'missing_image'
    remark(reading, { code, page, detail: address, place: placeOf(address) })
    return words
  }
  const hash = keepImage(reading, { bytes, name: data ? words || 'image' : address, page })
  return hash === null ? words : `![${words}](image:${hash})`
}

// --- The table of contents of several decks ---------------------------------------------------------------------

type Outline = { title: string; groups: string[][] }

/** `content:` of the decks of container.training: names of Markdown files, in nested lists, one per chapter. */
function outlineIn(source: string): Outline | null {
  if (!/^content:\s*$/m.test(source) || !/^\s*(?:- )+\S+\.md\s*$/m.test(source)) return null
  const data = yamlObject(source)
  const content = data?.['content']
  if (!data || !Array.isArray(content)) return null
  const groups: string[][] = []
  let loose: string[] = []
  for (const entry of content) {
    if (Array.isArray(entry)) {
      if (loose.length > 0) groups.push(loose)
      loose = []
      groups.push(filesIn(entry))
    } else loose.push(...filesIn([entry]))
  }
  if (loose.length > 0) groups.push(loose)
  const title = typeof data['title'] === 'string' ? data['title'] : ''
  return { title, groups: groups.filter((group) => group.length > 0) }
}

function filesIn(entries: readonly unknown[], depth = 0): string[] {
  if (depth > 10) return []
  return entries.flatMap((entry) =>
    Array.isArray(entry) ? filesIn(entry, depth + 1) : typeof entry === 'string' ? [titleOfFile(entry)] : [],
  )
}

const titleOfFile = (path: string) =>
  path
    .replace(/^.*\//, '')
    .replace(/\.\w+$/, '')
    .replace(/[_-]+/g, ' ')
    .trim()
    .replace(/^\p{Ll}/u, (letter) => letter.toUpperCase())

/** Each group becomes a session named after its first file, each file a section without text. */
function readOutline(reading: MaterialReading, { title, groups }: Outline, name: string): MaterialRead {
  const parts = groups.flatMap((files, index): MaterialPart[] => [
    { page: index + 1, level: 1, heading: files[0] ?? '', text: '', notes: '' },
    ...files.map((heading) => ({ page: index + 1, level: 2 as const, heading, text: '', notes: '' })),
  ])
  remark(reading, { code: 'names_only', detail: String(groups.flat().length) })
  return materialOf(reading, { format: 'markdown', titles: [title, name], pages: groups.length, parts })
}

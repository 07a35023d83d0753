import { posix } from 'node:path'
import { decodeText, type TextEncoding } from '#server/platform/decode-text.ts'
import { detectFormat } from './detect-format.ts'
import { type ImportedQuestion, type ImportFormat, joined, nothing, type Reading, refused } from './imported.ts'
import { oneQuestion } from './one-question.ts'
import { sectionTexts } from './qti-sections.ts'
import { readAs } from './read-as.ts'
import { type Files as FilesBeside, filesOfPackage } from './reading-context.ts'
import { childOf, elementsOf, find, findAll, readXml, textOf, type XmlElement } from './xml-tree.ts'

type Files = ReadonlyMap<string, Uint8Array>
export type PackageRead = { format: ImportFormat | null; encoding: TextEncoding | null; reading: Reading }

/** An IMS content package, or a plain zip of files: its items, each with the files its text may show. */
export function readPackage(files: Files): PackageRead {
  const manifest = files.get('imsmanifest.xml')
  if (!manifest) return readItems(itemsWithoutManifest(files), files)
  const read = readXml(decodeText(manifest).text)
  if (read.root) return readItems(itemsOf(read.root), files)
  const { line, column, reason, detail } = read
  const reading = refused({ line, column, reason, title: detail, file: 'imsmanifest.xml' })
  return { format: null, encoding: null, reading }
}

/** A file as described by the manifest, where our own packages store what an item has no field for. */
type Item = {
  path: string
  category: string[]
  tags: string[]
  idnumber?: string | undefined
  /** The manifest declares questions in it, so failing to read it is reported. */
  hasQuestions?: boolean
}

const itemsWithoutManifest = (files: Files): Item[] =>
  [...files.keys()]
    .filter((path) => /\.(xml|qti|gift|txt|ya?ml|dat)$/i.test(path) && !/(^|\/)(__MACOSX|\._)/.test(path))
    .filter((path) => !/(^|\/)(course|exam|project|assessment)\.yaml$/.test(path))
    .sort()
    .map((path) => ({ path, category: /\.ya?ml$/i.test(path) ? withoutExtension(path).split('/') : [], tags: [] }))

const withoutExtension = (path: string) => path.slice(0, path.lastIndexOf('.'))

function itemsOf(manifest: XmlElement): Item[] {
  const items = findAll(manifest, 'resource').flatMap((resource) => {
    const metadata = childOf(resource, 'metadata')
    const about = metadata
      ? { category: taxonsOf(metadata), tags: keywordsOf(metadata), idnumber: entryOf(metadata) }
      : { category: [], tags: [] }
    const files = elementsOf(resource).filter(({ name }) => name === 'file')
    const paths = [resource, ...files].map(({ attributes }) => attributes['href'] ?? '')
    const type = resource.attributes['type'] ?? ''
    return paths
      .filter((path) => /\.(?:xml|qti|dat)$/i.test(path.split(/[?#]/, 1)[0] ?? ''))
      .map((path) => ({ path, ...about, hasQuestions: containsQuestions(type) || /\.qti$/i.test(path) }))
  })
  return [...new Map(items.reverse().map((item) => [item.path, item])).values()].reverse()
}

/** QTI items and banks of all versions; a test only lists which items are asked, a stimulus is what they are about. */
const containsQuestions = (type: string) => /qti/i.test(type) && !/test|section|stimulus/i.test(type)

const keywordsOf = (metadata: XmlElement) =>
  findAll(metadata, 'keyword')
    .map((keyword) => textOf(find(keyword, 'string') ?? keyword).trim())
    .filter(Boolean)

const entryOf = (metadata: XmlElement) =>
  textOf(find(find(find(metadata, 'general'), 'identifier'), 'entry')).trim() || undefined

/** Only paths declared as categories, because other tools classify in their own ways. */
function taxonsOf(metadata: XmlElement): string[] {
  const path = findAll(metadata, 'taxonPath').find((one) => textOf(childOf(one, 'source')).trim() === 'category')
  return path ? findAll(path, 'taxon').map((taxon) => textOf(find(taxon, 'entry')).trim()) : []
}

function readItems(items: readonly Item[], files: Files): PackageRead {
  let format: ImportFormat | null = null
  let encoding: TextEncoding | null = null
  const { beside } = filesOfPackage(files)
  const sections = sectionTexts(files)
  /** The files that an item shows, then those of the section above it. */
  const around = (path: string): FilesBeside => {
    const test = sections.texts.get(path)?.path
    if (test === undefined) return beside(path)
    return { find: (address) => beside(path).find(address) ?? beside(test).find(address) }
  }
  const readings = items.map((item): Reading => {
    const place = { line: 1, column: 1, title: item.path, file: item.path }
    if (/^[a-z][a-z0-9+.-]*:|^\/\//i.test(item.path)) return refused({ ...place, reason: 'external_reference' })
    // A name may contain a percent sign that is no escape.
    const path = [item.path, decoded(item.path)].map(posix.normalize).find((name) => files.has(name))
    const bytes = path === undefined ? undefined : files.get(path)
    if (path === undefined || !bytes) return refused({ ...place, reason: 'missing_file' })
    const fuller = fullerCopyOf(path)
    if (fuller !== path && files.has(fuller)) return joined([])
    const { text, encoding: own } = decodeText(bytes)
    const detected = detectFormat(text, path)
    if (!detected) return item.hasQuestions ? refused({ ...place, reason: 'unknown_format' }) : joined([])
    format ??= detected
    encoding ??= own
    const reading = oneQuestion(place, () =>
      readAs({ format: detected, text, files: around(path), section: sections.texts.get(path) }),
    )
    return labelled(reading, item)
  })
  const reading = joined([...readings, { ...nothing, notices: sections.notices }])
  const isEmpty = reading.questions.length + reading.unusable.length === 0
  return {
    format,
    encoding,
    reading: isEmpty ? refused({ line: 1, column: 1, reason: 'no_question', title: '' }) : reading,
  }
}

/** Canvas writes a quiz twice: in standard QTI, and under this name with its own kinds of questions. */
const fullerCopyOf = (path: string) => path.replace(/^([^/]+)\/assessment_qti\.xml$/, 'non_cc_assessments/$1.xml.qti')

function decoded(path: string): string {
  try {
    return decodeURIComponent(path)
  } catch {
    return path
  }
}

function labelled(reading: Reading, { path, category, tags, idnumber }: Item): Reading {
  return {
    ...reading,
    questions: reading.questions.map(
      (question): ImportedQuestion => ({
        ...question,
        category: category.length > 0 ? category : question.category,
        tags: [...question.tags, ...tags],
        idnumber: question.idnumber ?? idnumber,
      }),
    ),
    unusable: reading.unusable.map((one) => ({ ...one, file: path, title: one.title || path })),
  }
}

import { posix } from 'node:path'
import { decodeText, type TextEncoding } from '#server/platform/decode-text.ts'
import { detectFormat } from './detect-format.ts'
import { type ImportedQuestion, type ImportFormat, joined, type Reading, refused } from './imported.ts'
import { readAs } from './read-as.ts'
import { childOf, elementsOf, find, findAll, readXml, textOf, type XmlElement } from './xml-tree.ts'

type Files = ReadonlyMap<string, Uint8Array>
export type PackageRead = { format: ImportFormat | null; encoding: TextEncoding | null; reading: Reading }

/** An IMS content package, or just files put together: its items, each with the files its text may show. */
export function readPackage(files: Files): PackageRead {
  const manifest = files.get('imsmanifest.xml')
  if (!manifest) return readItems(itemsWithoutManifest(files), files)
  const read = readXml(decodeText(manifest).text)
  if (read.root) return readItems(itemsOf(read.root), files)
  const { line, column, reason, detail } = read
  const reading = refused({ line, column, reason, title: detail, file: 'imsmanifest.xml' })
  return { format: null, encoding: null, reading }
}

/** What the manifest says of one file: our own packages put there what an item has no place for. */
type Item = { path: string; category: string[]; tags: string[]; idnumber?: string | undefined }

const itemsWithoutManifest = (files: Files): Item[] =>
  [...files.keys()]
    .filter((path) => /\.(xml|gift|txt|ya?ml|dat)$/i.test(path) && !/(^|\/)(__MACOSX|\._)/.test(path))
    .filter((path) => !/(^|\/)(course|exam|project|assessment)\.yaml$/.test(path))
    .sort()
    .map((path) => ({ path, category: /\.ya?ml$/i.test(path) ? withoutExtension(path).split('/') : [], tags: [] }))

const withoutExtension = (path: string) => path.replace(/\.\w+$/, '')

function itemsOf(manifest: XmlElement): Item[] {
  const items = findAll(manifest, 'resource').flatMap((resource) => {
    const metadata = childOf(resource, 'metadata')
    const about = metadata
      ? { category: taxonsOf(metadata), tags: keywordsOf(metadata), idnumber: entryOf(metadata) }
      : { category: [], tags: [] }
    const files = elementsOf(resource).filter(({ name }) => name === 'file')
    const paths = [resource, ...files].map(({ attributes }) => attributes['href'] ?? '')
    return paths.filter((path) => /\.(xml|dat)$/i.test(path.replace(/[?#].*$/, ''))).map((path) => ({ path, ...about }))
  })
  return [...new Map(items.reverse().map((item) => [item.path, item])).values()].reverse()
}

const keywordsOf = (metadata: XmlElement) =>
  findAll(metadata, 'keyword')
    .map((keyword) => textOf(find(keyword, 'string') ?? keyword).trim())
    .filter(Boolean)

const entryOf = (metadata: XmlElement) =>
  textOf(find(find(find(metadata, 'general'), 'identifier'), 'entry')).trim() || undefined

/** Only the path that says it is one of categories: others classify in their own ways. */
function taxonsOf(metadata: XmlElement): string[] {
  const path = findAll(metadata, 'taxonPath').find((one) => textOf(childOf(one, 'source')).trim() === 'category')
  return path ? findAll(path, 'taxon').map((taxon) => textOf(find(taxon, 'entry')).trim()) : []
}

function readItems(items: readonly Item[], files: Files): PackageRead {
  let format: ImportFormat | null = null
  let encoding: TextEncoding | null = null
  const readings = items.map((item): Reading => {
    const place = { line: 1, column: 1, title: item.path, file: item.path }
    if (/^[a-z][a-z0-9+.-]*:|^\/\//i.test(item.path)) return refused({ ...place, reason: 'external_reference' })
    const path = posix.normalize(decodeURI(item.path))
    const bytes = files.get(path)
    if (!bytes) return refused({ ...place, reason: 'missing_file' })
    const decoded = decodeText(bytes)
    const detected = detectFormat(decoded.text, path)
    // A test, a schema, a rubric: not questions.
    if (!detected) return joined([])
    format ??= detected
    encoding ??= decoded.encoding
    return labelled(readAs({ format: detected, text: decoded.text, files: filesBeside(path, files) }), item)
  })
  const reading = joined(readings)
  const isEmpty = reading.questions.length + reading.unusable.length === 0
  return {
    format,
    encoding,
    reading: isEmpty ? refused({ line: 1, column: 1, reason: 'no_question', title: '' }) : reading,
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

/** Under the names an item of this folder calls them; Blackboard and Canvas give some a folder their text does not say. */
const filesBeside = (path: string, files: Files): Files =>
  new Map([
    ...onlyOnes(files),
    ...[...files].flatMap(([name, bytes]): [string, Uint8Array][] => [
      [name, bytes],
      [posix.relative(posix.dirname(path), name), bytes],
    ]),
  ])

/** By their last name alone, when no other file has it. */
function onlyOnes(files: Files): Files {
  const named = new Map<string, Uint8Array | null>()
  for (const [path, bytes] of files) named.set(posix.basename(path), named.has(posix.basename(path)) ? null : bytes)
  return new Map([...named].flatMap(([name, bytes]) => (bytes ? [[name, bytes] as const] : [])))
}

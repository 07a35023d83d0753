import type { PortableQuestion } from './imported.ts'
import { type Dialect, dialectOf, type QtiVersion, xmlElement } from './qti-dialect.ts'
import { madeUp } from './qti-names.ts'
import { qtiItem } from './write-qti-item.ts'
import { escapeXml } from './xml-tree.ts'
import { zip } from './zip.ts'

/** A QTI package: a manifest, one item per question, its files beside it. */
export function writeQti(questions: readonly PortableQuestion[], version: QtiVersion): Promise<Uint8Array> {
  const dialect = dialectOf(version)
  const entries = questions.map((question, index) => entryOf(question, index, questions))
  const files = entries.flatMap(({ question, folder, identifier }) => [
    {
      path: `${folder}/item.xml`,
      bytes: Buffer.from(qtiItem(question, { identifier, address: addressIn(question) }, dialect)),
    },
    ...question.files.map(({ name, bytes }) => ({ path: `${folder}/${safe(name)}`, bytes })),
  ])
  return zip([{ path: 'imsmanifest.xml', bytes: Buffer.from(manifest(entries, dialect)) }, ...files])
}

type Entry = { question: PortableQuestion; folder: string; identifier: string }

function entryOf(question: PortableQuestion, index: number, all: readonly PortableQuestion[]): Entry {
  const own = question.idnumber ?? ''
  const isUnique = all.findIndex(({ idnumber }) => idnumber === own) === index
  const identifier = /^[A-Za-z_][\w.-]*$/.test(own) && isUnique ? own : `${madeUp}${index + 1}`
  return { question, folder: `items/${identifier}`, identifier }
}

const safe = (name: string) => name.replace(/^(?:\.{0,2}\/)+/, '').replace(/(?:^|\/)\.\.(?=\/)/g, '')

function addressIn({ files }: PortableQuestion) {
  const names = new Set(files.map(({ name }) => name))
  return (image: string) => (names.has(image) ? safe(image) : image)
}

function manifest(entries: readonly Entry[], dialect: Dialect): string {
  const attributes = {
    xmlns: dialect.manifestNamespace,
    'xmlns:imsmd': 'http://ltsc.ieee.org/xsd/LOM',
    identifier: 'bareme-package',
  }
  const metadata = xmlElement(
    'metadata',
    {},
    xmlElement('schema', {}, 'QTI Package'),
    xmlElement('schemaversion', {}, dialect.schemaVersion),
  )
  const resources = entries.map((entry) => resource(entry, dialect))
  const root = xmlElement(
    'manifest',
    attributes,
    metadata,
    xmlElement('organizations', {}),
    xmlElement('resources', {}, ...resources),
  )
  return `<?xml version="1.0" encoding="UTF-8"?>\n${root}\n`
}

function resource({ question, folder, identifier }: Entry, { itemType }: Dialect): string {
  const href = `${folder}/item.xml`
  const paths = [href, ...question.files.map(({ name }) => `${folder}/${safe(name)}`)]
  return xmlElement(
    'resource',
    { identifier: `resource-${identifier}`, type: itemType, href: encodeURI(href) },
    ...lom(question),
    ...paths.map((path) => xmlElement('file', { href: encodeURI(path) })),
  )
}

/** Tags are keywords, the category is a path: the metadata has a field for each. */
function lom({ tags, category, idnumber = '', ...question }: PortableQuestion): string[] {
  const string = (text: string) => xmlElement('imsmd:string', { language: 'fr' }, escapeXml(text))
  const general = [
    xmlElement('imsmd:identifier', {}, xmlElement('imsmd:entry', {}, escapeXml(idnumber))),
    xmlElement('imsmd:title', {}, string(question.title)),
    ...tags.map((tag) => xmlElement('imsmd:keyword', {}, string(tag))),
  ]
  const taxons = category.map((name) => xmlElement('imsmd:taxon', {}, xmlElement('imsmd:entry', {}, string(name))))
  const path = xmlElement('imsmd:taxonPath', {}, xmlElement('imsmd:source', {}, string('category')), ...taxons)
  const classification = category.length > 0 ? [xmlElement('imsmd:classification', {}, path)] : []
  const whole = xmlElement('imsmd:lom', {}, xmlElement('imsmd:general', {}, ...general), ...classification)
  return [xmlElement('metadata', {}, whole)]
}

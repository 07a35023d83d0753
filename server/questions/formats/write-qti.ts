import { contextKey } from '#core/questions/question.ts'
import { imagesIn } from '../images/images-in.ts'
import { titleOfContext } from './context-of-file.ts'
import type { PortableQuestion } from './imported.ts'
import { type Dialect, dialectOf, type QtiVersion, xmlElement } from './qti-dialect.ts'
import { madeUp } from './qti-names.ts'
import { qtiItem, qtiStimulus } from './write-qti-item.ts'
import { escapeXml } from './xml-tree.ts'
import { zip } from './zip.ts'

/** A QTI package: a manifest, one item per question, one stimulus per document, the files of each beside it. */
export function writeQti(questions: readonly PortableQuestion[], version: QtiVersion): Promise<Uint8Array> {
  const dialect = dialectOf(version)
  const documents = documentsOf(questions)
  const entries = questions.map((question, index) => entryOf(question, index, { questions, documents }))
  const files = entries.flatMap(({ question, folder, identifier, document }) => [
    {
      path: `${folder}/item.xml`,
      bytes: Buffer.from(
        qtiItem(
          question,
          { identifier, stimulus: document && reference(document), address: addressIn(question) },
          dialect,
        ),
      ),
    },
    ...question.files.map(({ name, bytes }) => ({ path: `${folder}/${safe(name)}`, bytes })),
  ])
  const shared = [...documents.values()].flatMap(({ identifier, folder, title, text, question }) => [
    {
      path: `${folder}/stimulus.xml`,
      bytes: Buffer.from(qtiStimulus({ title, text }, { identifier, address: addressIn(question) }, dialect)),
    },
    ...shownIn(text, question).map(({ name, bytes }) => ({ path: `${folder}/${safe(name)}`, bytes })),
  ])
  const manifestText = manifest({ entries, documents: [...documents.values()] }, dialect)
  return zip([{ path: 'imsmanifest.xml', bytes: Buffer.from(manifestText) }, ...files, ...shared])
}

/** `question`: the first that shows it, whose files it takes. */
type Document = { identifier: string; folder: string; title: string; text: string; question: PortableQuestion }
type Documents = ReadonlyMap<string | null, Document>
type Entry = { question: PortableQuestion; folder: string; identifier: string; document: Document | undefined }

function documentsOf(questions: readonly PortableQuestion[]): Documents {
  const documents = new Map<string | null, Document>()
  for (const question of questions) {
    const { context } = question
    if (!context || documents.has(contextKey(context))) continue
    const identifier = `bareme-document-${documents.size + 1}`
    const folder = `documents/${identifier}`
    documents.set(contextKey(context), {
      identifier,
      folder,
      title: titleOfContext(context),
      text: context.text,
      question,
    })
  }
  return documents
}

const reference = ({ identifier, folder, title }: Document) => ({
  identifier,
  href: `../../${folder}/stimulus.xml`,
  title,
})

/** The files of a question that its document shows. */
function shownIn(text: string, { files }: PortableQuestion) {
  const shown = new Set(imagesIn(text))
  return files.filter(({ name }) => shown.has(name) || shown.has(encodeURI(name)))
}

type Around = { questions: readonly PortableQuestion[]; documents: Documents }

function entryOf(question: PortableQuestion, index: number, { questions: all, documents }: Around): Entry {
  const own = question.idnumber ?? ''
  const isUnique = all.findIndex(({ idnumber }) => idnumber === own) === index
  const identifier = /^[A-Za-z_][\w.-]*$/.test(own) && isUnique ? own : `${madeUp}${index + 1}`
  const document = documents.get(contextKey(question.context))
  return { question, folder: `items/${identifier}`, identifier, document }
}

const safe = (name: string) => name.replace(/^(?:\.{0,2}\/)+/, '').replace(/(?:^|\/)\.\.(?=\/)/g, '')

function addressIn({ files }: PortableQuestion) {
  const names = new Set(files.map(({ name }) => name))
  return (image: string) => (names.has(image) ? safe(image) : image)
}

type Listed = { entries: readonly Entry[]; documents: readonly Document[] }

function manifest({ entries, documents }: Listed, dialect: Dialect): string {
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
  const resources = [
    ...entries.map((entry) => resource(entry, dialect)),
    ...documents.map((document) => stimulusResource(document, dialect)),
  ]
  const root = xmlElement(
    'manifest',
    attributes,
    metadata,
    xmlElement('organizations', {}),
    xmlElement('resources', {}, ...resources),
  )
  return `<?xml version="1.0" encoding="UTF-8"?>\n${root}\n`
}

function stimulusResource({ identifier, folder, text, question }: Document, { stimulusType }: Dialect): string {
  const href = `${folder}/stimulus.xml`
  const paths = [href, ...shownIn(text, question).map(({ name }) => `${folder}/${safe(name)}`)]
  return xmlElement(
    'resource',
    { identifier: `resource-${identifier}`, type: stimulusType, href },
    ...paths.map((path) => xmlElement('file', { href: encodeURI(path) })),
  )
}

function resource({ question, folder, identifier, document }: Entry, { itemType }: Dialect): string {
  const href = `${folder}/item.xml`
  const paths = [href, ...question.files.map(({ name }) => `${folder}/${safe(name)}`)]
  return xmlElement(
    'resource',
    { identifier: `resource-${identifier}`, type: itemType, href: encodeURI(href) },
    ...lom(question),
    ...paths.map((path) => xmlElement('file', { href: encodeURI(path) })),
    ...(document ? [xmlElement('dependency', { identifierref: `resource-${document.identifier}` })] : []),
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

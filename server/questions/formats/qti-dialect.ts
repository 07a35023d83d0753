import { escapeXml } from './xml-tree.ts'

export type QtiVersion = '2.2' | '3.0'
export type Attributes = Readonly<Record<string, string | number | boolean | undefined>>

/**
 * Writes elements for both generations of QTI: `choiceInteraction maxChoices`, `qti-choice-interaction max-choices`.
 */
export type Dialect = {
  readonly version: QtiVersion
  /** `content` is already markup. */
  readonly element: (name: string, attributes: Attributes, ...content: string[]) => string
  readonly itemNamespace: string
  readonly manifestNamespace: string
  readonly itemType: string
  readonly stimulusType: string
  readonly schemaVersion: string
  readonly matchCorrect: string
}

export function dialectOf(version: QtiVersion): Dialect {
  const nameOf = version === '3.0' ? (name: string) => `qti-${hyphened(name)}` : (name: string) => name
  const attributeOf = version === '3.0' ? hyphened : (name: string) => name
  const element = (name: string, attributes: Attributes, ...content: string[]) =>
    elementText({ name: nameOf(name), attributes, content, attributeOf })
  return version === '3.0'
    ? {
        version,
        element,
        itemNamespace: 'http://www.imsglobal.org/xsd/imsqtiasi_v3p0',
        manifestNamespace: 'http://www.imsglobal.org/xsd/qti/qtiv3p0/imscp_v1p1',
        itemType: 'imsqti_item_xmlv3p0',
        stimulusType: 'imsqti_stimulus_xmlv3p0',
        schemaVersion: '3.0.0',
        matchCorrect: 'https://purl.imsglobal.org/spec/qti/v3p0/rptemplates/match_correct.xml',
      }
    : {
        version,
        element,
        itemNamespace: 'http://www.imsglobal.org/xsd/imsqti_v2p2',
        manifestNamespace: 'http://www.imsglobal.org/xsd/imscp_v1p1',
        itemType: 'imsqti_item_xmlv2p2',
        stimulusType: 'imsqti_stimulus_xmlv2p2',
        schemaVersion: '2.2',
        matchCorrect: 'http://www.imsglobal.org/question/qti_v2p2/rptemplates/match_correct',
      }
}

const hyphened = (name: string) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)

type ElementParts = { name: string; attributes: Attributes; content: string[]; attributeOf: (name: string) => string }

function elementText({ name, attributes, content, attributeOf }: ElementParts): string {
  const said = Object.entries(attributes).flatMap(([key, value]) =>
    value === undefined ? [] : [` ${key.startsWith('xml') ? key : attributeOf(key)}="${escapeXml(String(value))}"`],
  )
  return content.length === 0 ? `<${name}${said.join('')}/>` : `<${name}${said.join('')}>${content.join('')}</${name}>`
}

/** Like `Dialect.element`, for what both generations share: the manifest and its metadata. */
export const xmlElement = (name: string, attributes: Attributes, ...content: string[]) =>
  elementText({ name, attributes, content, attributeOf: (key) => key })

import { gunzipSync } from 'node:zlib'
import { plainMark, type SebFileFault, sebFileStart } from '#core/exams/seb-file.ts'
import { configKeyText, type SebDict, type SebValue } from '#core/exams/seb-settings.ts'
import { bytesOf } from '#server/platform/bytes-of.ts'
import { sha256 } from '#server/platform/sha256.ts'
import { elementsOf, readXml, textOf, type XmlElement } from '#server/questions/formats/xml-tree.ts'

type ReadSebFile = { key: string; quitUrl: string; sendsKeys: boolean } | { fault: SebFileFault }

const most = { bytes: 4 * 1024 * 1024, depth: 20, layers: 3 }

class Unusable extends Error {
  readonly fault: SebFileFault
  constructor(fault: SebFileFault) {
    super(fault)
    this.fault = fault
  }
}

/** The Config Key of a settings file that is not encrypted, and where it says to quit. Runs in a worker thread. */
export function readSebFile({ base64 }: { base64: string | Uint8Array }): ReadSebFile {
  try {
    const settings = settingsIn(unpacked(bytesOf(base64)))
    const { entries } = settings
    const quit = entries.get('quitURL')
    const sends = entries.get('sendBrowserExamKey')
    return {
      key: sha256(configKeyText(settings)),
      quitUrl: quit?.kind === 'string' && isWebAddress(quit.text) ? quit.text : '',
      sendsKeys: sends?.kind === 'boolean' && sends.isTrue,
    }
  } catch (error) {
    if (error instanceof Unusable) return { fault: error.fault }
    throw error
  }
}

const isWebAddress = (text: string) =>
  text.length <= 2_000 && URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)

/** The property list inside: a file may be packed, marked as plain, and packed again below the mark. */
function unpacked(file: Uint8Array): string {
  let bytes = file
  for (let layer = 0; layer <= most.layers; layer += 1) {
    if (bytes.length > most.bytes) throw new Unusable('too_large')
    const start = sebFileStart(bytes)
    if (start === 'list') return new TextDecoder().decode(bytes)
    if (start === 'encrypted' || start === 'other') throw new Unusable(start === 'other' ? 'not_seb' : start)
    bytes = start === 'plain' ? bytes.subarray(plainMark) : inflated(bytes)
  }
  throw new Unusable('not_seb')
}

function inflated(bytes: Uint8Array): Uint8Array {
  try {
    return gunzipSync(bytes, { maxOutputLength: most.bytes })
  } catch (error) {
    throw new Unusable((error as { code?: string }).code === 'ERR_BUFFER_TOO_LARGE' ? 'too_large' : 'not_seb')
  }
}

function settingsIn(text: string): SebDict {
  const { root } = readXml(text)
  const [inner, ...more] = root?.name === 'plist' ? elementsOf(root) : []
  if (!inner || more.length > 0 || inner.name !== 'dict') throw new Unusable('not_seb')
  return dictOf(inner, 0)
}

function dictOf(element: XmlElement, depth: number): SebDict {
  const children = elementsOf(element)
  const entries = new Map<string, SebValue>()
  for (let i = 0; i < children.length; i += 2) {
    const [name, value] = [children[i], children[i + 1]]
    // Of a name that is there twice, programs take one or the other.
    if (name?.name !== 'key' || !value || entries.has(textOf(name))) throw new Unusable('not_seb')
    entries.set(textOf(name), readValue(value, depth + 1))
  }
  return { kind: 'dict', entries }
}

function readValue(element: XmlElement, depth: number): SebValue {
  if (depth > most.depth) throw new Unusable('not_seb')
  const text = textOf(element)
  switch (element.name) {
    case 'dict':
      return dictOf(element, depth)
    case 'array':
      return { kind: 'array', items: elementsOf(element).map((item) => readValue(item, depth + 1)) }
    case 'true':
    case 'false':
      return { kind: 'boolean', isTrue: element.name === 'true' }
    case 'string':
      return { kind: 'string', text }
    case 'data':
      return { kind: 'data', text: text.replace(/\s+/g, '') }
    case 'date':
      // As Moodle writes it, whose files the expected keys are from; no setting of SEB is a date.
      return { kind: 'date', text: text.trim().replace(/Z$/, '+00:00') }
    case 'integer':
    case 'real':
      return { kind: element.name, text: numberIn(text.trim(), element.name) }
    default:
      throw new Unusable('not_seb')
  }
}

/** As programs write it again once they have read it: `+1` is 1, `1.0` is 1. */
function numberIn(text: string, kind: 'integer' | 'real'): string {
  if (kind === 'integer' && /^[+-]?\d{1,20}$/.test(text)) return String(BigInt(text.replace('+', '')))
  if (kind === 'real' && /^[+-]?\d{1,20}(?:\.\d{0,20})?(?:e[+-]?\d{1,3})?$/i.test(text)) return String(Number(text))
  throw new Unusable('not_seb')
}

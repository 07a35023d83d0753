import { posix } from 'node:path'
import { cutText } from '#core/cut-text.ts'
import { childOf, childrenOf, elementsOf, textOf, type XmlElement } from '#server/questions/formats/xml-tree.ts'
import { type PackageFiles, xmlAt } from './package-files.ts'
import { keepImage, type MaterialReading, remark } from './reading.ts'

/** Stands for what is not there. */
export const noElement: XmlElement = { name: '', attributes: {}, children: [], line: 1, column: 1 }

export function coreTitle(files: PackageFiles): string | undefined {
  const core = xmlAt(files, 'docProps/core.xml')
  const title = core && textOf(childOf(core, 'title')).trim()
  // What PowerPoint and exporters put there by themselves.
  return title && !/^(?:(?:powerpoint |pptxgenjs )?presentation|présentation(?: powerpoint)?)$/i.test(title)
    ? title
    : undefined
}

/** What somebody wrote about the picture, not what a program guessed from its pixels or named after its file. */
export function altOf(properties: XmlElement | undefined): string {
  const said = (properties?.attributes['descr'] ?? '').replace(/\s+/g, ' ').trim()
  if (/^(?:[^ ]+\.(?:png|jpe?g|gif|bmp|emf|wmf|svg|webp)|image|picture)$/i.test(said)) return ''
  return cutText(
    said.replace(/\s*(?:Description automatically generated|Description générée automatiquement).*$/i, ''),
    500,
  )
}

export function imageAt(
  { reading, files, page }: { reading: MaterialReading; files: PackageFiles; page: number | null },
  path: string,
): string | null {
  const name = posix.basename(path)
  const bytes = files.read.get(path)
  if (bytes) return keepImage(reading, { bytes, name, page })
  const isPacked = files.packed.has(path)
  const isLarge = isPacked && /\.(?:png|jpe?g|gif|webp)$/i.test(path)
  remark(reading, {
    code: isLarge ? 'large_image' : isPacked ? 'unreadable_image' : 'missing_image',
    page,
    detail: name,
  })
  return null
}

/** Equations of Office (OMML) → TeX, as far as a course uses them; what is not known gives its text. */
export function texOf(math: XmlElement): string {
  return elementsOf(math).map(pieceOf).join('').trim()
}

function pieceOf(element: XmlElement): string {
  const inside = (name: string) => {
    const child = childOf(element, name)
    return child ? texOf(child) : ''
  }
  switch (element.name) {
    case 'f':
      return `\\frac{${inside('num')}}{${inside('den')}}`
    case 'sSup':
      return `{${inside('e')}}^{${inside('sup')}}`
    case 'sSub':
      return `{${inside('e')}}_{${inside('sub')}}`
    case 'sSubSup':
      return `{${inside('e')}}_{${inside('sub')}}^{${inside('sup')}}`
    case 'rad': {
      const degree = inside('deg')
      return degree === '' ? `\\sqrt{${inside('e')}}` : `\\sqrt[${degree}]{${inside('e')}}`
    }
    case 'd': {
      const properties = childOf(element, 'dPr')
      const sign = (name: string, usual: string) => {
        const given = properties && childOf(properties, name)?.attributes['val']
        return given ?? usual
      }
      const parts = childrenOf(element, 'e').map(texOf)
      return `\\left${escapedSign(sign('begChr', '('))} ${parts.join(', ')} \\right${escapedSign(sign('endChr', ')'))}`
    }
    case 'nary': {
      const properties = childOf(element, 'naryPr')
      const sign = (properties && childOf(properties, 'chr')?.attributes['val']) ?? '∫'
      return `${naries[sign] ?? sign}_{${inside('sub')}}^{${inside('sup')}} ${inside('e')}`
    }
    case 'r':
      return childrenOf(element, 't')
        .map((text) => escapedTex(textOf(text)))
        .join('')
    default:
      return texOf(element)
  }
}

const naries: Readonly<Record<string, string>> = {
  '∑': '\\sum',
  '∏': '\\prod',
  '∫': '\\int',
  '⋃': '\\bigcup',
  '⋂': '\\bigcap',
}
const escapedSign = (sign: string) => (sign === '' ? '.' : /[{}]/.test(sign) ? `\\${sign}` : sign)
const escapedTex = (text: string) =>
  text.replace(/[#$%&_{}]/g, (sign) => `\\${sign}`).replaceAll('\\\\', '\\backslash ')

/** On, for an attribute or an element that is there without a value. */
export const isOn = (value: string | undefined) => value !== undefined && !/^(?:0|false|off|none)$/i.test(value)

export const webAddress = (address: string | undefined) =>
  address && /^https?:\/\//i.test(address) ? address : undefined

import { childOf, childrenOf, elementsOf, textOf, type XmlElement } from '#server/questions/formats/xml-tree.ts'

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

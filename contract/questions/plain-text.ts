import type { ContentNode } from './content.ts'

/** The text without formatting, for a title, a search or a screen reader. A fraction reads « 1/2 », never « 12 ». */
export function plainText(nodes: readonly ContentNode[]): string {
  return nodes.map(wordsOf).join('')
}

function wordsOf(node: ContentNode): string {
  if (node.type === 'text') return node.value
  const children = node.children ?? []
  if (node.props?.alt !== undefined) return node.props.alt
  const [first = '', second = '', third = ''] = children.map((child) => grouped(plainText([child])))
  switch (node.tag) {
    // The other children are the same formula for machines.
    case 'semantics':
      return plainText(children.slice(0, 1))
    case 'mfrac':
      return `${first}/${second}`
    case 'msup':
    case 'mover':
      return `${first}^${second}`
    case 'msub':
    case 'munder':
      return `${first}_${second}`
    case 'msubsup':
    case 'munderover':
      return `${first}_${second}^${third}`
    case 'msqrt':
      return `√${grouped(plainText(children))}`
    case 'mroot':
      return `${second}√${first}`
    case 'sup':
      return `^${grouped(plainText(children))}`
    case 'sub':
      return `_${grouped(plainText(children))}`
    default:
      return plainText(children)
  }
}

/** An operand of more than one symbol is put in parentheses: `(a+b)/2`. */
const grouped = (text: string) => (/^[\p{L}\p{N}.,]*$/u.test(text) || text.length <= 1 ? text : `(${text})`)

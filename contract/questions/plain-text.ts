import type { ContentNode } from './content.ts'

/** The text without formatting, for a title, a search or a screen reader. A fraction reads « 1/2 », never « 12 ». */
export function plainText(nodes: readonly ContentNode[]): string {
  return nodes.map(wordsOf).join('')
}

function wordsOf(node: ContentNode): string {
  if (node.type === 'text') return node.value
  const children = node.children ?? []
  if (node.props?.alt !== undefined) return node.props.alt
  // Read only where an operand is asked for: reading each node twice would double the work at each level.
  const operand = (rank: 0 | 1 | 2) => grouped(plainText(children.slice(rank, rank + 1)))
  switch (node.tag) {
    // The other children are the same formula for machines.
    case 'semantics':
      return plainText(children.slice(0, 1))
    case 'mfrac':
      return `${operand(0)}/${operand(1)}`
    case 'msup':
    case 'mover':
      return `${operand(0)}^${operand(1)}`
    case 'msub':
    case 'munder':
      return `${operand(0)}_${operand(1)}`
    case 'msubsup':
    case 'munderover':
      return `${operand(0)}_${operand(1)}^${operand(2)}`
    case 'msqrt':
      return `√${grouped(plainText(children))}`
    case 'mroot':
      return `${operand(1)}√${operand(0)}`
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

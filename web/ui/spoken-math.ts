import type { ViewNode } from './code-lines.ts'

/**
 * The spoken form of a formula, in the language of the course. Browsers compute no accessible name for MathML, so that
 * a choice made of a formula alone would have none.
 */
export function spokenMath(node: ViewNode): string {
  return say(node).replace(/\s+/g, ' ').replace(/ ,/g, ',').trim()
}

function say(node: ViewNode): string {
  if (node.type === 'text') return signs[node.value.trim()] ?? node.value
  const children = node.children ?? []
  const [first, second, third] = children.map((child) => () => ` ${say(child)} `)
  const all = () => children.map(say).join(' ')
  switch (node.tag) {
    // Only the first child: the others are annotations of the same formula.
    case 'semantics':
      return first?.() ?? ''
    case 'mfrac':
      return `fraction ${first?.()} sur ${second?.()}, fin de fraction,`
    case 'msup':
      return `${first?.()} ${powerOf(second?.() ?? '')}`
    case 'msub':
      return `${first?.()} indice ${second?.()}`
    case 'msubsup':
      return `${first?.()} indice ${second?.()} ${powerOf(third?.() ?? '')}`
    case 'msqrt':
      return `racine carrée de ${all()}, fin de racine,`
    case 'mroot':
      return `racine ${second?.()}-ième de ${first?.()}, fin de racine,`
    case 'munderover':
      return `${first?.()} de ${second?.()} à ${third?.()}, de`
    case 'munder':
      return `${first?.()} pour ${second?.()}, de`
    case 'mover':
      return `${first?.()} surmonté de ${second?.()}`
    case 'mtr':
      return `${all()} ;`
    default:
      return all()
  }
}

function powerOf(exponent: string): string {
  const power = exponent.trim()
  if (power === '2') return 'au carré'
  return power === '3' ? 'au cube' : `puissance ${power}`
}

/** Symbols that speech synthesis skips or names unusually. */
const signs: Readonly<Record<string, string>> = {
  '+': 'plus',
  '-': 'moins',
  '−': 'moins',
  '±': 'plus ou moins',
  '×': 'fois',
  '⋅': 'fois',
  '÷': 'divisé par',
  '/': 'sur',
  '=': 'égale',
  '≠': 'différent de',
  '<': 'inférieur à',
  '>': 'supérieur à',
  '≤': 'inférieur ou égal à',
  '≥': 'supérieur ou égal à',
  '≈': 'environ égal à',
  '→': 'tend vers',
  '⇒': 'implique',
  '∈': 'appartient à',
  '∑': 'somme',
  '∏': 'produit',
  '∫': 'intégrale',
  '∞': 'infini',
  '∪': 'union',
  '∩': 'intersection',
  '!': 'factorielle',
  '%': 'pour cent',
}

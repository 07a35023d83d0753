import { createElement, type ReactNode } from 'react'
import type { ViewNode } from './code-lines.ts'
import { spokenMath } from './spoken-math.ts'

type Props = { node: ViewNode; attributes: Record<string, string | number>; children: ReactNode }

/** A formula with its spoken name; the words for it are loaded with the first formula. */
export function NamedMath({ node, attributes, children }: Props): ReactNode {
  return createElement('math', { ...attributes, role: 'math', 'aria-label': spokenMath(node) }, children)
}

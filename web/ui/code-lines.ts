import type { ReactNode } from 'react'

/** The input of ContentView: wider than the contract's type, so that unknown nodes are handled too. */
export type ViewNode =
  | { type: 'text'; value: string }
  | {
      type: 'element'
      tag: string
      props?: Readonly<Record<string, string | number | boolean | undefined>> | undefined
      children?: readonly ViewNode[] | undefined
      /** Shown in place of the element, whose text says how wide it is: a field that the page puts in a text. */
      view?: ReactNode
    }

/** Splits a highlighted tree into lines; a span over several lines is closed and opened again on each. */
export function splitLines(nodes: readonly ViewNode[]): ViewNode[][] {
  const lines: ViewNode[][] = [[]]
  const append = (node: ViewNode) => lines[lines.length - 1]?.push(node)
  for (const node of nodes) {
    const parts =
      node.type === 'text'
        ? node.value.split('\n').map((value): ViewNode[] => (value === '' ? [] : [{ type: 'text', value }]))
        : splitLines(node.children ?? []).map((children): ViewNode[] => [{ ...node, children }])
    parts.forEach((part, index) => {
      if (index > 0) lines.push([])
      part.forEach(append)
    })
  }
  return lines
}

/** Removes the empty line after the final line feed of a fenced block. */
export function withoutLastEmpty<Line extends readonly unknown[]>(lines: Line[]): Line[] {
  return lines.at(-1)?.length === 0 ? lines.slice(0, -1) : lines
}

/** Two columns, as `tab-size` in web/ui/content.css. */
const tab = '  '

/** The length of the longest line, in characters. */
export const longestLineOf = (lines: readonly (readonly ViewNode[])[]): number =>
  Math.max(0, ...lines.map((line) => [...lineText(line).replaceAll('\t', tab)].length))

const lineText = (nodes: readonly ViewNode[]): string =>
  nodes.map((node) => (node.type === 'text' ? node.value : lineText(node.children ?? []))).join('')

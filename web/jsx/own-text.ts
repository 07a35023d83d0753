import { createElement, Fragment, type ReactNode } from 'react'

/** Testing Library reads one element at a time: tests that find a sentence by its words turn this off. */
export const ownText = { isOn: true }

/**
 * Gives every text an element of its own. A translator (the browser's, or an extension) puts its own elements in the
 * place of text nodes; React then fails when it removes such a node, or changes one nobody sees any more. An element
 * that holds only text is safe: React writes its whole content.
 */
export function withOwnText<Props extends object>(type: unknown, props: Props): Props {
  if (!ownText.isOn || (typeof type !== 'string' && type !== Fragment)) return props
  if (typeof type === 'string' && textOnly.has(type)) return props
  const { children } = props as { children?: unknown }
  const next = type === Fragment ? asElements(children) : separated(children)
  return next === children ? props : { ...props, children: next }
}

/** What holds nothing but text, or draws an element of ours as nothing. */
const textOnly = new Set(['title', 'option', 'textarea', 'style', 'script', 'text', 'tspan'])

const isText = (child: unknown) => typeof child === 'string' || typeof child === 'number' || typeof child === 'bigint'
const isNothing = (child: unknown) => child === null || child === undefined || typeof child === 'boolean'

/** Only text: one string, which React writes as the content of its parent. Text beside anything else: elements. */
function separated(children: unknown): unknown {
  if (!Array.isArray(children)) return children
  const parts = children.flat(Number.POSITIVE_INFINITY)
  if (!parts.some(isText)) return children
  if (parts.every((part) => isText(part) || isNothing(part))) return parts.filter(isText).join('')
  return asElements(children)
}

/** The same for what is made without JSX. */
export const withOwnElements = (children: readonly unknown[]) =>
  (ownText.isOn ? asElements(children) : children) as ReactNode[]

function asElements(children: unknown): unknown {
  if (isText(children)) return ownElement(String(children))
  if (!Array.isArray(children) || !children.flat(Number.POSITIVE_INFINITY).some(isText)) return children
  return children.map((child: unknown, index) => {
    if (isText(child)) return ownElement(String(child), `text-${index}`)
    return Array.isArray(child) ? asElements(child) : child
  })
}

/**
 * No element of HTML: no style sheet of ours, nor any reader, gives it a meaning. The spaces around the words stay
 * outside, where they part them from their neighbours for a screen reader; no translator touches them.
 */
function ownElement(text: string, key = 'text'): unknown {
  const words = text.trim()
  if (words === '') return text
  const start = text.indexOf(words)
  const element = createElement('b-text', { key }, words)
  return words.length === text.length ? element : [text.slice(0, start), element, text.slice(start + words.length)]
}

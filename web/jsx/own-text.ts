import { createElement, Fragment, type ReactNode } from 'react'

/** Testing Library matches one element at a time: tests that find a sentence by its text turn this off. */
export const ownText = { isOn: true }

/**
 * Wraps every text in an element of its own. Translators (of the browser, or an extension) replace text nodes by their
 * own elements, after which React fails to remove such a node or updates one that is no longer displayed. An element
 * that holds only text is safe, because React replaces its whole content.
 */
export function withOwnText<Props extends object>(type: unknown, props: Props): Props {
  if (!ownText.isOn || (typeof type !== 'string' && type !== Fragment)) return props
  if (typeof type === 'string' && textOnly.has(type)) return props
  const { children } = props as { children?: unknown }
  const next = type === Fragment ? asElements(children) : separated(children)
  return next === children ? props : { ...props, children: next }
}

/** Elements that may hold only text, or in which a custom element would not be displayed. */
const textOnly = new Set(['title', 'option', 'textarea', 'style', 'script', 'text', 'tspan'])

const isText = (child: unknown) => typeof child === 'string' || typeof child === 'number' || typeof child === 'bigint'
const isNothing = (child: unknown) => child === null || child === undefined || typeof child === 'boolean'

/**
 * Text alone becomes one string, which React writes as the content of its parent; text beside other children is
 * wrapped.
 */
function separated(children: unknown): unknown {
  if (!Array.isArray(children)) return children
  const parts = children.flat(Number.POSITIVE_INFINITY)
  if (!parts.some(isText)) return children
  if (parts.every((part) => isText(part) || isNothing(part))) return parts.filter(isText).join('')
  return asElements(children)
}

/** The same for elements made without JSX. */
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
 * A custom element without meaning for style sheets and screen readers. Spaces around the text stay outside it, where
 * they separate words for screen readers and translators leave them alone.
 */
function ownElement(text: string, key = 'text'): unknown {
  const words = text.trim()
  if (words === '') return text
  const start = text.indexOf(words)
  const element = createElement('b-text', { key }, words)
  return words.length === text.length ? element : [text.slice(0, start), element, text.slice(start + words.length)]
}

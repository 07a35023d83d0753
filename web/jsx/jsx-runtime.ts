import type { Key } from 'react'
import { jsx as reactJsx, jsxs as reactJsxs } from 'react/jsx-runtime'
import { withOwnText } from './own-text.ts'

export type { JSX } from 'react/jsx-runtime'
export { Fragment } from 'react/jsx-runtime'

type Type = Parameters<typeof reactJsx>[0]

export const jsx = (type: Type, props: object, key?: Key) => reactJsx(type, withOwnText(type, props), key)
export const jsxs = (type: Type, props: object, key?: Key) => {
  const own = withOwnText(type, props)
  // Children merged into one text are no longer a list.
  return Array.isArray((own as { children?: unknown }).children) ? reactJsxs(type, own, key) : reactJsx(type, own, key)
}

import type { Key } from 'react'
import { type JSXSource, jsxDEV as reactJsxDev } from 'react/jsx-dev-runtime'
import { withOwnText } from './own-text.ts'

export type { JSX } from 'react/jsx-dev-runtime'
export { Fragment } from 'react/jsx-dev-runtime'

type Type = Parameters<typeof reactJsxDev>[0]

/** As jsx-runtime.ts, with React's development warnings. */
export function jsxDEV(type: Type, props: object, key?: Key, isStatic = false, source?: JSXSource, self?: unknown) {
  const own = withOwnText(type, props)
  const isList = isStatic && Array.isArray((own as { children?: unknown }).children)
  return reactJsxDev(type, own, key, isList, source, self)
}

import type { ContentTag } from '#contract/questions/content.ts'

/**
 * The tags that may be rendered: a second check, after the server's sanitiser. A tag added to
 * contract/questions/content.ts does not compile until it is here.
 */
const tags: Record<ContentTag | 'h2', true> = {
  p: true,
  h2: true,
  h3: true,
  h4: true,
  h5: true,
  h6: true,
  ul: true,
  ol: true,
  li: true,
  blockquote: true,
  hr: true,
  pre: true,
  br: true,
  table: true,
  thead: true,
  tbody: true,
  tr: true,
  th: true,
  td: true,
  a: true,
  code: true,
  em: true,
  strong: true,
  del: true,
  sub: true,
  sup: true,
  kbd: true,
  span: true,
  img: true,
  math: true,
  semantics: true,
  mrow: true,
  mi: true,
  mn: true,
  mo: true,
  ms: true,
  mtext: true,
  mspace: true,
  msup: true,
  msub: true,
  msubsup: true,
  mfrac: true,
  msqrt: true,
  mroot: true,
  mover: true,
  munder: true,
  munderover: true,
  mtable: true,
  mtr: true,
  mtd: true,
  mpadded: true,
  mphantom: true,
  mstyle: true,
  menclose: true,
  mmultiscripts: true,
  mprescripts: true,
  none: true,
}

/** Attributes that affect appearance or semantics, never behaviour. */
const plainProps = new Set([
  'className',
  'align',
  'start',
  'alt',
  'title',
  'scope',
  'display',
  'mathvariant',
  'displaystyle',
  'scriptlevel',
  'stretchy',
  'fence',
  'separator',
  'accent',
  'linethickness',
  'columnalign',
  'width',
  'height',
])

export function isAllowedTag(tag: string): boolean {
  return Object.hasOwn(tags, tag)
}

/** Keeps harmless attributes; `javascript:` and every scheme other than http and https is removed. */
export function safeProps(props: Readonly<Record<string, unknown>> = {}): Record<string, string | number> {
  const safe: Record<string, string | number> = {}
  for (const [name, value] of Object.entries(props)) {
    if (typeof value !== 'string' && typeof value !== 'number') continue
    if (plainProps.has(name)) safe[name] = value
    if (name === 'href' && isSafeLink(String(value))) safe[name] = value
    // Only paths of this server: not `//elsewhere`, nor `/\\elsewhere`, which browsers read the same.
    if (name === 'src' && /^(\/\w+)+$/.test(String(value))) safe[name] = value
  }
  return safe
}

export function isSafeLink(href: string): boolean {
  return /^https?:\/\/\S+$/i.test(href) || /^[/#](?!\/)/.test(href)
}

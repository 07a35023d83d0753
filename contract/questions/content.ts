import { z } from 'zod'

/**
 * Formatted text as a tree: made once on the server from Markdown, stored in the database, rendered by
 * web/ui/ContentView.tsx. Only the elements and attributes listed here are allowed, so rendering it never needs raw
 * HTML.
 */
export const contentTags = [
  // blocks
  ...(['p', 'h3', 'h4', 'h5', 'h6', 'ul', 'ol', 'li', 'blockquote', 'hr', 'pre', 'br'] as const),
  ...(['table', 'thead', 'tbody', 'tr', 'th', 'td'] as const),
  // inline
  ...(['a', 'code', 'em', 'strong', 'del', 'sub', 'sup', 'kbd', 'span', 'img'] as const),
  // formulas (MathML)
  ...(['math', 'semantics', 'mrow', 'mi', 'mn', 'mo', 'ms', 'mtext', 'mspace', 'msup', 'msub', 'msubsup'] as const),
  ...(['mfrac', 'msqrt', 'mroot', 'mover', 'munder', 'munderover', 'mtable', 'mtr', 'mtd', 'mpadded'] as const),
  ...(['mphantom', 'mstyle', 'menclose', 'mmultiscripts', 'mprescripts', 'none'] as const),
] as const
export type ContentTag = (typeof contentTags)[number]

/** Links to the web only: no script, no data, no other scheme. */
export const contentHref = /^https?:\/\/[^\s]+$/
/**
 * Images are stored by the server under the hash of their bytes; who may load one is decided in
 * server/attempts/sitting/read-image-for.ts.
 */
export const contentImage = /^\/api\/images\/[0-9a-f]{64}$/
/** A single class: the language of a code block, or the highlighter's class of a token. */
export const contentClass = /^(language-[a-z0-9+#-]{1,20}|hljs-[a-z_]{1,20}|[a-z]{1,12}_)$/

const short = z.string().max(40)
const pixels = z.int().min(1).max(4_096)
export const contentProps = z.strictObject({
  className: z
    .string()
    .max(120)
    .refine((names) => names.split(' ').every((name) => contentClass.test(name)))
    .optional(),
  href: z.string().max(2_000).regex(contentHref).optional(),
  // images: their size reserves their place before they load
  src: z.string().regex(contentImage).optional(),
  alt: z.string().max(1_000).optional(),
  height: pixels.optional(),
  align: z.enum(['left', 'center', 'right']).optional(),
  start: z.int().min(0).max(1_000_000).optional(),
  // formulas
  display: z.enum(['block', 'inline']).optional(),
  mathvariant: short.optional(),
  displaystyle: short.optional(),
  scriptlevel: short.optional(),
  stretchy: short.optional(),
  fence: short.optional(),
  separator: short.optional(),
  accent: short.optional(),
  linethickness: short.optional(),
  columnalign: short.optional(),
  width: z.union([short, pixels]).optional(),
})
export type ContentProps = z.output<typeof contentProps>

export type ContentNode =
  | { type: 'text'; value: string }
  | { type: 'element'; tag: ContentTag; props?: ContentProps | undefined; children?: ContentNode[] | undefined }

export const contentNode: z.ZodType<ContentNode> = z
  .lazy(() =>
    z.discriminatedUnion('type', [
      z.strictObject({ type: z.literal('text'), value: z.string().max(20_000) }),
      z.strictObject({
        type: z.literal('element'),
        tag: z.enum(contentTags),
        props: contentProps.optional(),
        children: z.array(contentNode).max(5_000).optional(),
      }),
    ]),
  )
  .meta({ id: 'ContentNode' })

export const content = z.array(contentNode).max(2_000)
export type Content = ContentNode[]

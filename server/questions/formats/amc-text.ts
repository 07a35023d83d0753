import type { BlockContent, PhrasingContent, Root } from 'mdast'
import { type Desk, takeFile } from './desk.ts'
import { walk, writeMarkdown } from './markdown-tree.ts'
import { plainToMarkdown } from './plain-to-markdown.ts'

/** More than a question may hold: it is refused as too long, there is no need to read it first. */
const longestText = 20_000

/** AMC-TXT's few marks → Markdown: `[verbatim]`, `[* bold *]`, `[_ italics _]`, `[| code |]`, `!image.png!`, `[[TeX]]`. */
export function amcToMarkdown(text: string, desk: Desk): string {
  if (text.length > longestText) return text
  const children = text.split(/(\[verbatim\][\s\S]*?\[\/verbatim\])/).flatMap((part): BlockContent[] => {
    const verbatim = /^\[verbatim\]([\s\S]*)\[\/verbatim\]$/.exec(part)
    if (!verbatim) return paragraphs(part, desk)
    return [{ type: 'code', value: (verbatim[1] ?? '').replace(/^[ \t]*\n/, '').replace(/\n[ \t]*$/, '') }]
  })
  const root: Root = { type: 'root', children }
  const isPlain = [...walk(root)].every(({ type }) => ['root', 'paragraph', 'text'].includes(type))
  return isPlain ? plainToMarkdown(text) : writeMarkdown(root)
}

const paragraphs = (text: string, desk: Desk): BlockContent[] =>
  text
    .split(/\n[ \t]*\n/)
    .map((part) => part.trim().replace(/[ \t]*\n[ \t]*/g, '\n'))
    .filter((part) => part !== '')
    .map((part) => ({ type: 'paragraph', children: phrasing(part, desk) }))

const marks =
  /\[\[([\s\S]+?)\]\]|!(?:\{[^!\s]+\})?(?:\[[^!\s]+\])?([^!\s]+\.[a-z]{3,4})!|\[\*([\s\S]*?)\*\]|\[_([\s\S]*?)_\]|\[\|([\s\S]*?)\|\]|\[\/([\s\S]*?)\/\]|\[==([\s\S]*?)==\]/i

function phrasing(text: string, desk: Desk): PhrasingContent[] {
  const match = marks.exec(text)
  if (!match) return text === '' ? [] : [{ type: 'text', value: text }]
  const [whole, tex, image, bold, italics, code, underlined, title] = match
  const before = text.slice(0, match.index)
  const after = phrasing(text.slice(match.index + whole.length), desk)
  const start: PhrasingContent[] = before === '' ? [] : [{ type: 'text', value: before }]
  if (tex !== undefined) return [...start, ...formula(tex, desk), ...after]
  if (image !== undefined) return [...start, imageOf(image, desk), ...after]
  if (code !== undefined) return [...start, { type: 'inlineCode', value: code }, ...after]
  if (bold !== undefined) return [...start, { type: 'strong', children: phrasing(bold.trim(), desk) }, ...after]
  if (italics !== undefined) return [...start, { type: 'emphasis', children: phrasing(italics.trim(), desk) }, ...after]
  return [...start, ...phrasing((underlined ?? title ?? '').trim(), desk), ...after]
}

function formula(tex: string, desk: Desk): PhrasingContent[] {
  const inside = /^\$([^$]+)\$$/.exec(tex.trim())
  if (inside) return [{ type: 'inlineMath', value: inside[1] ?? '' } as unknown as PhrasingContent]
  desk.remarks.push({ code: 'latex', detail: tex.slice(0, 80) })
  return [{ type: 'inlineCode', value: tex }]
}

function imageOf(path: string, desk: Desk): PhrasingContent {
  const name = takeFile(desk, path)
  if (name === null) desk.remarks.push({ code: 'missing_image', detail: path })
  return { type: 'image', url: name ?? path, alt: '' }
}

/** Checks of HTML in one pass over its tags, before a parser builds its tree. */

const mostDepth = 100
/** Length of one tag outside quotes: a parser compares each attribute with all the previous ones. */
const longestTag = 2_000

/** Elements that are closed implicitly: a thousand of them in a row are not nested. */
const flat = new Set(
  'area,base,br,col,colgroup,dd,dt,embed,hr,img,input,li,link,meta,option,p,param,source,tbody,td,tfoot,th,thead,tr,track,wbr'.split(
    ',',
  ),
)
/** Bold in bold: the writer of Markdown looks again at all that is inside for each, and a person stops at three. */
const mostFormatting = 20
/** Elements that a parser reopens in every following block until they are closed explicitly. */
const formatting = new Set('a,b,big,code,em,font,i,nobr,s,small,strike,strong,tt,u'.split(','))

/**
 * Hundreds of nested elements, or a tag with thousands of attributes, would exhaust a parser, and no person wrote them.
 */
export function isTangled(html: string): boolean {
  const open: string[] = []
  const opened = new Map<string, number>()
  let reopened = 0
  for (const { name, isEnd, isEmpty, length } of tagsOf(html)) {
    if (length > longestTag) return true
    if (flat.has(name)) continue
    if (formatting.has(name)) {
      const count = opened.get(name) ?? 0
      if (isEnd && count === 0) continue
      opened.set(name, count + (isEnd ? -1 : 1))
      reopened += isEnd ? -1 : 1
    } else if (isEnd) {
      const at = open.lastIndexOf(name)
      if (at !== -1) open.length = at
    } else if (!isEmpty) open.push(name)
    if (reopened > mostFormatting || open.length + reopened > mostDepth) return true
  }
  return false
}

/** The text between the tags. */
export function withoutTags(html: string): string {
  const words: string[] = []
  let from = 0
  for (const { start, end } of tagsOf(html)) {
    words.push(html.slice(from, start))
    from = end
  }
  return [...words, html.slice(from)].join(' ')
}

type Tag = { name: string; isEnd: boolean; isEmpty: boolean; start: number; end: number; length: number }

/** In order; comments and unclosed tags are left out. */
function* tagsOf(html: string): Generator<Tag> {
  const beginning = /<(?:(!--)|(\/?)([a-z][\w-]*))/gi
  for (let match = beginning.exec(html); match; match = beginning.exec(html)) {
    const [, comment, slash, name = ''] = match
    const end = comment ? afterComment(html, match.index) : endOfTag(html, beginning.lastIndex)
    if (!end) return
    beginning.lastIndex = end.at
    if (comment) continue
    const isEmpty = html[end.at - 2] === '/'
    yield {
      name: name.toLowerCase(),
      isEnd: slash === '/',
      isEmpty,
      start: match.index,
      end: end.at,
      length: end.length,
    }
  }
}

function afterComment(html: string, start: number) {
  const close = html.indexOf('-->', start + 2)
  return close === -1 ? null : { at: close + 3, length: 0 }
}

/** Position after its `>`, ignoring those in quotes; `length` counts the characters outside quotes. */
function endOfTag(html: string, from: number): { at: number; length: number } | null {
  let length = 0
  for (let at = from; at < html.length; at += 1) {
    const sign = html[at]
    if (sign === '>') return { at: at + 1, length }
    length += 1
    if ((sign !== '"' && sign !== "'") || !/=\s?$/.test(html.slice(Math.max(from, at - 2), at))) continue
    const close = html.indexOf(sign, at + 1)
    if (close === -1) return null
    at = close
  }
  return null
}

const htmlTag =
  /<\/?(?:p|br|b|i|u|s|em|strong|span|div|a|img|ul|ol|li|code|pre|table|tr|t[dh]|su[bp]|h[1-6]|blockquote|tt|font|hr)[\s/>]|&(?:[a-z][a-z0-9]{1,31}|#\d{1,7});/i

/** Whether a text contains a tag or an entity of HTML. */
export const hasMarkup = (text: string): boolean => htmlTag.test(text)

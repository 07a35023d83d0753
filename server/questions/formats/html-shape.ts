/** What can be said of HTML by going through its tags once, before a parser builds its tree. */

const mostDepth = 100
/** Of one tag, what is outside quotes: a parser compares each attribute with all those before it. */
const longestTag = 2_000

/** Elements that end by themselves: a thousand of them in a row are not one in another. */
const flat = new Set(
  'area,base,br,col,colgroup,dd,dt,embed,hr,img,input,li,link,meta,option,p,param,source,tbody,td,tfoot,th,thead,tr,track,wbr'.split(
    ',',
  ),
)
/** Elements that a parser opens again in every block that follows until they are ended by name. */
const formatting = new Set('a,b,big,code,em,font,i,nobr,s,small,strike,strong,tt,u'.split(','))

/** Elements in elements by the hundred, or a tag of thousands of attributes, exhaust a parser: no person wrote them. */
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
    if (open.length + reopened > mostDepth) return true
  }
  return false
}

/** The words between the tags. */
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

/** In their order; comments and what never ends are left out. */
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

/** After its `>`, one in quotes left alone; `length` counts what is outside quotes. */
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

/** Whether a text that may be HTML has a tag or an entity of it. */
export const hasMarkup = (text: string): boolean => htmlTag.test(text)

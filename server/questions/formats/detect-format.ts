import type { ImportFormat } from './imported.ts'

/** What a text is, by what is in it; its name decides only when nothing else does. */
export function detectFormat(text: string, name: string): ImportFormat | null {
  const body = text.replace(/^\uFEFF/, '').trimStart()
  if (body.startsWith('<')) return xmlFormat(body.slice(0, 65_536))
  if (/\.gift$/i.test(name)) return 'gift'
  if (/^section:/m.test(body) && /^questions:/m.test(body)) return 'yaml'
  if (/^[ \t]*ANSWER:[ \t]*\S+[ \t]*\r?$/m.test(body) && /^[ \t]*[A-Z][).]\s/m.test(body)) return 'aiken'
  if (isAmcTxt(body)) return 'amc-txt'
  return isGift(body) ? 'gift' : null
}

/** Braces with answers in them; those of LaTeX hold something else. */
const isGift = (text: string) =>
  !/^[ \t]*\\(?:documentclass|begin\{)/m.test(text) &&
  (/^[ \t]*\$CATEGORY:/m.test(text) || /(?:^|[^\\])\{\s*(?:[~=#}]|\/\/|(?:t|true|f|false)\s*[}#])/i.test(text))

/** A question in AMC-TXT begins with a star at the beginning of a line, its first choice comes after. */
function isAmcTxt(text: string): boolean {
  const question = /^[ \t]*\*{1,2}(?:<[^>\n]*>)?(?:\[[^\]\n]*\])?(?:\{[^}\n]*\})?[ \t]*\S/m.exec(text)
  return question !== null && /^[ \t]*\+/m.test(text.slice(question.index)) && !/^[ \t]*::.+::/m.test(text)
}

function xmlFormat(text: string): ImportFormat | null {
  const root = /<(?:[\w.-]+:)?([A-Za-z][\w.-]*)(\s[^>]*)?\/?>/.exec(
    text.replace(/<!--[\s\S]*?-->|<\?[\s\S]*?\?>|<![A-Z][^[>]*(?:\[[\s\S]*?\]\s*)?>/g, ''),
  )
  switch (root?.[1]) {
    case 'quiz':
      return 'moodle-xml'
    case 'questestinterop':
      return 'qti12'
    case 'POOL':
      return 'blackboard'
    case 'qti-assessment-item':
      return 'qti30'
    case 'assessmentItem':
      return /imsqti_v2p[01]\b/.test(root[2] ?? '') ? 'qti21' : 'qti22'
    default:
      return null
  }
}

import type { ImportFormat } from './imported.ts'
import { answerIn, choiceIn } from './read-aiken.ts'
import { ourHeader } from './read-amc-txt.ts'

/** Detects the format of a text by its content; the file name only decides in doubt. */
export function detectFormat(text: string, name: string): ImportFormat | null {
  const body = text.replace(/^\uFEFF/, '').trimStart()
  if (body.startsWith('<')) return xmlFormat(body.slice(0, 65_536))
  // Our own exports begin with a header, because a stem may contain the syntax of another format.
  if (body.startsWith(ourHeader)) return 'amc-txt'
  if (/\.gift$/i.test(name)) return 'gift'
  if (/^section:/m.test(body) && /^questions:/m.test(body)) return 'yaml'
  if (isAiken(body)) return 'aiken'
  if (isAmcTxt(body)) return 'amc-txt'
  return isGift(body) ? 'gift' : null
}

/** A line that gives the letter of the answer, after a choice. */
function isAiken(text: string): boolean {
  let hasChoices = false
  for (const line of text.split(/\r\n?|\n/)) {
    const said = line.trim()
    if (choiceIn(said, [])) hasChoices = true
    else if (hasChoices && /^[A-Z]?$/.test(answerIn(said, false) ?? '-')) return true
  }
  return false
}

/** Braces that contain answers, unlike those of LaTeX. */
const isGift = (text: string) =>
  !/^[ \t]*\\(?:documentclass|begin\{)/m.test(text) &&
  (/^[ \t]*\$CATEGORY:/m.test(text) || /(?:^|[^\\])\{\s*(?:[~=#}]|\/\/|(?:t|true|f|false)\s*[}#])/i.test(text))

/** An AMC-TXT question is a star at the start of a line, followed by its first choice. */
function isAmcTxt(text: string): boolean {
  const question = /^[ \t]*\*{1,2}(?:<[^>\n]*>)?(?:\[[^\]\n]*\])?(?:\{[^}\n]*\})?[ \t]*\S/m.exec(text)
  return question !== null && /^[ \t]*\+/m.test(text.slice(question.index)) && !/^[ \t]*::.+::/m.test(text)
}

function xmlFormat(text: string): ImportFormat | null {
  const { name, attributes } = rootOf(text)
  switch (name) {
    case 'quiz':
      // Canvas uses this root for the settings of a quiz, whose questions are in another file.
      return attributes.includes('canvas.instructure.com') ? null : 'moodle-xml'
    case 'questestinterop':
      return 'qti12'
    case 'POOL':
      return 'blackboard'
    case 'qti-assessment-item':
      return 'qti30'
    case 'assessmentItem':
      return /imsqti_v2p[01]\b/.test(attributes) ? 'qti21' : 'qti22'
    default:
      return null
  }
}

/** The first element, after comments, instructions and the document type. */
export function rootOf(text: string): { name: string; attributes: string } {
  const nothing = { name: '', attributes: '' }
  let at = text.indexOf('<')
  while (at !== -1) {
    const end = afterProlog(text, at)
    if (end === -1) return nothing
    if (end === at) break
    at = text.indexOf('<', end)
  }
  if (at === -1) return nothing
  const [, name = ''] = /^<(?:[\w.-]{1,60}:)?([A-Za-z][\w.-]{0,60})/.exec(text.slice(at, at + 200)) ?? []
  return { name, attributes: text.slice(at, text.indexOf('>', at) + 1) }
}

/**
 * The offset after a comment, an instruction or a document type that begins here; the same offset when none does, −1
 * when it has no end.
 */
function afterProlog(text: string, at: number): number {
  const ending = endOfProlog(text, at)
  if (ending === null) return at
  const close = text.indexOf(ending, at + 2)
  return close === -1 ? -1 : close + ending.length
}

function endOfProlog(text: string, at: number): string | null {
  if (text.startsWith('<!--', at)) return '-->'
  if (text.startsWith('<?', at)) return '?>'
  return text.startsWith('<!', at) ? endOfDoctype(text, at) : null
}

/** Its declarations are between square brackets. */
function endOfDoctype(text: string, at: number): ']>' | '>' {
  const bracket = text.indexOf('[', at)
  const end = text.indexOf('>', at)
  return bracket !== -1 && bracket < end ? ']>' : '>'
}

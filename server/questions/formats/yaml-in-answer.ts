import { sectionDocuments } from './section-documents.ts'

/**
 * The questions in our YAML inside the answer of an assistant, which puts them in a Markdown block with words around.
 * What is not YAML becomes empty lines, so that a fault keeps its line; null when there is none of our questions.
 * `section`: written above a list that names none.
 */
export function yamlInAnswer(text: string, section: string): string | null {
  const body = text.replace(/^\uFEFF/, '')
  if (!/^[ \t]*- +id:/m.test(body) || !/^[ \t]+stem:/m.test(body)) return null
  const given = body.split(/\r\n?|\n/)
  const isClean = given.every((line) => isOurs(line) && !opening.test(line))
  // A file as we write it is read as it is.
  if (isClean && /^section:/m.test(body) && /^questions:/m.test(body)) return null
  let named = section
  const lines = withoutProse(given)
  const documents = sectionDocuments(lines)
  // Appended in order: an answer may have as many documents as lines.
  const whole: string[] = []
  const append = (more: readonly string[]) => {
    for (const line of more) whole.push(line)
  }
  let next = 0
  for (const { linesBefore, lines: said } of documents) {
    named = sectionIn(said) ?? named
    append(lines.slice(next, linesBefore))
    append(withHeader(said, named))
    next = linesBefore + said.length
  }
  append(lines.slice(next))
  return whole.join('\n')
}

const sectionIn = (lines: readonly string[]) =>
  lines.map((line) => /^section:\s*["']?([a-z0-9-]+)/.exec(line)?.[1]).find((id) => id !== undefined)

/** A fence of the answer is at the margin; those of a stem are indented with it. */
const opening = /^ {0,3}(`{3,}|~{3,})[ \t]{0,9}([\w+-]{0,20})[ \t]{0,9}$/

/** Our questions are indented, or begin with a dash; a line of words at the margin is not one of theirs. */
const isOurs = (line: string) => line === '' || /^(?:[\s#-]|section:|contexts:|questions:)/.test(line)

function withoutProse(lines: readonly string[]): string[] {
  const isFenced = lines.some((line) => opening.test(line))
  let fence: string | null = null
  let isKept = false
  return lines.map((line) => {
    const [, marks = '', language = ''] = opening.exec(line) ?? []
    if (fence !== null && marks.startsWith(fence) && language === '') {
      fence = null
      return ''
    }
    if (fence === null && marks !== '') {
      fence = marks
      isKept = language === '' || /^ya?ml$/i.test(language)
      return ''
    }
    if (isFenced) return fence !== null && isKept ? line : ''
    return isOurs(line) ? line : ''
  })
}

/** One header for a section, even when its questions came in several blocks, or with none. */
function withHeader(lines: readonly string[], section: string): readonly string[] {
  const count = (key: string) => lines.filter((line) => line.startsWith(`${key}:`)).length
  if (count('section') === 1 && count('questions') === 1) return lines
  // Shared documents are a list of their own, which one header above both would break.
  if (count('contexts') > 0) return count('section') > 0 ? lines : afterMark(lines, `section: ${section}`)
  const first = lines.findIndex((line) => /^[ \t]*- +id:/.test(line))
  if (first === -1) return lines
  const named = lines.find((line) => line.startsWith('section:'))
  const header = [named ?? `section: ${section}`, 'questions:']
  const rest = lines.map((line) => (/^section:|^questions:/.test(line) ? '' : line))
  const before = rest.slice(0, first)
  // Empty lines above the first question make room, so that no line moves.
  const room = before.filter((line) => line.trim() === '').length
  const kept = room >= 2 ? withoutLastEmpty(before, 2) : before
  return [...kept, ...header, ...rest.slice(first)]
}

/** A document may begin with a line `---`. */
const afterMark = ([first = '', ...rest]: readonly string[], line: string) =>
  first.startsWith('---') ? [first, line, ...rest] : [line, first, ...rest]

function withoutLastEmpty(lines: readonly string[], count: number): string[] {
  let left = count
  return lines
    .toReversed()
    .filter((line) => {
      if (left === 0 || line.trim() !== '') return true
      left -= 1
      return false
    })
    .toReversed()
}

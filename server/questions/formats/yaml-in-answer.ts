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
  const lines = withoutProse(given)
  const count = (key: string) => lines.filter((line) => line.startsWith(`${key}:`)).length
  if (count('section') === 1 && count('questions') === 1) return lines.join('\n')
  // Shared documents are a list of their own, which one header above both would break.
  if (count('contexts') > 0) return [`section: ${section}`, ...lines].join('\n')
  return withHeader(lines, section).join('\n')
}

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

/** One header for the whole answer, even when it came in several blocks, or with none. */
function withHeader(lines: readonly string[], section: string): string[] {
  const first = lines.findIndex((line) => /^[ \t]*- +id:/.test(line))
  const named = lines.find((line) => line.startsWith('section:'))
  const header = [named ?? `section: ${section}`, 'questions:']
  const rest = lines.map((line) =>
    /^section:|^questions:/.test(line) && (line === named || !line.startsWith('section:')) ? '' : line,
  )
  const before = rest.slice(0, first)
  // Empty lines above the first question make room, so that no line moves.
  const room = before.filter((line) => line.trim() === '').length
  const kept = room >= 2 ? withoutLastEmpty(before, 2) : before
  return [...kept, ...header, ...rest.slice(first)]
}

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

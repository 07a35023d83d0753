import { accept } from './accept.ts'
import { joined, type Reading, refused, type UnusableReason } from './imported.ts'
import { plainToMarkdown } from './plain-to-markdown.ts'
import { isWrittenTrueFalse, trueFalseOf } from './true-false.ts'
import { evenWeights } from './weights.ts'

/** Aiken: a question, its choices by letter, `ANSWER: B`. */
export function readAiken(text: string): Reading {
  return joined(blocksOf(text.replace(/^\uFEFF/, '').split(/\r\n?|\n/)).map(readBlock))
}

type Choice = { letter: string; text: string }
type Block = { line: number; column: number; stem: string; choices: Choice[]; answer: string | null }

const choice = /^\s*([A-Z])[).][ \t]+(.*)$/
const answer = /^\s*ANSWER:\s*(\S*)\s*$/

/** A question ends with its answer; another beginning before one means it has none. */
function blocksOf(lines: readonly string[]): Block[] {
  const blocks: Block[] = []
  let open: Block | null = null
  const close = (letter: string | null) => {
    if (open) blocks.push({ ...open, answer: letter })
    open = null
  }
  for (const [index, line] of lines.entries()) {
    const given = answer.exec(line)
    const offered = choice.exec(line)
    if (line.trim() === '') continue
    if (given) close(given[1] ?? '')
    else if (offered && open) open.choices.push({ letter: offered[1] ?? '', text: (offered[2] ?? '').trim() })
    else {
      if (open && open.choices.length > 0) close(null)
      const column = line.search(/\S/) + 1
      open = open
        ? { ...(open as Block), stem: `${(open as Block).stem}\n${line.trim()}` }
        : { line: index + 1, column, stem: line.trim(), choices: [], answer: null }
    }
  }
  close(null)
  return blocks
}

function readBlock({ line, column, stem, choices, answer: letter }: Block): Reading {
  const refuse = (reason: UnusableReason) => refused({ line, column, reason, title: stem.slice(0, 80) })
  if (letter === null) return refuse('no_answer_line')
  if (!choices.some((one) => one.letter === letter.toUpperCase())) return refuse('answer_not_among_choices')
  const read = choices.map((one) => ({ text: plainToMarkdown(one.text), correct: one.letter === letter.toUpperCase() }))
  const isStatement = isWrittenTrueFalse(choices.map(({ text }) => text))
  return accept({
    line,
    column,
    ...(isStatement
      ? trueFalseOf({ answer: read[0]?.correct ?? false })
      : { type: 'single', choices: evenWeights('single', read) }),
    stem: plainToMarkdown(stem),
    category: [],
    tags: [],
    files: [],
  })
}

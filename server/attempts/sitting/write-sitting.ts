import type { z } from 'zod'
import { sitting } from '#contract/attempts/sitting.ts'
import type { AskedQuestion } from '#contract/questions/asked-question.ts'
import { frozenBytesOf, Written } from '#server/platform/written.ts'

const rest = sitting.omit({ questions: true })
const comma = Buffer.from(',')
const closing = Buffer.from(']}')

/**
 * A sitting as it leaves. The stems and the choices are those of the frozen exam, parsed once by the contract
 * (copy.ts) and written once, as bytes: only their order is this student's.
 */
export function writeSitting({ questions, ...own }: z.output<typeof sitting>): Written {
  const head = `${JSON.stringify(rest.parse(own)).slice(0, -1)},"questions":[`
  return new Written([Buffer.from(head), ...separated(questions.map(writeQuestion)), closing])
}

function writeQuestion({ choices, ...asked }: AskedQuestion): Buffer[] {
  // The stem is the frozen one, and no other question has it.
  const head = frozenBytesOf(asked.stem, () => `${JSON.stringify(asked).slice(0, -1)},"choices":[`)
  return [head, ...separated(choices.map((choice) => [frozenBytesOf(choice, () => JSON.stringify(choice))])), closing]
}

const separated = (items: Buffer[][]) => items.flatMap((item, i) => (i === 0 ? item : [comma, ...item]))

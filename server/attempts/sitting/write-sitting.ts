import type { z } from 'zod'
import { sitting } from '#contract/attempts/sitting.ts'
import type { AskedQuestion } from '#contract/questions/asked-question.ts'
import { frozenBytesOf, SerializedReply } from '#server/platform/serialized-reply.ts'

const rest = sitting.omit({ questions: true, contexts: true })
const comma = Buffer.from(',')
const closing = Buffer.from(']}')
const end = Buffer.from('}')

/**
 * Serialises a sitting. The stems and choices come from the frozen exam, parsed once by the contract (copy.ts) and
 * serialised once as bytes; only their order is specific to the student.
 */
export function writeSitting({ questions, contexts = [], ...own }: z.output<typeof sitting>): SerializedReply {
  const head = `${JSON.stringify(rest.parse(own)).slice(0, -1)},"questions":[`
  const asked = [Buffer.from(head), ...separated(questions.map(writeQuestion))]
  if (contexts.length === 0) return new SerializedReply([...asked, closing])
  const shared = separated(contexts.map((context) => [frozenBytesOf(context, () => JSON.stringify(context))]))
  return new SerializedReply([...asked, Buffer.from('],"contexts":['), ...shared, Buffer.from(']'), end])
}

function writeQuestion({ choices, ...asked }: AskedQuestion): Buffer[] {
  // The frozen stem object is unique to its question, so it can be the key of the cache.
  const head = frozenBytesOf(asked.stem, () => `${JSON.stringify(asked).slice(0, -1)},"choices":[`)
  return [head, ...separated(choices.map((choice) => [frozenBytesOf(choice, () => JSON.stringify(choice))])), closing]
}

const separated = (items: Buffer[][]) => items.flatMap((item, i) => (i === 0 ? item : [comma, ...item]))

import type { z } from 'zod'
import type { ReplyInput } from '#contract/endpoint.ts'
import { type getMyReview, myReview } from '#contract/grading/grading.ts'
import { frozenBytesOf, SerializedReply } from '#server/platform/serialized-reply.ts'

type Reply = ReplyInput<typeof getMyReview>
type Question = z.input<typeof myReview>['questions'][number]
type Choice = Question['choices'][number]

const rest = myReview.omit({ questions: true, contexts: true })
const comma = Buffer.from(',')
const closing = Buffer.from(']')
const end = Buffer.from('}')
const listed = Buffer.from(',"choices":[')

/**
 * Serialises the marked copy of a student. Statements, choices, feedback and explanations come from the frozen exam,
 * parsed once by the contract (marked-exam.ts) and serialised once; parsing them again for each student was nine tenths
 * of the request.
 */
export function writeReview(reply: Reply): SerializedReply | Reply {
  if (reply.what === 'mark') return reply
  const { questions, contexts = [], ...own } = reply
  const head = Buffer.from(`${JSON.stringify(rest.parse(own)).slice(0, -1)},"questions":[`)
  const marked = [head, ...separated(questions.map(writeQuestion)), closing]
  if (contexts.length === 0) return new SerializedReply([...marked, end])
  const shared = separated(contexts.map((context) => [frozen(context)]))
  return new SerializedReply([...marked, Buffer.from(',"contexts":['), ...shared, closing, end])
}

function writeQuestion({ stem, parts, choices, explanation, source, working, ...own }: Question): Buffer[] {
  const { id, position, type, section, difficulty, points, context, typed, answer, certainty, earned, outcome } = own
  const { code, values } = working
  // What is undefined is left out.
  const head = JSON.stringify({ id, position, type, section, difficulty, points, context, typed, answer, certainty })
  const tail = JSON.stringify({ earned, outcome, working: { code, values } })
  return [
    ...[Buffer.from(`${head.slice(0, -1)},"stem":`), frozen(stem)],
    ...(parts ? [Buffer.from(',"parts":'), frozen(parts)] : []),
    ...[listed, ...separated(choices.map((choice) => [writeChoice(choice)])), closing],
    ...[Buffer.from(',"explanation":'), frozen(explanation)],
    ...(source ? [Buffer.from(',"source":'), frozen(source), Buffer.from(`,${tail.slice(1)}`)] : []),
    ...(source ? [] : [Buffer.from(`,"source":null,${tail.slice(1)}`)]),
  ]
}

/** By the words of a choice, then by the rest of it: ticked or not, right or not, with its feedback or without. */
const written = new WeakMap<object, Map<string, Buffer>>()

function writeChoice({ id, part, option, text, ticked, correct, feedback }: Choice): Buffer {
  const known = written.get(text) ?? new Map<string, Buffer>()
  written.set(text, known)
  const head = `${JSON.stringify({ id, part, option, ticked, correct }).slice(0, -1)},"feedback":${feedback === null ? 'null' : ''}`
  const bytes =
    known.get(head) ?? Buffer.from(`${head}${feedback ? JSON.stringify(feedback) : ''},"text":${JSON.stringify(text)}}`)
  known.set(head, bytes)
  return bytes
}

const frozen = (part: object) => frozenBytesOf(part, () => JSON.stringify(part))

const separated = (items: Buffer[][]) => items.flatMap((item, i) => (i === 0 ? item : [comma, ...item]))

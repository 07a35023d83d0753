import type { z } from 'zod'
import type { ReplyInput } from '#contract/endpoint.ts'
import { type getMyReview, myReview } from '#contract/grading/grading.ts'
import { SerializedReply } from '#server/platform/serialized-reply.ts'

type Review = z.input<typeof myReview>
type Question = Review['questions'][number]
type Choice = Question['choices'][number]

const rest = myReview.omit({ questions: true, contexts: true })

/**
 * Serialises the marked copy of a student. Statements, choices, feedback and explanations come from the frozen exam,
 * parsed once by the contract (marked-exam.ts) and serialised once; parsing them again for each student was nine tenths
 * of the request.
 */
export function writeReview(reply: ReplyInput<typeof getMyReview>): SerializedReply | ReplyInput<typeof getMyReview> {
  if (reply.what === 'mark') return reply
  const { questions, contexts = [], ...own } = reply
  const shared = contexts.length === 0 ? '' : `,"contexts":[${contexts.map(frozenText).join(',')}]`
  const head = JSON.stringify(rest.parse(own)).slice(0, -1)
  return new SerializedReply([Buffer.from(`${head},"questions":[${questions.map(writeQuestion).join(',')}]${shared}}`)])
}

function writeQuestion({ stem, parts, choices, explanation, source, working, ...own }: Question): string {
  const { id, position, type, section, difficulty, points, context, typed, answer, certainty, earned, outcome } = own
  const { code, values } = working
  // What is undefined is left out.
  const head = JSON.stringify({ id, position, type, section, difficulty, points, context })
  const tail = JSON.stringify({ typed, answer, certainty, earned, outcome, working: { code, values } })
  const frozen = `"stem":${frozenText(stem)}${parts ? `,"parts":${frozenText(parts)}` : ''}`
  const explained = `"explanation":${frozenText(explanation)},"source":${source ? frozenText(source) : 'null'}`
  const listed = choices.map(writeChoice).join(',')
  return `${head.slice(0, -1)},${frozen},"choices":[${listed}],${explained},${tail.slice(1)}`
}

function writeChoice({ id, part, option, text, ticked, correct, feedback }: Choice): string {
  const head = JSON.stringify({ id, part, option, ticked, correct })
  return `${head.slice(0, -1)},"text":${frozenText(text)},"feedback":${feedback ? frozenText(feedback) : 'null'}}`
}

const texts = new WeakMap<object, string>()

/** The JSON of an immutable object, kept as long as it lives. */
function frozenText(frozen: object): string {
  let written = texts.get(frozen)
  if (written === undefined) {
    written = JSON.stringify(frozen)
    texts.set(frozen, written)
  }
  return written
}

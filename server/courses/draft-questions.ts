import {
  type AssistantFailure,
  assistantFailures,
  type draftQuestions as contract,
} from '#contract/courses/assistant.ts'
import type { HandlerInput } from '#contract/endpoint.ts'
import { Refusal } from '#core/refusal.ts'
import type { Actor } from '#server/platform/audit.ts'
import type { Assistant, Deps } from '#server/platform/deps.ts'
import { troublesOf } from '#server/platform/troubles.ts'
import { lockBank } from '#server/questions/bank/lock-bank.ts'
import { stageDrafts } from '#server/questions/transfer/stage-import.ts'
import { askAssistant, assistantFailed, beginsQuestion } from './ask-assistant.ts'
import { findAssistant, lastSign } from './course-assistant.ts'
import { beginWork, stopWork } from './drafting-work.ts'
import { readDraftingPrompt } from './read-drafting-prompt.ts'

type DraftInput = HandlerInput<typeof contract>['body'] & { courseId: string; section: string; actor: Actor }
type Asked = JsonColumn.Drafting

/**
 * Begins to ask the assistant for drafts on a section, which takes up to two minutes. They wait as an import of which
 * each is accepted by a person; when the answer is not one, the reason is kept, and nothing of the answer.
 */
export async function draftQuestions(deps: Deps, { courseId, section, count, fingerprint, actor }: DraftInput) {
  const assistant = await findAssistant(deps, courseId)
  if (!assistant) throw new Refusal('assistant_off')
  const text = await readDraftingPrompt(deps, { courseId, sections: section, count })
  const about = text.sections.find(({ id }) => id === section)
  if (!about) throw new Refusal('not_found')
  if (about.passages === 0) throw assistantFailed('no_passage')
  // What leaves is what was read.
  if (text.fingerprint !== fingerprint) throw new Refusal('preview_outdated')
  const asked = { section, title: about.title, count }
  const batchId = await begin(deps, { courseId, model: assistant.model, asked, actor })
  beginWork(deps, batchId, (stop) => draft(deps, { courseId, batchId, asked, assistant, prompt: text.prompt, stop }))
  return { batchId }
}

type DraftWork = {
  courseId: string
  batchId: string
  asked: Asked
  assistant: Assistant
  prompt: string
  stop: AbortController
}

/** Shorter than what tells a server that stopped (course-assistant.ts). */
const signEveryMs = 5_000

async function draft(deps: Deps, { courseId, batchId, asked, assistant, prompt, stop }: DraftWork) {
  const place = { id: batchId, state: 'drafting' }
  /** Says that somebody still waits for the answer, and hangs up when it was forgotten, on whichever server. */
  const sign = async (so: { done?: number; total?: number }) => {
    const { count } = await deps.db.questionBatch.updateMany({ where: place, data: { ...so, at: deps.now() } })
    if (count === 0) stop.abort()
  }
  const signing = setInterval(() => void sign({}).catch(() => undefined), signEveryMs)
  try {
    const answer = await askAssistant(assistant, {
      ...{ prompt, stopped: stop.signal },
      onProgress: ({ characters, questions }) => sign({ done: characters, total: questions }),
    })
    if (!hasQuestions(answer)) throw assistantFailed('no_question')
    await stageDrafts(deps, { courseId, batchId, section: asked.section, answer })
  } catch (error) {
    const failure = stop.signal.aborted ? 'restarted' : reasonOf(error)
    if (!(error instanceof Refusal) && !stop.signal.aborted) {
      troublesOf(deps).log?.error({ err: error, courseId }, 'the answer of an assistant could not be read')
    }
    // Forgotten, the batch is gone; without a database, its last sign of life will tell.
    await deps.db.questionBatch
      .updateMany({ where: place, data: { state: 'failed', at: deps.now(), drafting: { ...asked, failure } } })
      .catch(() => undefined)
  } finally {
    clearInterval(signing)
  }
}

function reasonOf(error: unknown): AssistantFailure {
  const said = error instanceof Refusal && error.code === 'assistant_failed' ? error.details : null
  return assistantFailures.find((one) => one === (said as { reason?: unknown } | null)?.reason) ?? 'unreadable'
}

/** Questions of our YAML; other words, or a page, are none. */
const hasQuestions = (answer: string) => beginsQuestion.test(answer) && /^[ \t]+stem:/m.test(answer)

type BeginInput = { courseId: string; model: string; asked: Asked; actor: Actor }

/** One at a time in a course, on whichever server. */
async function begin(deps: Deps, { courseId, model, asked, actor }: BeginInput): Promise<string> {
  return deps.db.$transaction(async (tx) => {
    await lockBank(tx, courseId)
    const ended = [{ state: 'failed' }, { state: 'drafting', at: { lt: lastSign(deps) } }]
    await tx.questionBatch.deleteMany({ where: { courseId, OR: ended } })
    if (await tx.questionBatch.findFirst({ where: { courseId, state: 'drafting' }, select: { id: true } })) {
      throw assistantFailed('busy')
    }
    const data = {
      ...{ courseId, at: deps.now(), byName: actor.name, kind: 'assistant', label: model },
      ...{ state: 'drafting', drafting: asked },
    }
    return (await tx.questionBatch.create({ data, select: { id: true } })).id
  })
}

/** Stops a request, or forgets why it failed, or drafts that nobody accepted. */
export async function forgetDrafts(deps: Deps, { courseId, batchId }: { courseId: string; batchId: string }) {
  const where = { id: batchId, courseId, kind: 'assistant', state: { not: 'written' } }
  const { count } = await deps.db.questionBatch.deleteMany({ where })
  if (count === 0) throw new Refusal('not_found')
  stopWork(deps, batchId)
  return { done: true as const }
}

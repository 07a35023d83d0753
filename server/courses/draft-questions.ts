import type { draftQuestions as contract } from '#contract/courses/assistant.ts'
import type { HandlerInput } from '#contract/endpoint.ts'
import { Refusal } from '#core/refusal.ts'
import type { Actor } from '#server/platform/audit.ts'
import type { Deps } from '#server/platform/deps.ts'
import { lockBank } from '#server/questions/bank/lock-bank.ts'
import { stageDrafts } from '#server/questions/transfer/stage-import.ts'
import { askAssistant, assistantFailed } from './ask-assistant.ts'
import { findAssistant, oldestDraft } from './course-assistant.ts'
import { readDraftingPrompt } from './read-drafting-prompt.ts'

type DraftInput = HandlerInput<typeof contract>['body'] & { courseId: string; section: string; actor: Actor }

/**
 * Asks the assistant for drafts on a section. They wait as an import of which each is accepted by a person; when the
 * answer is not one, nothing is kept of it.
 */
export async function draftQuestions(deps: Deps, { courseId, section, count, fingerprint, actor }: DraftInput) {
  const assistant = await findAssistant(deps, courseId)
  if (!assistant) throw new Refusal('assistant_off')
  const text = await readDraftingPrompt(deps, { courseId, section, count })
  if (text.passages === 0) throw assistantFailed('no_passage')
  // What leaves is what was read.
  if (text.fingerprint !== fingerprint) throw new Refusal('preview_outdated')
  const batchId = await begin(deps, { courseId, model: assistant.model, actor })
  const place = { id: batchId, state: 'drafting' }
  try {
    const onProgress = (done: number) => deps.db.questionBatch.updateMany({ where: place, data: { done } })
    const answer = await askAssistant(assistant, { prompt: text.prompt, onProgress })
    if (!hasQuestions(answer)) throw assistantFailed('no_question')
    await stageDrafts(deps, { courseId, batchId, section, answer })
    return { batchId }
  } catch (error) {
    await deps.db.questionBatch.deleteMany({ where: place })
    throw error
  }
}

/** Questions of our YAML; other words, or a page, are none. */
const hasQuestions = (answer: string) => /^[ \t]*- +id:/m.test(answer) && /^[ \t]+stem:/m.test(answer)

type BeginInput = { courseId: string; model: string; actor: Actor }

/** One at a time in a course, on whichever server. */
async function begin(deps: Deps, { courseId, model, actor }: BeginInput): Promise<string> {
  return deps.db.$transaction(async (tx) => {
    await lockBank(tx, courseId)
    await tx.questionBatch.deleteMany({ where: { courseId, state: 'drafting', at: { lt: oldestDraft(deps) } } })
    if (await tx.questionBatch.findFirst({ where: { courseId, state: 'drafting' }, select: { id: true } })) {
      throw assistantFailed('busy')
    }
    const data = { courseId, at: deps.now(), byName: actor.name, kind: 'assistant', label: model, state: 'drafting' }
    return (await tx.questionBatch.create({ data, select: { id: true } })).id
  })
}

import type { QuestionDraft } from '#contract/questions/question-writing.ts'
import { draftPrefix } from '#web/auth/staff-drafts.ts'

/** A question being edited, stored on this computer until it is saved, so that closing the tab loses nothing. */
export type KeptDraft = { draft: QuestionDraft; at: string }

const nameOf = (place: string) => `${draftPrefix}${place}`

export function readKept(place: string): KeptDraft | null {
  try {
    const text = localStorage.getItem(nameOf(place))
    return text === null ? null : (JSON.parse(text) as KeptDraft)
  } catch {
    return null
  }
}

/** When storage is full or forbidden, the draft is not stored. */
export function keep(place: string, draft: QuestionDraft) {
  try {
    localStorage.setItem(nameOf(place), JSON.stringify({ draft, at: new Date().toISOString() }))
  } catch {}
}

export function discardDraft(place: string) {
  try {
    localStorage.removeItem(nameOf(place))
  } catch {}
}

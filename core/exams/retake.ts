/** An exam may be the retake (rattrapage) of another one of its course: of a first exam only, never in a chain. */
import { Refusal } from '#core/refusal.ts'

export type RetakeLink = {
  readonly examId: string
  /** How many exams are a retake of this one. */
  readonly retakeCount: number
  readonly of: { readonly id: string; readonly retakeOfId: string | null }
}

/** Refuses a retake of itself, of a retake, and one that has retakes of its own. */
export function requireRetakeOf({ examId, retakeCount, of }: RetakeLink): void {
  if (of.id === examId || of.retakeOfId !== null || retakeCount > 0) throw new Refusal('retake_of_retake')
}

/**
 * The certainty of an answer, from 1. It is stored with the answer, as one more element among the ticked ids (`~2`,
 * which cannot be the id of a choice): so the offline queue, replays, the journal, the copy file and the receipt treat
 * it exactly as the answer, and a change of certainty is a new line of the journal. A blank has none.
 */
const sign = '~'

/** Number of degrees: « peu sûr », « assez sûr », « très sûr ». The table of a scale has one line for each. */
export const certaintyDegrees = 3

export const certaintyMark = (degree: number | string): string => sign + degree

/** All possible certainties of a question with this many degrees; none where it is not asked. */
export const certaintyMarks = (degrees = 0): string[] =>
  Array.from({ length: degrees }, (_, index) => certaintyMark(index + 1))

/** Null when none was given. */
export function certaintyOf(ticked: readonly string[]): number | null {
  const said = ticked.find(isCertainty)
  return said === undefined ? null : Number(said.slice(1))
}

/** The answer without its certainty: ids of choices. */
export const ticksOf = (ticked: readonly string[]): readonly string[] =>
  ticked.some(isCertainty) ? ticked.filter((id) => !isCertainty(id)) : ticked

export function isCertainty(id: string): boolean {
  return id.startsWith(sign)
}

/**
 * How sure the student says to be of an answer, from 1. It is said with the answer and kept with it, as one more mark
 * among the ticked ids (`~2`, which no choice can be called): so it waits offline, is replayed, is written in the
 * journal, in the copy file and under the receipt exactly as the answer is, and a change of certainty is a new line of
 * the journal. Of a blank nothing is said.
 */
const sign = '~'

/** Degrees a student can say: « peu sûr », « assez sûr », « très sûr ». The table of a scale has one line for each. */
export const certaintyDegrees = 3

export const certaintyMark = (degree: number | string): string => sign + degree

/** All that may be said of a question that asks for so many degrees; none where it asks for none. */
export const certaintyMarks = (degrees = 0): string[] =>
  Array.from({ length: degrees }, (_, index) => certaintyMark(index + 1))

/** Null when nothing was said. */
export function certaintyOf(ticked: readonly string[]): number | null {
  const said = ticked.find(isCertainty)
  return said === undefined ? null : Number(said.slice(1))
}

/** The answer without it: ids of choices. */
export const ticksOf = (ticked: readonly string[]): readonly string[] =>
  ticked.some(isCertainty) ? ticked.filter((id) => !isCertainty(id)) : ticked

export function isCertainty(id: string): boolean {
  return id.startsWith(sign)
}

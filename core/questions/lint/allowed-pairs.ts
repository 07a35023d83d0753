/**
 * Why the questions of a proposed pair may be drawn together (`allow.possible_enemy`): one text with a reason for each
 * other question, which the reason names.
 */

/** Letters that a question file accepts for all reasons of one question. */
export const longestReason = 300

const between = ' ; '

export const reasonsIn = (text: string | undefined): string[] =>
  (text ?? '').split(between).filter((reason) => reason.trim() !== '')

export const joinReasons = (reasons: readonly string[]): string => reasons.join(between)

/** True when the reason names this question, so that it does not hold for a third. */
export const namesQuestion = (reason: string, key: string): boolean => reason.split(/[^a-z0-9-]+/).includes(key)

/** What a file allows, and the pairs settled in the browser since, which the file does not know of. */
export function withSettledPairs(inFile: string | undefined, inBrowser: string): string {
  const own = reasonsIn(inFile)
  return joinReasons([...own, ...reasonsIn(inBrowser).filter((reason) => !own.includes(reason))])
}

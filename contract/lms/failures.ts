/**
 * Why a service of a platform gave nothing. Each has a sentence for people (web/text, lms): what happened, and what to do
 * there or here.
 */
export const serviceFailures = [
  /** It does not answer, or too slowly. */
  'unreachable',
  /** It does not know us, or no longer: its registration of ours, or ours of it. */
  'token_refused',
  /** It gave an address on a host that is not one of its own. */
  'host_refused',
  /** What it answered cannot be read, or is too much. */
  'unreadable',
  /** It asked us to come back later. */
  'limited',
  /** A fault of its own. */
  'broken',
  /** It knows us and does not let us. */
  'forbidden',
  /** It has no such service for this course. */
  'not_offered',
  /** It has no column for these marks, and does not let us make one. */
  'no_column',
] as const
export type ServiceFailure = (typeof serviceFailures)[number]

/** Why the platform did not take the mark of one student. */
export const scoreFailures = [
  /** It knows nobody of this name, or they are no longer in its course. */
  'unknown_user',
  /** It refused the mark without saying more. */
  'refused',
  /** It has a later one: ours is tried again. */
  'conflict',
  /** A mark under zero: the standard has none. */
  'negative',
] as const
export type ScoreFailure = (typeof scoreFailures)[number]

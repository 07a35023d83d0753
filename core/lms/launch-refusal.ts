/** Why a message of a platform is not accepted; each has a sentence for the person who clicked (web/text, lms). */
export const launchRefusals = [
  // who asks
  'unknown_platform',
  'platform_waits',
  'platform_disabled',
  'unknown_deployment',
  // the way of the message
  'no_login',
  'login_expired',
  'other_browser',
  'refused_by_platform',
  // its signature
  'not_a_message',
  'wrong_algorithm',
  'unknown_key',
  'keys_unreachable',
  'wrong_signature',
  // what it says
  'wrong_issuer',
  'wrong_audience',
  'expired',
  'from_the_future',
  'wrong_nonce',
  'replayed',
  'wrong_version',
  'wrong_type',
  'missing_claim',
  'wrong_target',
  'no_role',
  // what it opens
  'context_not_bound',
  'student_unknown',
  'student_of_another',
  'course_archived',
] as const
export type LaunchRefusalCode = (typeof launchRefusals)[number]

/** A refused message. `claim`: which one is missing; `known`: what to tell an owner. */
export class LaunchRefusal extends Error {
  readonly code: LaunchRefusalCode
  readonly detail: string
  constructor(code: LaunchRefusalCode, detail = '') {
    super(detail === '' ? code : `${code}: ${detail}`)
    this.code = code
    this.detail = detail
  }
}
